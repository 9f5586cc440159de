import { UsageError } from "../error.ts";
import { isLocale, type Locale } from "../survey/text.ts";
import type { Invocation } from "./options.ts";

/** The language to speak: as asked for, else as the machine is set. @throws UsageError */
export function languageOf({ flags }: Invocation, machine: string = Intl.DateTimeFormat().resolvedOptions().locale): Locale {
  const given = flags["language"];
  if (given === undefined) return /^zh\b/i.test(machine) ? "zh-cn" : "en";
  if (isLocale(given)) return given;
  throw new UsageError(`--language is ${String(given)}`, { fix: "zh-cn or en" });
}

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { parseCsv, type TextTable } from "../responses/csv.ts";
import type { WaveRecord } from "../responses/store.ts";
import { keyWords } from "../responses/words.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import type { Invited } from "./invite.ts";
import type { Roster } from "./population.ts";

/** Lists of invitations: whatever the roster says of each person, the link that is his, and the words of the key. */

const LINK = "link";
const WORDS = "words";

/** Beside them, each person reads that the key is the same for all. */
export function wordsOf({ key = "" }: Pick<WaveRecord, "key">): Record<Locale, string> {
  const digest = createHash("sha256").update(Buffer.from(key, "base64url")).digest();
  return { "zh-cn": keyWords(digest, "zh-cn").join(" "), en: keyWords(digest, "en").join(" ") };
}

/** @param site where people reach the site, with a slash at the end */
export function listOf({ record, secrets }: Omit<Invited, "total">, roster: Roster | undefined, site: string): string {
  const { columns = [], rows = [] } = roster?.table ?? {};
  const taken = columns.find((name) => [LINK, WORDS].includes(name.toLowerCase()));
  if (taken !== undefined) throw new UserError(`the roster has a column “${taken}” already`, { where: roster?.where ?? "", fix: "is it a list of former invitations? Use the roster itself, or rename the column" });
  const words = wordsOf(record);
  const both = `${words["zh-cn"]} · ${words.en}`;
  return csvText([[...columns, LINK, WORDS], ...secrets.map((secret, i) => [...(rows[i]?.cells ?? []), `${site}s/${record.survey}/#${secret}`, both])], "\r\n");
}

/** Writes a list that nobody has yet, readable by whoever runs the server alone. */
export function writeList(to: string, text: string): void {
  try {
    // Excel takes a file for UTF-8 by its byte order mark.
    writeFileSync(to, `\uFEFF${text}`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw new UserError(exists ? "this file is there already" : `this file cannot be written (${error instanceof Error ? error.message : String(error)})`, { where: to, fix: exists ? "it may hold invitations that are nowhere else: choose another name" : "choose another place", cause: error });
  }
}

/** Lists that the operator's page has made and nobody has cleared away yet: `pulse-w-1.csv`. They lie beside no answer and in no backup. */
export class Lists {
  readonly #folder: string;

  constructor(data: string) {
    this.#folder = join(data, "invitations");
  }

  of(survey: string, wave: string): string[] {
    const prefix = `${survey}-${wave}-`;
    return this.#names().filter((name) => name.startsWith(prefix) && /^\d+\.csv$/.test(name.slice(prefix.length)));
  }

  /** Where the next list goes. */
  next(survey: string, wave: string): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const taken = this.of(survey, wave).map((name) => Number(/(\d+)\.csv$/.exec(name)?.[1]));
    return join(this.#folder, `${survey}-${wave}-${Math.max(0, ...taken) + 1}.csv`);
  }

  text(survey: string, wave: string, name: string): string {
    return readFileSync(this.#path(survey, wave, name), "utf8");
  }

  table(survey: string, wave: string, name: string): Promise<TextTable> {
    return parseCsv(this.text(survey, wave, name).replace(/^\uFEFF/, ""), ",", { where: name, fix: "download it, and make the sheet from there" });
  }

  drop(survey: string, wave: string, name: string): void {
    rmSync(this.#path(survey, wave, name));
  }

  #path(survey: string, wave: string, name: string): string {
    if (!this.of(survey, wave).includes(name)) throw new UserError("there is no such list of invitations", { where: name, fix: "it was cleared away; lists are nowhere else", refusal: { code: "list-gone" } });
    return join(this.#folder, name);
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    } catch {
      return [];
    }
  }
}

/** Where a list was begun and nobody was invited after all, it goes. */
export async function keepOrUndo<Result>(to: string, work: (keep: (invited: Omit<Invited, "total">) => void) => Promise<Result>, text: (invited: Omit<Invited, "total">) => string): Promise<Result> {
  let isWritten = false;
  try {
    return await work((invited) => {
      writeList(to, text(invited));
      isWritten = true;
    });
  } catch (error) {
    if (isWritten) rmSync(to, { force: true });
    throw error;
  }
}

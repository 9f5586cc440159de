import type { Locale } from "../survey/text.ts";

/** Words in the files of a release. */
const ZH = {
  answered: "已回答",
  chosen: ["未选", "选了"] as const satisfies readonly [string, string],
};

export type PackageWords = typeof ZH;

const EN: PackageWords = {
  answered: "answered",
  chosen: ["not chosen", "chosen"],
};

export const PACKAGE: Readonly<Record<Locale, PackageWords>> = { "zh-cn": ZH, en: EN };

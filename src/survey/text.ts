/** The languages that every word exists in; the first is the default. */
export const LOCALES = ["zh-cn", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** One text in every language. */
export type Text = Readonly<Record<Locale, string>>;

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value);

/** A plain string stands for itself in every language; a missing translation borrows the other one. */
export function maybeText(value: unknown, fallback = ""): Text {
  if (typeof value === "string") return { "zh-cn": value, en: value };
  if (typeof value !== "object" || value === null) return { "zh-cn": fallback, en: fallback };
  const of = (key: string): string | undefined => {
    const text = Object.entries(value).find(([name]) => name === key)?.[1];
    return typeof text === "string" && text !== "" ? text : undefined;
  };
  const any = Object.values(value).find((text) => typeof text === "string" && text !== "");
  const last = typeof any === "string" ? any : fallback;
  return {
    "zh-cn": of("zh-cn") ?? of("zh-tw") ?? of("default") ?? of("en") ?? last,
    en: of("en") ?? of("default") ?? of("zh-cn") ?? last,
  };
}

import { LOCALES, type Locale } from "../survey/text.ts";

const BASE = import.meta.env.BASE_URL.replace(/\/$/, "");

/** Address of a page: `href("/results/pulse/", "en")` is `/en/results/pulse/` under the base path. */
export const href = (path: string, locale: Locale): string => `${BASE}${locale === "en" ? "/en" : ""}${path}`;

/** Address of a file that has no language. */
export const asset = (path: string): string => `${BASE}/${path.replace(/^\//, "")}`;

/** The `locale` part of `[...locale]`: none for Chinese. Astro notes things on the very array that a page returns, so each page returns a copy. */
export const localePaths = LOCALES.map((locale) => ({ params: { locale: locale === "en" ? "en" : undefined }, props: { locale } }));

import type { Locale } from "../../survey/text.ts";
import { element, type Xml } from "./xml.ts";

const STYLE = `
:root { color-scheme: light; }
body { font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1a1a1a; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.3; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid #999; } h3 { font-size: 1.02rem; margin: 1.4rem 0 0.3rem; }
p { margin: 0.2rem 0; } code { font: 0.88em ui-monospace, monospace; } .soft { color: #555; } .note { font-weight: 700; border: 2px solid; padding: 0.4rem 0.8rem; } .if { border-inline-start: 3px solid #999; padding-inline-start: 0.7rem; }
table { border-collapse: collapse; margin: 0.3rem 0; font-size: 0.92rem; } th, td { text-align: start; vertical-align: top; padding: 0.1rem 1rem 0.1rem 0; border-bottom: 1px solid #ddd; } ul { margin: 0.2rem 0; padding-inline-start: 1.4rem; } ul.choices { list-style: "☐  "; }
article { break-inside: avoid; } @page { margin: 18mm; } @media print { body { margin: 0; max-width: none; font-size: 11pt; } a { color: inherit; text-decoration: none; } }
`;

/** A page that stands alone: no script, nothing fetched, made to be printed. */
export function page(locale: Locale, title: string, ...content: readonly Xml[]): string {
  const head = [{ xml: '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' }, element("title", {}, title), { xml: `<style>${STYLE}</style>` }];
  return `<!DOCTYPE html>\n${element("html", { lang: locale === "en" ? "en" : "zh-CN" }, element("head", {}, head), element("body", {}, element("h1", {}, title), ...content)).xml}\n`;
}

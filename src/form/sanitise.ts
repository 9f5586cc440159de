/**
 * Markup of a questionnaire, reduced to what cannot do anything. Nothing of the input is passed on as it is: allowed tags are
 * written anew with allowed attributes, and whatever else looks like a tag becomes text or goes. The result holds no element in
 * which HTML is read differently (script, style, svg, textarea …), so every parser reads it alike. Pure text in, text out, since
 * the server has no document: DOMPurify does nothing there, and would leave to the browser another page than was sent.
 */

const TAGS = new Set(["a", "b", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "u", "ul"]);
/** The page has one first heading; and what stood in cells and rows stays apart. */
const INSTEAD = new Map([["h1", "h2"]]);
const APART = new Map(Object.entries({ td: " ", th: " ", tr: "<br>", caption: "<br>", dt: " ", dd: "<br>", section: "<br>", article: "<br>", center: "<br>" }));
const VOID = new Set(["br", "hr", "img"]);
/** What these hold is no text for a person. */
const WHOLE = /<(script|style|svg|math|iframe|object|embed|template|noscript|noembed|noframes|textarea|select|title|head|xmp|plaintext|audio|video|canvas|form)\b(?:[^>"']|"[^"]*"|'[^']*')*>[^]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<(\/?)([a-z][a-z0-9]*)((?:[\s/](?:[^<>"']|"[^"]*"|'[^']*')*)?)>/gi;
const ATTRIBUTE = /([a-z][a-z-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/gi;

export const ALLOWED_TAGS: readonly string[] = [...TAGS];
export const ALLOWED_ATTRIBUTES: readonly string[] = ["href", "target", "rel", "src", "alt", "title", "lang", "width", "height"];

/** @param html not trusted @returns balanced HTML without scripts, styles, frames, forms, or addresses that a page would fetch from elsewhere */
export function safeHtml(html: string): string {
  const text = dropWhole(html.replaceAll("\0", ""));
  const out: string[] = [];
  const open: string[] = [];
  let at = 0;
  for (const match of text.matchAll(TAG)) {
    out.push(escapeText(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const [, slash, name = "", attributes = ""] = match;
    const tag = INSTEAD.get(name.toLowerCase()) ?? name.toLowerCase();
    if (!TAGS.has(tag)) {
      if (slash === "/") out.push(APART.get(tag) ?? "");
      continue;
    }
    if (slash !== "/") {
      const kept = attributesOf(tag, attributes);
      if (tag === "img" && !kept.includes(" src=")) continue;
      out.push(`<${tag}${kept}>`);
      if (!VOID.has(tag)) open.push(tag);
    } else if (open.includes(tag)) for (let last = open.pop(); last !== undefined; last = last === tag ? undefined : open.pop()) out.push(`</${last}>`);
  }
  out.push(escapeText(text.slice(at)), ...open.reverse().map((tag) => `</${tag}>`));
  return out.join("");
}

/** Until nothing is left: taking one out may join the halves of another. */
function dropWhole(html: string): string {
  for (let before = html; ; ) {
    const after = before.replace(/<!--[^]*?-->|<!--/g, "").replace(WHOLE, "");
    if (after === before) return after;
    before = after;
  }
}

/** Character references stay; in text they can be nothing else. */
const escapeText = (text: string): string => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** As text that stays text, wherever it is put into HTML. Braces too, or SurveyJS would take an answer for the name of a question. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"'{}]/g, (character) => `&#${character.charCodeAt(0)};`);

function attributesOf(tag: string, source: string): string {
  const given = new Map([...source.matchAll(ATTRIBUTE)].reverse().map(([, name = "", double, single, bare]) => [name.toLowerCase(), decode(double ?? single ?? bare ?? "")]));
  const kept: [string, string][] = [];
  for (const name of ["alt", "title", "lang"]) keep(kept, name, given.get(name));
  if (tag === "img") for (const name of ["width", "height"]) keep(kept, name, /^\d{1,4}$/.exec(given.get(name) ?? "")?.[0]);
  const [href, src] = [given.get("href"), given.get("src")];
  if (tag === "a" && href !== undefined && isSafeLink(href)) kept.push(["href", href], ["target", "_blank"], ["rel", "noopener noreferrer nofollow"]);
  if (tag === "img" && src !== undefined && isSafePicture(src)) kept.push(["src", src]);
  return kept.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join("");
}

const keep = (kept: [string, string][], name: string, value: string | undefined): void => void (value !== undefined && kept.push([name, value]));

/** Browsers skip these in addresses, so `java\nscript:` is one. Braces would carry an answer into the address. */
const stripped = (address: string): string => address.replace(/[\s\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028\u2029\ufeff]/g, "");
const hasScheme = (address: string): boolean => /^[^/?#]*:/.test(address);

const isSafeLink = (address: string): boolean => !/[{}]/.test(address) && (/^(https?|mailto|tel):/i.test(stripped(address)) || !hasScheme(stripped(address)));

const isSafePicture = (address: string): boolean =>
  !/[{}\\]/.test(address) && (/^data:image\/(png|jpeg|jpg|gif|webp|avif|bmp|svg\+xml)[;,]/i.test(stripped(address)) || (!hasScheme(stripped(address)) && !stripped(address).startsWith("//")));

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", colon: ":", tab: "\t", newline: "\n", lpar: "(", rpar: ")", sol: "/", bsol: "\\", lbrace: "{", rbrace: "}", lcub: "{", rcub: "}" };

/** Character references as a browser reads them in an attribute; an unknown one is left, with its ampersand. */
function decode(value: string): string {
  return value.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return (Object.hasOwn(NAMED, name.toLowerCase()) ? NAMED[name.toLowerCase()] : undefined) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}

const BREAKING = /^(br|div|p|h\d|hr|li|ol|ul|tr|td|th|table)$/i;

/** One line of plain words from a title that was written with tags or asterisks, as the results show it too. Names in braces stay. */
export const plainText = (text: string): string => (/<[a-z/!]|\*\*/i.test(text) ? decode(dropWhole(text).replace(TAG, (_whole, _slash, name: string) => (BREAKING.test(name) ? " " : ""))).replace(/\*\*/g, "").replace(/[ \t]+/g, " ").trim() : text);

/** Characters that XML 1.0 cannot hold, halves of emoji among them. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** A text as XML or HTML holds it, also inside double quotes. */
export const escaped = (text: string): string =>
  text.replace(FORBIDDEN, "\uFFFD").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A finished piece of XML, told apart from text that still has to be escaped. */
export interface Xml {
  readonly xml: string;
}

type Content = Xml | string | number | undefined | readonly Content[];

const inside = (content: Content): string =>
  content === undefined ? "" : typeof content === "string" || typeof content === "number" ? escaped(String(content)) : "xml" in content ? content.xml : content.map(inside).join("");

/** An element; attributes that are undefined are left out. */
export function element(name: string, attributes: Readonly<Record<string, string | number | undefined>>, ...content: readonly Content[]): Xml {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`]));
  return { xml: `<${name}${given.join("")}>${inside(content)}</${name}>` };
}

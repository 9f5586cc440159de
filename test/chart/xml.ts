const NAME = "[A-Za-z_][\\w.:-]*";
const ATTRIBUTES = new RegExp(`\\s+(${NAME})="((?:[^"<&]|&(?:amp|lt|gt|quot|apos|#\\d+|#x[\\da-f]+);)*)"`, "gy");
const TEXT = /^(?:[^<&]|&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)*$/;

export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text directly after the opening tag. */
  readonly text: string;
}

/**
 * Elements of a piece of XML without comments or declarations, strictly: every tag closed in order, every attribute quoted
 * and named once, no bare < or &, no character that XML 1.0 forbids.
 * @throws Error naming the first place that breaks a rule
 */
export function elementsOf(xml: string): Tag[] {
  // With the u flag this finds lone surrogates only.
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u.exec(xml);
  if (forbidden) throw new Error(`a character that XML forbids at ${forbidden.index}`);
  const open: string[] = [];
  const found: Tag[] = [];
  const parts = xml.split(/(<[^>]*>)/);
  parts.forEach((part, i) => {
    const broken = (why: string): Error => new Error(`${why}: ${part.slice(0, 80)}`);
    if (i % 2 === 0) {
      if (!TEXT.test(part)) throw broken("a bare < or &");
      if (part.trim() !== "" && open.length === 0) throw broken("text outside the root");
      return;
    }
    const closing = new RegExp(`^</(${NAME})>$`).exec(part)?.[1];
    if (closing !== undefined) {
      if (open.pop() !== closing) throw broken("closed out of order");
      return;
    }
    const name = new RegExp(`^<(${NAME})`).exec(part)?.[1];
    if (name === undefined) throw broken("no tag");
    if (open.length === 0 && found.length > 0) throw broken("a second root");
    const attributes = new Map<string, string>();
    let end = name.length + 1;
    for (const match of part.slice(end).matchAll(ATTRIBUTES)) {
      if (attributes.has(match[1] ?? "")) throw broken("an attribute twice");
      attributes.set(match[1] ?? "", match[2] ?? "");
      end += match[0].length;
    }
    if (!/^\s*\/?>$/.test(part.slice(end))) throw broken("attributes are not well-formed");
    found.push({ name, attributes: Object.fromEntries(attributes), text: parts[i + 1] ?? "" });
    if (!part.endsWith("/>")) open.push(name);
  });
  if (open.length > 0) throw new Error(`${open.at(-1)} is never closed`);
  return found;
}

/**
 * A document of which nothing but markup is wanted. A browser's own elements, of which Plot makes some thousand for a page of
 * figures, take half of the time that it takes to draw them, and are thrown away once they are text. As much of the DOM as
 * Plot and d3-selection use, no more.
 */
const SVG = "http://www.w3.org/2000/svg";

const inAttribute = (text: string): string => (/[&<>"\u00a0]/.test(text) ? text.replace(/[&<>"\u00a0]/g, (character) => `&#${character.charCodeAt(0)};`) : text);
const inText = (text: string): string => (/[&<>\u00a0]/.test(text) ? text.replace(/[&<>\u00a0]/g, (character) => `&#${character.charCodeAt(0)};`) : text);

class PaperElement {
  readonly nodeType = 1;
  readonly namespaceURI = SVG;
  readonly ownerDocument: PaperDocument;
  readonly nodeName: string;
  parentNode: PaperElement | null = null;
  readonly children: PaperElement[] = [];
  readonly #attributes = new Map<string, string>();
  #text = "";
  /** Plot sets properties by their names in scripts: fontSize. */
  readonly style: Record<string, string> = {};

  constructor(name: string, ownerDocument: PaperDocument) {
    this.nodeName = name;
    this.ownerDocument = ownerDocument;
  }
  get tagName(): string {
    return this.nodeName;
  }
  get firstChild(): PaperElement | null {
    return this.children[0] ?? null;
  }
  get childNodes(): readonly PaperElement[] {
    return this.children;
  }
  get textContent(): string {
    return this.#text + this.children.map(({ textContent }) => textContent).join("");
  }
  set textContent(text: string | null) {
    this.children.length = 0;
    this.#text = text ?? "";
  }
  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }
  setAttributeNS(_space: string, name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }
  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }
  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }
  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }
  appendChild(child: PaperElement): PaperElement {
    return this.insertBefore(child, null);
  }
  insertBefore(child: PaperElement, next: PaperElement | null): PaperElement {
    child.remove();
    child.parentNode = this;
    const at = next === null ? -1 : this.children.indexOf(next);
    if (at < 0) this.children.push(child);
    else this.children.splice(at, 0, child);
    return child;
  }
  append(...more: readonly (PaperElement | string)[]): void {
    for (const each of more) {
      if (typeof each === "string") this.#text += each;
      else this.appendChild(each);
    }
  }
  remove(): void {
    const among = this.parentNode?.children;
    const at = among?.indexOf(this) ?? -1;
    if (among && at >= 0) among.splice(at, 1);
    this.parentNode = null;
  }
  /** @param selector `*`, a name, or a name with an attribute: `g[aria-label]` */
  querySelectorAll(selector: string): PaperElement[] {
    const [, name = "*", attribute] = /^([\w*]+)(?:\[([\w-]+)\])?$/.exec(selector) ?? [];
    const found: PaperElement[] = [];
    const visit = (element: PaperElement): void => {
      for (const child of element.children) {
        if ((name === "*" || child.nodeName === name) && (attribute === undefined || child.hasAttribute(attribute))) found.push(child);
        visit(child);
      }
    };
    visit(this);
    return found;
  }
  get outerHTML(): string {
    let markup = `<${this.nodeName}`;
    for (const [name, value] of this.#attributes) markup += ` ${name}="${inAttribute(value)}"`;
    const rules = Object.entries(this.style);
    if (rules.length > 0) markup += ` style="${inAttribute(rules.map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`).join(";"))}"`;
    markup += `>${inText(this.#text)}`;
    for (const child of this.children) markup += child.outerHTML;
    return `${markup}</${this.nodeName}>`;
  }
}

class PaperDocument {
  readonly documentElement = new PaperElement("html", this);
  createElementNS(_space: string, name: string): PaperElement {
    return new PaperElement(name, this);
  }
  createElement(name: string): PaperElement {
    return new PaperElement(name, this);
  }
}

/** To draw on where only the markup of a figure is asked for. Plot's types ask for a whole document; what it uses of one is here. */
export const PAPER = new PaperDocument() as unknown as Document;

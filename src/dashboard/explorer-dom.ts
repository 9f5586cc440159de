type Attributes = Readonly<Record<string, string | boolean>>;
type Child = Node | string;

/** Makes an element; `true` sets an attribute without value, `false` leaves it out. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(key, value === true ? "" : value);
  element.append(...children);
  return element;
}

/** The element that the page promises. @throws Error if the page lacks it */
export function at<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
}

/** Hands a text to the person as a file; it goes nowhere else. */
export function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** In the words of whoever threw. DuckDB wraps some of its own as JSON. */
export function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!message.startsWith("{")) return message;
  try {
    const { exception_message: inner }: { exception_message?: unknown } = JSON.parse(message);
    return typeof inner === "string" ? inner : message;
  } catch {
    return message;
  }
}

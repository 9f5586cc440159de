/**
 * Changes a picture into another of the same build: the same elements, other places, sizes and words. Most changes of a filter move
 * bars and rewrite figures, and a browser takes several times as long to read a picture anew as to move its parts.
 */
export interface Picture {
  show(svg: string): void;
}

export function pictureIn(host: HTMLElement): Picture {
  let before: readonly string[] = [];
  let elements: readonly Element[] = [];
  return {
    show: (svg) => {
      const after = svg.split("<");
      const changes = changesBetween(before, after);
      before = after;
      if (changes === undefined || elements[0]?.parentNode !== host) {
        // Written by chart/marks.ts, which escapes every label.
        host.innerHTML = svg;
        elements = [...host.querySelectorAll("*")];
        return;
      }
      for (const { element, attributes, text } of changes) {
        const target = elements[element];
        for (const [name, value] of attributes) target?.setAttribute(name, value);
        if (text !== undefined && target?.firstChild) target.firstChild.nodeValue = text;
      }
    },
  };
}

interface Change {
  /** Place among the elements, in the order in which they begin. */
  readonly element: number;
  readonly attributes: readonly (readonly [string, string])[];
  readonly text: string | undefined;
}

/** Undefined where anything but values and words differs. */
function changesBetween(before: readonly string[], after: readonly string[]): Change[] | undefined {
  if (before.length !== after.length) return undefined;
  const changes: Change[] = [];
  let element = -1;
  for (let i = 0; i < after.length; i++) {
    const [old, now] = [before[i] ?? "", after[i] ?? ""];
    const begins = now !== "" && !now.startsWith("/");
    if (begins) element += 1;
    if (old === now) continue;
    const change = begins ? changeOf(old, now, element) : undefined;
    if (!change) return undefined;
    changes.push(change);
  }
  return changes;
}

/** One element as it begins, with the words up to the next: `text x="1">12%`. Written by chart/marks.ts, so no value holds a bracket. */
function changeOf(old: string, now: string, element: number): Change | undefined {
  const [was, is] = [partsOf(old), partsOf(now)];
  if (was.names !== is.names || (was.text === "") !== (is.text === "")) return undefined;
  const attributes = is.values.flatMap(([name, value], i) => (was.values[i]?.[1] === value ? [] : [[name, plain(value)] as const]));
  return { element, attributes, text: was.text === is.text ? undefined : plain(is.text) };
}

const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

function partsOf(token: string): { names: string; values: [string, string][]; text: string } {
  const end = token.indexOf(">");
  const values = [...token.slice(0, end).matchAll(ATTRIBUTE)].map(([, name = "", value = ""]): [string, string] => [name, value]);
  return { names: `${/^\S+/.exec(token)?.[0] ?? ""} ${values.map(([name]) => name).join(" ")}`, values, text: token.slice(end + 1) };
}

/** chart/marks.ts writes what needs it by its number. */
const plain = (text: string): string => (text.includes("&") ? text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))) : text);

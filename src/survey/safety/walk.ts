/** One value of a definition, with its place. */
export interface Place {
  readonly key: string;
  readonly value: unknown;
  /** As a person finds it: `pages[0].elements[2].visibleIf`. */
  readonly path: string;
  readonly parent: Place | undefined;
  /** Stands inside a value (`defaultValue`) or names of questions, where keys mean nothing. */
  readonly isData: boolean;
}

/** What is wrong at a place, and the remedy. */
export interface Finding {
  readonly path: string;
  readonly what: string;
  readonly fix: string;
}

/** What one rule says of a place: nothing where it is harmless. */
export type Rule = (place: Place) => Finding | undefined;

/** Levels of brackets: real questionnaires have about 12, and what reads JSON by recursion fails in the thousands. */
export const DEEPEST = 50;
/** Values of any kind, so that a file cannot hold the build up: 2,000 questions have about 60,000. */
const MOST_VALUES = 500_000;
/** Characters of one text; a picture written into the file; all texts together. */
const LONGEST_TEXT = 20_000;
const LONGEST_PICTURE = 1_000_000;
const MOST_TEXT = 8_000_000;

const DATA = new Set(["defaultValue", "correctAnswer", "defaultRowValue", "defaultPanelValue", "setValue", "bindings"]);

/** Names that every JavaScript object has: as keys of answers they would reach the object instead of the answer. */
export const isReserved = (name: string): boolean => name in Object.prototype || name === "prototype";

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Every place of a definition in the order written, root first. Stops with a finding at what is too deep, too much or too long. */
export function* walk(definition: object): Generator<Place, Finding | undefined> {
  const stack: { place: Place; depth: number }[] = [{ place: { key: "", value: definition, path: "", parent: undefined, isData: false }, depth: 0 }];
  let [values, characters] = [0, 0];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { place, depth } = next;
    const { value, path, isData } = place;
    if (depth > DEEPEST) return { path: `${path.slice(0, 120)}…`, what: `brackets stand more than ${DEEPEST} deep in each other`, fix: "take panels out of panels" };
    if (++values > MOST_VALUES) return { path, what: `the file holds more than ${MOST_VALUES.toLocaleString("en")} values`, fix: "split the questionnaire" };
    if (typeof value === "string") {
      characters += value.length;
      const most = value.startsWith("data:image/") ? LONGEST_PICTURE : LONGEST_TEXT;
      if (value.length > most) return { path, what: `this text has ${value.length.toLocaleString("en")} characters`, fix: `${most.toLocaleString("en")} at most: shorten it` };
      if (characters > MOST_TEXT) return { path, what: `all texts together have more than ${MOST_TEXT.toLocaleString("en")} characters`, fix: "leave pictures out, or make them smaller" };
    }
    yield place;
    if (!isBranch(value)) continue;
    const inner = Array.isArray(value)
      ? value.map((each: unknown, i): Place => ({ key: String(i), value: each, path: `${path}[${i}]`, parent: place, isData }))
      : Object.entries(value).map(([key, each]: [string, unknown]): Place => ({ key, value: each, path: pathTo(path, key), parent: place, isData: isData || DATA.has(key) }));
    for (const each of inner.reverse()) stack.push({ place: each, depth: depth + 1 });
  }
  return undefined;
}

function pathTo(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key.slice(0, 60))}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The value under a key of an object that is not trusted. */
export const valueAt = (object: unknown, key: string): unknown => (isBranch(object) && Object.hasOwn(object, key) ? Object.entries(object).find(([name]) => name === key)?.[1] : undefined);

/** A text or its translations, as far as they are texts. */
export const textsIn = (value: unknown): string[] => (typeof value === "string" ? [value] : isBranch(value) ? Object.values(value).filter((text) => typeof text === "string") : []);

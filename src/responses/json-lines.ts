import type { Row } from "./csv.ts";

/** One line of a JSON Lines file: a row of a table, or a response as `export` and `simulate` write it. */
export interface JsonRow extends Row {
  readonly response?: Readonly<Record<string, unknown>>;
}

type Entry = { readonly line: number; readonly written: string; readonly value: Readonly<Record<string, unknown>> | undefined };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a file is called so, or begins with a JSON object on a line of its own, which may be longer than the beginning. */
export function isJsonLines(beginning: string, where: string): boolean {
  const [first = "", more] = beginning.trimStart().split(/\r?\n/, 2);
  if (/\.(jsonl|ndjson)$/i.test(where)) return true;
  return first.startsWith("{") && (parsed(first) !== undefined || (more === undefined && first.startsWith('{"')));
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function* entries(pieces: Iterable<string>): Generator<Entry> {
  let [rest, line] = ["", 0];
  const entry = (written: string): Entry[] => {
    line += 1;
    return written.trim() === "" ? [] : [{ line, written, value: parsed(written) }];
  };
  for (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const each of lines) yield* entry(each);
  }
  yield* entry(rest);
}

/** Keys of all objects in the order in which they first come, those of objects inside joined by `__`; responses have none. */
export function jsonColumns(pieces: Iterable<string>): string[] {
  const columns = new Set<string>();
  for (const { value } of entries(pieces)) if (value && !isResponse(value)) for (const key of flat(value).keys()) columns.add(key);
  return [...columns];
}

export function* jsonRows(pieces: Iterable<string>, columns: readonly string[]): Generator<JsonRow> {
  for (const { line, written, value } of entries(pieces)) {
    if (!value) yield { line, cells: [], fault: { value: written.trim(), reason: "this line is no JSON object" } };
    else if (isResponse(value)) yield { line, cells: [], response: value };
    else {
      const cells = flat(value);
      yield { line, cells: columns.map((column) => cells.get(column) ?? null) };
    }
  }
}

const isResponse = ({ answers, ...rest }: Readonly<Record<string, unknown>>): boolean => isObject(answers) && ("survey" in rest || "id" in rest);

function flat(value: Readonly<Record<string, unknown>>, head = ""): Map<string, string> {
  return new Map(Object.entries(value).flatMap(([key, inner]) => (isObject(inner) ? [...flat(inner, `${head}${key}__`)] : inner === null ? [] : [[head + key, Array.isArray(inner) ? inner.map(scalar).join("\n") : scalar(inner)] as const])));
}

const scalar = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

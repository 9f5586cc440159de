import type { Variable } from "./codebook.ts";
import { at } from "./flatten.ts";

/**
 * Puts an answer where `at` finds it, making what it stands in: objects, and lists whose entries before it are blank.
 * `__proto__` is a name like any other here.
 */
export function put(holder: object, [key, ...rest]: readonly string[], answer: unknown): void {
  if (key === undefined) return;
  if (Array.isArray(holder)) return putInto(holder, key, rest, answer);
  if (rest.length === 0) return set(holder, key, answer);
  const inner: unknown = Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
  if (typeof inner === "object" && inner !== null) return put(inner, rest, answer);
  // Words beside a choice need the choice.
  if (inner !== undefined) return;
  const made = /^\[.*\]$/s.test(rest[0] ?? "") ? [] : {};
  set(holder, key, made);
  put(made, rest, answer);
}

function set(holder: object, key: string, value: unknown): void {
  // Defining costs many times as much as setting, and only this name needs it.
  if (key !== "__proto__" && isKeyed(holder)) holder[key] = value;
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

const isKeyed = (holder: object): holder is Record<string, unknown> => !Array.isArray(holder);

function putInto(list: unknown[], key: string, rest: readonly string[], answer: unknown): void {
  const index = /^\[?(\d+)\]?$/.exec(key)?.[1];
  const found = at({ list }, ["list", key]);
  const entry = typeof found === "object" && found !== null ? found : {};
  if (index === undefined) {
    const [, name = "", code] = /^\[([^=]+)=(.*)\]$/s.exec(key) ?? [];
    set(entry, name, code);
    if (entry !== found) list.push(entry);
  } else {
    while (list.length <= Number(index)) list.push({});
    if (rest.length === 0) list[Number(index)] = answer;
    else if (entry !== found) list[Number(index)] = entry;
  }
  if (rest.length > 0) put(index === undefined ? entry : Object(list[Number(index)]), rest, answer);
}

/** Several answers may each stand in an object. */
export const wrapped = ({ property }: Variable, answer: unknown): unknown => (property !== undefined && Array.isArray(answer) ? answer.map((value: unknown) => ({ [property]: value })) : answer);

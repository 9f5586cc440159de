import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { isUserError } from "../../src/error.ts";
import { assemble } from "../../src/survey/load.ts";
import { readStudy, type Study } from "../../src/survey/study.ts";

/** A shipped definition in which a few random places were deleted, replaced, duplicated or wrapped. */
export interface Mutant {
  readonly id: string;
  readonly definition: Record<string, unknown>;
  readonly study: Study | undefined;
  readonly changes: readonly string[];
}

/** Longest that one questionnaire may take, in ms. */
export const PATIENCE = 2000;

type Change = readonly [kind: "delete" | "replace" | "duplicate" | "deepen" | "swap", at: number, value: unknown];

const STRANGE: readonly unknown[] = [null, true, 0, -1, 1e308, "", "x", "{q} =", "{load} = 1", "__proto__", "constructor", [], {}, [null], [[]], [{}], { value: null }, { type: "text" }, { type: "panel", elements: [{}] }, { name: 5 }, "\u0000", "</script>", "\ud800", ["a", "a"], [{ value: "a" }, { value: "a" }], { en: 5 }, { en: null, "zh-cn": [] }];

const change: fc.Arbitrary<Change> = fc.tuple(fc.constantFrom("delete", "replace", "duplicate", "deepen", "swap"), fc.nat(), fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...STRANGE) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) }));

export function mutants(id: string, { count, seed }: { count: number; seed: number }): Mutant[] {
  const folder = join(import.meta.dirname, "../../surveys", id);
  const text = readFileSync(join(folder, "survey.json"), "utf8");
  const study = readStudy(JSON.parse(readFileSync(join(folder, "study.json"), "utf8")), "study.json");
  return fc.sample(fc.tuple(fc.array(change, { minLength: 1, maxLength: 3 }), fc.boolean()), { numRuns: count, seed }).map(([changes, bare]) => {
    const definition: Record<string, unknown> = JSON.parse(text);
    const made = changes.map((each) => mutate(definition, each));
    return { id, definition, study: bare ? undefined : study, changes: made };
  });
}

/** Every slot of a tree: the object or list, and the key in it. */
function slots(node: unknown, path = ""): { holder: Record<string, unknown> | unknown[]; key: string; path: string }[] {
  if (Array.isArray(node)) return node.flatMap((inner: unknown, i) => [{ holder: node, key: String(i), path: `${path}[${i}]` }, ...slots(inner, `${path}[${i}]`)]);
  if (typeof node !== "object" || node === null) return [];
  const record: Record<string, unknown> = Object(node);
  return Object.entries(record).flatMap(([key, inner]) => [{ holder: record, key, path: `${path}.${key}` }, ...slots(inner, `${path}.${key}`)]);
}

function mutate(root: Record<string, unknown>, [kind, at, value]: Change): string {
  const all = slots(root);
  const slot = all[at % Math.max(1, all.length)];
  if (!slot) return "nothing left";
  const { holder, key, path } = slot;
  const old: unknown = Reflect.get(holder, key);
  if (kind === "delete") Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key);
  else if (kind === "replace") Reflect.set(holder, key, structuredClone(value));
  else if (kind === "duplicate") Array.isArray(holder) ? holder.push(structuredClone(old)) : Reflect.set(holder, `${key}2`, structuredClone(old));
  else if (kind === "deepen") Reflect.set(holder, key, at % 2 === 0 ? [old] : { type: "panel", name: "deep", elements: [old] });
  else Reflect.set(holder, key, structuredClone(Reflect.get(all[(at * 7919) % all.length]?.holder ?? {}, all[(at * 7919) % all.length]?.key ?? "")));
  return `${kind} ${path}${kind === "replace" ? ` by ${String(JSON.stringify(value)).slice(0, 60)}` : ""}`;
}

export interface Outcome {
  readonly kind: "codebook" | "refused" | "broken";
  readonly changes: readonly string[];
  readonly ms: number;
  /** What went against the promise: another error than a reason in words, or too long a time. */
  readonly broken?: string;
}

export function outcomeOf({ id, definition, study, changes }: Mutant): Outcome {
  const start = performance.now();
  let [kind, broken]: [Outcome["kind"], string | undefined] = ["codebook", undefined];
  try {
    assemble(id, definition, study, "survey.json");
  } catch (error) {
    const isReason = isUserError(error) && (error.where ?? "") !== "" && (error.fix ?? "") !== "";
    [kind, broken] = isReason ? ["refused", undefined] : ["broken", error instanceof Error ? String(error.stack).split("\n").slice(0, 4).join(" ") : String(error)];
  }
  const ms = performance.now() - start;
  return { kind, changes, ms, ...(broken !== undefined ? { broken } : ms > PATIENCE ? { broken: `took ${Math.round(ms)} ms` } : {}) };
}

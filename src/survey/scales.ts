import type { Kind, Value } from "./codebook.ts";
import { type Base, type Draft, draft } from "./drafts.ts";
import type { Study } from "./study.ts";

/** One value out of several: a number if the study says so, in order if the study, the codes or a construct say so. */
export function scaled(base: Base, values: readonly Value[], study: Study | undefined): Draft {
  const numbers = study?.numbers[base.keys.find((key) => Object.hasOwn(study.numbers, key)) ?? ""];
  const answers = values.filter((value) => !value.missing);
  const numeric = answers.length > 1 && answers.every((value) => value.code.trim() !== "" && Number.isFinite(Number(value.code)));
  if (numbers && numeric) {
    const scored = values.map((value) => (value.missing ? value : { ...value, score: Number(value.code) }));
    const range = answers.map((value) => Number(value.code));
    return draft(base, { kind: "number", values: scored, unit: numbers.unit, ...(numbers.step ? { step: numbers.step } : {}), min: Math.min(...range), max: Math.max(...range) });
  }
  const listed = study !== undefined && base.keys.some((key) => study.ordinal.includes(key) || study.constructs.some((each) => each.items.includes(key)));
  const kind: Kind = numeric || listed ? "ordinal" : "single";
  let position = 0;
  const scored = values.map((value) => (value.missing || kind === "single" ? value : { ...value, score: numeric ? Number(value.code) : ++position }));
  return draft(base, { kind, values: scored });
}

import { isRule } from "../../i18n/lint.ts";
import type { Survey } from "../load.ts";
import type { Study } from "../study.ts";
import { batteries } from "./batteries.ts";
import { choices } from "./choices.ts";
import { type Finding, finding, type Rules, SEVERITIES } from "./finding.ts";
import { language } from "./language.ts";
import { type Estimate, estimate, length } from "./length.ts";
import { logic } from "./logic.ts";
import { names } from "./names.ts";
import { privacy } from "./privacy.ts";
import { scales } from "./scales.ts";
import { readSubject } from "./subject.ts";
import { translation } from "./translation.ts";
import { wording } from "./wording.ts";

const ALL: readonly Rules[] = [logic, names, translation, wording, language, scales, batteries, choices, length, privacy];

export interface Report {
  /** The gravest first; those that the study accepts carry its reason. */
  readonly findings: readonly Finding[];
  readonly estimate: Estimate;
}

/** Reads a survey as a survey methodologist would. */
export function lint({ codebook, definition, study }: Pick<Survey, "codebook" | "definition" | "study">): Report {
  const subject = readSubject(codebook, definition, study);
  const found = [...ALL.flatMap((rules) => rules(subject)), ...idleMargins(study)];
  const accepted = study?.accepted ?? {};
  const findings = found.map((each) => {
    const reason = [...keysFor(each)].flatMap((key) => accepted[key] ?? [])[0];
    return reason === undefined ? each : { ...each, accepted: reason };
  });
  const used = new Set(found.flatMap((each) => [...keysFor(each)]));
  // A reason that outlives its finding would silence the next one unread.
  const idle = Object.keys(accepted).filter((key) => !used.has(key)).map((key) => finding("hint", isRule(key.split("@")[0] ?? "") ? "idle-acceptance" : "unknown-acceptance", `accepted.${key}`));
  const without = study ? [] : [finding("hint", "no-study", codebook.survey)];
  return { findings: [...findings, ...idle, ...without].toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)), estimate: estimate(subject) };
}

/** Whoever declares margins expects results that are weighted to them. */
/** Only people who are invited from a roster can be weighted to it. */
const idleMargins = (study: Study | undefined): Finding[] => (study && Object.keys(study.margins).length > 0 && !study.waves.some(({ admission }) => admission === "invited") ? [finding("warning", "idle-margins", "margins")] : []);

/** Keys of `accepted` that speak of a finding: rule@row, rule@question, rule. */
function* keysFor({ rule, place }: Finding): Generator<string> {
  yield `${rule}@${place}`;
  if (place.includes("__")) yield `${rule}@${place.split("__")[0] ?? place}`;
  yield rule;
}

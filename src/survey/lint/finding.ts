import type { RuleId } from "../../i18n/lint.ts";
import type { Text } from "../text.ts";
import type { Subject } from "./subject.ts";

/** error: the survey will not work as meant · warning: answers will be worse · hint: worth a thought */
export const SEVERITIES = ["error", "warning", "hint"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Name of the question, question__row, or path in a file. */
  readonly place: string;
  /** What fills the gaps in the rule's words. */
  readonly details: Readonly<Record<string, string | number | Text>>;
  /** The study's reason to keep it. */
  readonly accepted?: string;
}

/** One group of rules: reads a survey, changes nothing. */
export type Rules = (subject: Subject) => readonly Finding[];

export const finding = (severity: Severity, rule: RuleId, place: string, details: Finding["details"] = {}): Finding => ({ rule, severity, place, details });

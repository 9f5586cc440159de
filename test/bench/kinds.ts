import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "../browser/installation.ts";

/** One way to give an answer: the field, what is tapped, and what is typed or pressed after the tap. */
export interface Kind {
  readonly name: string;
  readonly survey: string;
  readonly question: string;
  /** Of the field within its question. */
  readonly field: string;
  readonly typed?: string;
  readonly keys?: readonly string[];
}

const KINDS = "kinds";
const both = (text: string) => ({ "zh-cn": text, en: text });
const choices = ["a", "b", "c"].map((value) => ({ value, text: both(`选项 ${value}`) }));
const ELEMENTS = [
  { type: "radiogroup", name: "one", title: both("选一个"), choices },
  { type: "checkbox", name: "several", title: both("选几个"), choices },
  { type: "rating", name: "degree", title: both("打个分"), rateMax: 5 },
  { type: "matrix", name: "battery", title: both("量表"), columns: choices, rows: [{ value: "r1", text: both("第一行") }, { value: "r2", text: both("第二行") }] },
  { type: "boolean", name: "yes", title: both("是不是"), renderAs: "radio" },
  { type: "dropdown", name: "list", title: both("从列表选"), choices, renderAs: "select" },
  { type: "text", name: "line", title: both("一行字") },
  { type: "comment", name: "lines", title: both("几行字") },
  { type: "text", inputType: "number", name: "number", title: both("一个数"), min: 0, max: 100 },
];

export const EACH_KIND: readonly Kind[] = [
  { name: "radiogroup", survey: KINDS, question: "one", field: "input" },
  { name: "checkbox", survey: KINDS, question: "several", field: "input" },
  { name: "rating", survey: KINDS, question: "degree", field: "input" },
  { name: "matrix cell", survey: KINDS, question: "battery", field: "input" },
  { name: "boolean", survey: KINDS, question: "yes", field: "input" },
  { name: "dropdown as select", survey: KINDS, question: "list", field: "select", keys: ["ArrowDown", "Enter"] },
  { name: "text, half typed", survey: KINDS, question: "line", field: "input", typed: "写到一半" },
  { name: "comment, half typed", survey: KINDS, question: "lines", field: "textarea", typed: "写到一半" },
  { name: "number", survey: KINDS, question: "number", field: "input", typed: "42" },
  { name: "checkbox of policy", survey: "policy", question: "heard", field: "input" },
  { name: "rating of pulse", survey: "pulse", question: "load", field: "input" },
];

/** Adds a questionnaire with one question of each kind on its first page, and starts anew with its trial wave open. */
export async function addKinds({ folder, restart }: Installation): Promise<void> {
  const surveys = join(folder, "surveys");
  const { $schema, about, waves, protect }: Record<string, unknown> = JSON.parse(readFileSync(join(surveys, "pulse/study.json"), "utf8"));
  mkdirSync(join(surveys, KINDS));
  writeFileSync(join(surveys, KINDS, "survey.json"), JSON.stringify({ locale: "zh-cn", title: both("每种题"), pages: [{ name: "all", elements: ELEMENTS }, { name: "end", elements: [{ ...ELEMENTS[0], name: "last" }] }] }));
  writeFileSync(join(surveys, KINDS, "study.json"), JSON.stringify({ $schema, title: both("每种题"), about, waves, protect, roles: { line: "open", lines: "open", number: { role: "ordinary", why: both("测试") } } }));
  // Trial waves open by themselves only where nothing was ever stored.
  rmSync(join(folder, "data"), { recursive: true });
  await restart();
}

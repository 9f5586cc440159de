import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Kind } from "../../src/survey/codebook.ts";
import { assemble } from "../../src/survey/load.ts";
import type { Role } from "../../src/survey/study.ts";

/** The author's guide says what each type of question becomes: the survey that holds them all becomes just that. */

const TYPES: Record<string, unknown> = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/surveys/types/survey.json"), "utf8"));
const { codebook } = assemble("types", TYPES, undefined, "survey.json");
const guide = (language: string): string => readFileSync(join(import.meta.dirname, `../../src/content/docs/${language}/author.md`), "utf8");

type Row = readonly [name: string, kind: Kind, role: Role, columns: number];
const ROWS: readonly Row[] = [
  ["t_text", "text", "open", 1], ["t_number", "number", "quasi", 1], ["t_range", "number", "quasi", 1], ["t_color", "text", "open", 1],
  ...["email", "tel", "url", "password"].map((type): Row => [`t_${type}`, "text", "identifier", 1]),
  ...["date", "datetime_local", "month", "week", "time"].map((type): Row => [`t_${type}`, "date", "identifier", 1]),
  ["m_pattern", "text", "open", 1], ["m_numeric", "number", "quasi", 1], ["m_currency", "number", "quasi", 1], ["m_date", "date", "identifier", 1],
  ["c_plain", "text", "open", 1], ["multi__visit", "number", "quasi", 1], ["multi__note", "text", "open", 1],
  ["r_all", "single", "ordinary", 1], ["r_all__other_text", "text", "open", 1], ["r_long__words", "text", "open", 1], ["bg", "single", "ordinary", 1],
  // Four choices, none and other; “don't know” and “refused” are reasons and have no column.
  ["c_all", "multiple", "ordinary", 6], ["c_max__comment", "text", "open", 1],
  ["d_plain", "single", "ordinary", 1], ["d_own__other_text", "text", "open", 1], ["d_numbers", "ordinal", "ordinary", 1], ["tb", "multiple", "ordinary", 6],
  ["b_switch", "boolean", "ordinary", 1], ["rt_number", "rating", "ordinary", 1], ["rt_stars", "rating", "ordinary", 1],
  ["sl", "number", "quasi", 1], ["sl_range__from", "number", "quasi", 1], ["sl_range__to", "number", "quasi", 1],
  ["rk", "ranking", "ordinary", 5], ["ip", "single", "ordinary", 1], ["ip_many", "multiple", "ordinary", 2], ["im", "multiple", "ordinary", 3],
  ["mx_two__a", "single", "ordinary", 1], ["mx_check__visit", "multiple", "ordinary", 4], ["mx_rubric__talk", "single", "ordinary", 1],
  ["md__old__how", "single", "ordinary", 1], ["md__old__often", "number", "quasi", 1], ["md__total__often", "text", "open", 1], ["md_detail__a__why", "text", "open", 1],
  ["mdy__count", "number", "quasi", 1], ["mdy__1__minutes", "number", "open", 1], ["pd__count", "number", "quasi", 1], ["pd__4__kind", "single", "ordinary", 1],
  ["fl", "file", "identifier", 1], ["sp", "file", "identifier", 1], ["ex", "text", "open", 1],
  ["points", "text", "open", 1], ["set_by_trigger", "text", "open", 1], ["copied", "text", "open", 1], ["two_words", "text", "open", 1], ["a_b", "text", "open", 1], ["other_name", "text", "open", 1],
];

test.each(ROWS)("%s is %s, %s", (name, kind, role, columns) => {
  const variable = codebook.variables.find((each) => each.name === name || each.path.join(".") === name);
  expect([variable?.kind, variable?.role, variable?.columns.length]).toEqual([kind, role, columns]);
});

test("what shows and asks nothing has no variable; a Chinese name has one of its own", () => {
  const asked = new Set(codebook.variables.map(({ question }) => question));
  for (const name of ["hello", "ht", "pic", "p_desc", "piped"]) expect(asked).not.toContain(name);
  expect(codebook.variables.find(({ question }) => question === "题目")?.name).toMatch(/^v_[0-9a-f]{8}$/);
});

/** Every type, kind of cell, mask and condition that the survey uses. */
function wordsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(/^(type|cellType|maskType|sliderType|inputType)$/.test(key) && typeof inner === "string" && !["text", "pattern", "color", "page"].includes(inner) ? [inner] : []),
    ...(/If$|^(calculatedValues|choicesFromQuestion|correctAnswer|defaultValueExpression|setValueExpression|firstPageIsStartPage|completedHtml|validators|readOnly|minSelectedChoices)$/.test(key) ? [key] : []),
    ...wordsIn(inner),
  ]);
}

describe.each(["zh-cn", "en"])("the guide in %s", (language) => {
  test("names every type and feature of the survey", () => {
    const words = [...new Set(wordsIn(TYPES))].filter((word) => !/^(datetime-local|month|week|time|date|numeric|currency|datetime|expression|email|regex|answercount|setvalue|copyvalue|skip|slider)$/.test(word) || ["slider", "expression"].includes(word));
    expect(words.length).toBeGreaterThan(30);
    const text = guide(language);
    expect(words.filter((word) => !new RegExp(`\`[^\`]*\\b${word}\\b[^\`]*\``).test(text))).toEqual([]);
  });
});

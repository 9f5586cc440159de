import { type Codebook, naColumn } from "../../survey/codebook.ts";
import type { Cell } from "../../survey/flatten.ts";
import type { Numbered } from "./numbers.ts";

/** The codebook as a table: one row a value; variables without listed values take one row. */
export function codebookTable(codebook: Codebook): Cell[][] {
  return [
    ["variable", "columns", "kind", "role", "question_zh", "question_en", "battery_zh", "battery_en", "value", "label_zh", "label_en", "missing_reason", "unit_en", "condition", "versions", "reason_column", "unit_zh", "column"],
    ...codebook.variables.flatMap((variable) => {
      const head = [variable.name, variable.columns.map(({ name }) => name).join(" "), variable.kind, variable.role, variable.label["zh-cn"], variable.label.en, variable.battery?.label["zh-cn"] ?? null, variable.battery?.label.en ?? null];
      const tail = [variable.unit?.en ?? null, variable.condition ?? null, variable.versions?.join(" ") ?? null, naColumn(variable), variable.unit?.["zh-cn"] ?? null];
      const columnOf = (code: string): string | null => variable.columns.find((column) => column.code === code)?.name ?? null;
      return variable.values.length === 0
        ? [[...head, null, null, null, null, ...tail, null]]
        : variable.values.map((value) => [...head, value.code, value.label["zh-cn"], value.label.en, value.missing ?? null, ...tail, columnOf(value.code)]);
    }),
  ];
}

/** Which number stands for which code in the files for SPSS and Stata, where Stata has .a to .e for the reasons. */
export function numbersTable(columns: readonly Numbered[]): Cell[][] {
  return [
    ["spss_variable", "column", "number", "code", "label_zh", "label_en", "missing_reason", "stata"],
    ...columns.flatMap(({ name, coded: { column, variable }, values }) => {
      let reasons = 0;
      return values.map(({ number, code, label, reason }) => [name, column?.name ?? naColumn(variable), number, code, label["zh-cn"], label.en, reason ?? null, reason === undefined ? String(number) : `.${"abcde"[reasons++] ?? ""}`]);
    }),
  ];
}

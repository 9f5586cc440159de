import type { Manifest } from "../query/files.ts";
import { type Codebook, naColumn } from "../survey/codebook.ts";
import { csvText } from "../survey/csv.ts";
import type { Frame, Series } from "../survey/frame.ts";
import type { Locale } from "../survey/text.ts";
import { frameColumns, linesOf } from "./rows.ts";

/** Tables as rows of cells, and their text. */
export type Table = readonly (readonly (string | number | null)[])[];

/** Codes become labels where a person chose one value; numbers and choices among several stay numbers. */
export const labelled = (locale: Locale): ((series: Series, code: string) => string) => ({ variable }, code) => variable.values.find((value) => value.code === code)?.label[locale] ?? code;

/** One row a response, with codes or with labels, as text in blocks. */
export function* microdataText(frame: Frame, label: (series: Series, code: string) => string): Generator<string> {
  yield csvText([frameColumns(frame)]);
  yield* linesOf(frame, label, (text) => csvText([[text]]).slice(0, -1));
}

/** One row a value; variables without listed values take one row. */
export function codebookTable(codebook: Codebook): Table {
  return [
    ["variable", "columns", "kind", "role", "question_zh", "question_en", "battery_zh", "battery_en", "value", "label_zh", "label_en", "missing_reason", "unit_en", "condition", "versions", "reason_column"],
    ...codebook.variables.flatMap((variable) => {
      const head = [variable.name, variable.columns.map(({ name }) => name).join(" "), variable.kind, variable.role, variable.label["zh-cn"], variable.label.en, variable.battery?.label["zh-cn"] ?? null, variable.battery?.label.en ?? null];
      const tail = [variable.unit?.en ?? null, variable.condition ?? null, variable.versions?.join(" ") ?? null, naColumn(variable)];
      return variable.values.length === 0
        ? [[...head, null, null, null, null, ...tail]]
        : variable.values.map((value) => [...head, value.code, value.label["zh-cn"], value.label.en, value.missing ?? null, ...tail]);
    }),
  ];
}

export function readme(manifest: Omit<Manifest, "files">, day: string): string {
  const { title, waveTitle, simulated, responses, protect, microdata } = manifest;
  return [
    ...(simulated ? ["SIMULATED 模拟数据：没有人这样回答过。Nobody gave these answers.", ""] : []),
    `${title["zh-cn"]} · ${waveTitle["zh-cn"]}`,
    `${title.en} · ${waveTitle.en}`,
    "",
    `发布日期 Released: ${day}`,
    `答卷 Responses: ${responses}${microdata === "withheld" ? "（取整到 5 rounded to 5）" : ""}`,
    "",
    microdata === "public"
      ? `任何一组可识别特征至少由 ${protect.k} 人共有，否则隐去（__na 列写明原因）。\nEvery combination of identifying characteristics is shared by at least ${protect.k} people; otherwise it is hidden (the __na column says why a value is missing).`
      : "只发布汇总表：10 以下的计数不列，其余取整到 5；能由总数推算出来的也不列。多选题和排序题若只有不到 10 人跳过，则以被问到的人为基数。\nTables only: counts under 10 are left out, all others rounded to 5, and whatever would give a left-out count away is left out too. Where fewer than 10 skipped a question with several answers, its base is all who were asked.",
    "",
    "release.json 列出每个文件的大小和 SHA-256。release.json lists every file with its size and SHA-256.",
    "",
  ].join("\n");
}

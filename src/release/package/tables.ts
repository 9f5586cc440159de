import { DATA } from "../../i18n/data.ts";
import { DONE } from "../../i18n/release.ts";
import { variableOf } from "../../survey/codebook.ts";
import type { Cell } from "../../survey/flatten.ts";
import type { Contents } from "../contents.ts";

/** Where single responses are withheld: the counts that are published, in words. A row without value and reason is the base of a question with several answers. */
export function countsTable({ codebook, cube }: Contents): Cell[][] {
  return [
    ["variable", "question_zh", "question_en", "value", "label_zh", "label_en", "position", "missing", "n"],
    ...[...cube.cell].map((index, i): Cell[] => {
      const cell = cube.cells[index];
      if (!cell) throw new Error("an entry of the cube is about nothing");
      const variable = variableOf(codebook, cell.variable);
      const ranked = variable.kind === "ranking" && cell.value !== null;
      const code = ranked ? (cell.value ?? "").replace(/^[^:]*:/, "") : cell.value;
      const label = cell.missing ? { "zh-cn": DATA["zh-cn"].reasons[cell.missing], en: DATA.en.reasons[cell.missing] } : variable.values.find((value) => value.code === code)?.label;
      return [variable.name, variable.label["zh-cn"], variable.label.en, code, label?.["zh-cn"] ?? null, label?.en ?? null, ranked ? cell.x : null, cell.missing, cube.n[i] ?? 0];
    }),
  ];
}

/** What was left out or made coarser, and how much of it was hidden, rounded. */
export const logTable = ({ log, facts }: Contents): Cell[][] => [
  ["variable", "what_zh", "what_en", "answers_rounded_to_5", "share"],
  ...log.map(({ variable, done }): Cell[] => [variable, done["zh-cn"], done.en, null, null]),
  ...facts.hidden.map(({ variable, cells, share }): Cell[] => [variable, DONE.someRows["zh-cn"], DONE.someRows.en, cells, share]),
];

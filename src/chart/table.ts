import type { FigureTable } from "./figure.ts";
import { escaped } from "./marks.ts";

/**
 * Numbers of a figure as markup in one piece, the same at build and in the browser: some thousand cells made one by one would take
 * longer than the pictures, and marks of a component on each of them would be a quarter of a page.
 */

const kindOf = ({ columns }: FigureTable, column: number): string => (columns[column]?.numeric ? ' class="numeric"' : "");

export const headsOf = (table: FigureTable): string => `<tr>${table.columns.map(({ label }, i) => `<th scope="col"${kindOf(table, i)}>${escaped(label)}</th>`).join("")}</tr>`;

export function cellsOf(table: FigureTable): string {
  const kinds = table.columns.map((_, i) => kindOf(table, i));
  return table.rows.map((row) => `<tr>${row.map((cell, i) => `<td${kinds[i] ?? ""}>${escaped(cell ?? "–")}</td>`).join("")}</tr>`).join("");
}

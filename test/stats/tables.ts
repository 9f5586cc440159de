import { join } from "node:path";
import { readCsv } from "../../src/responses/csv.ts";
import { SHARED } from "../shared.ts";

/** Columns of a table of the shared data as numbers; rows in which one of them is no number are left out. */
export async function columnsOf(path: string, names: readonly string[]): Promise<number[][]> {
  const { columns, rows } = await readCsv(join(SHARED, path), { delimiter: ",", encoding: "utf-8" });
  const at = names.map((name) => columns.indexOf(name));
  const read = rows.map(({ cells }) => at.map((i) => (cells[i] === null || cells[i] === undefined ? Number.NaN : Number(cells[i]))));
  const complete = read.filter((row) => row.every(Number.isFinite));
  return names.map((_, i) => complete.flatMap((row) => row[i] ?? []));
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cube } from "../cube/cube.ts";
import type { Manifest } from "../query/files.ts";
import { literal } from "../query/sql.ts";
import { type Codebook, type Column, MISSING, type Variable } from "../survey/codebook.ts";
import { quotedCell } from "../survey/csv.ts";
import type { Cell } from "../survey/flatten.ts";
import type { Cells, Frame } from "../survey/frame.ts";
import { inProcess, type TableFile } from "./database-process.ts";
import { settleIdentity } from "./identity.ts";
import { codedOf } from "./package/coded.ts";
import { layOut, type Style } from "./package/layout.ts";
import { Sink } from "./package/sink.ts";
import { writeRows } from "./package/tokens.ts";

interface Contents {
  readonly codebook: Codebook;
  readonly frame: Frame | undefined;
  readonly cube: Cube;
  readonly constructs: Manifest["constructs"];
}

/** Writes `data.duckdb` in a storage version that DuckDB-WASM reads too. Equal contents give equal bytes. */
export async function writeDatabase(path: string, { codebook, frame, cube, constructs }: Contents): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-"));
  try {
    const tables: TableFile[] = [];
    if (frame) tables.push(await rowsFile(join(folder, "responses.csv"), frame));
    const put = (name: string, columns: TableFile["columns"], body: readonly (readonly Cell[])[]): void => {
      const file = join(folder, `${name}.csv`);
      writeFileSync(file, body.map((row) => `${row.map(quotedCell).join(",")}\n`).join(""));
      tables.push({ name, columns, file });
    };
    put("cube", [...cube.filters.map(({ name }) => [name, "VARCHAR"] as const), ["variable", "VARCHAR"], ["value", "VARCHAR"], ["x", "DOUBLE"], ["missing", "VARCHAR"], ["n", "INTEGER"], ["w", "DOUBLE"], ["w2", "DOUBLE"]], cubeRows(cube));
    put("variables", [["name", "VARCHAR"], ["kind", "VARCHAR"], ["role", "VARCHAR"], ["label_zh", "VARCHAR"], ["label_en", "VARCHAR"], ["battery", "VARCHAR"], ["unit_en", "VARCHAR"]],
      codebook.variables.map((variable) => [variable.name, variable.kind, variable.role, variable.label["zh-cn"], variable.label.en, variable.battery?.name ?? null, variable.unit?.en ?? null]));
    put("choices", [["variable", "VARCHAR"], ["value", "VARCHAR"], ["position", "INTEGER"], ["label_zh", "VARCHAR"], ["label_en", "VARCHAR"], ["missing", "VARCHAR"]],
      codebook.variables.flatMap((variable) => variable.values.map((value, i) => [variable.name, value.code, i + 1, value.label["zh-cn"], value.label.en, value.missing ?? null])));
    put("constructs", [["name", "VARCHAR"], ["n", "INTEGER"], ["alpha", "DOUBLE"], ["omega", "DOUBLE"]], constructs.map(({ name, n, alpha, omega }) => [name, n, alpha, omega]));
    await inProcess({ path, tables });
    settleIdentity(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowsFile(file: string, frame: Frame): Promise<TableFile> {
  const types = new Map(frame.series.flatMap(({ variable, cells }) => variable.columns.map((column, c) => [column.name, typeOf(variable, column, cells[c])] as const)));
  const { names, tracks } = layOut(codedOf(frame), QUOTED);
  const sink = await Sink.open(new Map([[file, ""]]));
  await writeRows(sink, tracks, frame.n);
  await sink.close();
  return { name: "responses", columns: names.map((name) => [name, types.get(name) ?? REASON] as const), file };
}

const cubeRows = (cube: Cube): Cell[][] =>
  [...cube.n].map((n, i) => {
    const combination = cube.combinations[cube.at[i] ?? 0] ?? [];
    const cell = cube.cells[cube.cell[i] ?? 0];
    return [...cube.filters.map(({ categories }, f) => categories[combination[f] ?? 0] ?? null), cell?.variable ?? null, cell?.value ?? null, cell?.x ?? null, cell?.missing ?? null, n, cube.w[i] ?? 0, cube.w2[i] ?? 0];
  });

/** Codes are kept as numbers of a list, a tenth as large as texts and as quick to read; a query still compares them as texts. */
const enumOf = (codes: readonly string[]): string => `ENUM(${codes.map(literal).join(", ")})`;
const REASON = enumOf(MISSING);

/** What was chosen, and in which place, takes a bit or two a row as whole numbers; as DOUBLE it is five times the file, and what a browser reads of it. */
function typeOf({ kind }: Variable, { type }: Column, cells: Cells | undefined): string {
  if (cells?.as === "codes" && cells.dictionary.length > 0) return enumOf(cells.dictionary);
  return kind === "multiple" ? "TINYINT" : kind === "ranking" ? "SMALLINT" : type;
}

const QUOTED: Style = { cell: quotedCell, begin: "", between: ",", end: "\n" };

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Cube } from "../cube/cube.ts";
import type { Manifest } from "../query/files.ts";
import { identifier, literal } from "../query/sql.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Frame } from "../survey/frame.ts";
import type { Cell } from "../survey/flatten.ts";
import { codedOf } from "./package/coded.ts";
import { layOut, type Style } from "./package/layout.ts";
import { Sink } from "./package/sink.ts";
import { writeRows } from "./package/tokens.ts";

type Table = readonly (readonly Cell[])[];

interface Contents {
  readonly codebook: Codebook;
  readonly frame: Frame | undefined;
  readonly cube: Cube;
  readonly constructs: Manifest["constructs"];
}

/** Writes `data.duckdb` in a storage version that DuckDB-WASM reads too. One thread keeps the bytes equal run after run. */
export async function writeDatabase(path: string, { codebook, frame, cube, constructs }: Contents): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(path)} AS data (STORAGE_VERSION 'v1.4.0')`);
    await connection.run("USE data");
    const fill = async (name: string, columns: readonly (readonly [string, "VARCHAR" | "DOUBLE" | "INTEGER"])[], file: string): Promise<void> => {
      await connection.run(`CREATE TABLE ${identifier(name)} (${columns.map(([column, type]) => `${identifier(column)} ${type}`).join(", ")})`);
      await connection.run(`COPY ${identifier(name)} FROM ${literal(file)} (FORMAT csv, AUTO_DETECT false, HEADER false, DELIMITER ',', NULLSTR '', ALLOW_QUOTED_NULLS false, QUOTE '"', ESCAPE '"')`);
    };
    const load = async (name: string, columns: readonly (readonly [string, "VARCHAR" | "DOUBLE" | "INTEGER"])[], body: Table): Promise<void> => {
      const file = join(folder, `${name}.csv`);
      writeFileSync(file, body.map((row) => row.map(quoted).join(",") + "\n").join(""));
      await fill(name, columns, file);
    };
    if (frame) {
      const types = new Map(codebook.variables.flatMap((variable) => variable.columns.map(({ name, type }) => [name, type] as const)));
      const { names, tracks } = layOut(codedOf(frame), QUOTED);
      const file = join(folder, "responses.csv");
      const sink = await Sink.open(new Map([[file, ""]]));
      await writeRows(sink, tracks, frame.n);
      await sink.close();
      await fill("responses", names.map((name) => [name, types.get(name) ?? "VARCHAR"] as const), file);
    }
    await load(
      "cube",
      [...cube.filters.map(({ name }) => [name, "VARCHAR"] as const), ["variable", "VARCHAR"], ["value", "VARCHAR"], ["x", "DOUBLE"], ["missing", "VARCHAR"], ["n", "INTEGER"], ["w", "DOUBLE"], ["w2", "DOUBLE"]],
      [...cube.n].map((n, i) => {
        const combination = cube.combinations[cube.at[i] ?? 0] ?? [];
        const cell = cube.cells[cube.cell[i] ?? 0];
        return [...cube.filters.map(({ categories }, f) => categories[combination[f] ?? 0] ?? null), cell?.variable ?? null, cell?.value ?? null, cell?.x ?? null, cell?.missing ?? null, n, cube.w[i] ?? 0, cube.w2[i] ?? 0];
      }),
    );
    await load("variables", [["name", "VARCHAR"], ["kind", "VARCHAR"], ["role", "VARCHAR"], ["label_zh", "VARCHAR"], ["label_en", "VARCHAR"], ["battery", "VARCHAR"], ["unit_en", "VARCHAR"]],
      codebook.variables.map((variable) => [variable.name, variable.kind, variable.role, variable.label["zh-cn"], variable.label.en, variable.battery?.name ?? null, variable.unit?.en ?? null]));
    await load("choices", [["variable", "VARCHAR"], ["value", "VARCHAR"], ["position", "INTEGER"], ["label_zh", "VARCHAR"], ["label_en", "VARCHAR"], ["missing", "VARCHAR"]],
      codebook.variables.flatMap((variable) => variable.values.map((value, i) => [variable.name, value.code, i + 1, value.label["zh-cn"], value.label.en, value.missing ?? null])));
    await load("constructs", [["name", "VARCHAR"], ["n", "INTEGER"], ["alpha", "DOUBLE"], ["omega", "DOUBLE"]], constructs.map(({ name, n, alpha, omega }) => [name, n, alpha, omega]));
    await connection.run("USE memory");
    await connection.run("CHECKPOINT data");
    await connection.run("DETACH data");
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CSV in which every text is quoted, so that an empty text is not null and nothing is altered on the way. */
const quoted = (value: Cell): string => (value === null ? "" : typeof value === "number" ? String(value) : `"${value.replaceAll('"', '""')}"`);

const QUOTED: Style = { cell: quoted, begin: "", between: ",", end: "\n" };

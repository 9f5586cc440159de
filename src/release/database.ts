import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Cube } from "../cube/cube.ts";
import type { Manifest } from "../query/files.ts";
import { identifier, literal } from "../query/sql.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Frame } from "../survey/frame.ts";
import { frameColumns, linesOf } from "./rows.ts";
import type { Table } from "./tables.ts";

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
    const load = async (name: string, columns: readonly (readonly [string, "VARCHAR" | "DOUBLE" | "INTEGER"])[], body: Table | Frame): Promise<void> => {
      const file = join(folder, `${name}.csv`);
      if ("series" in body) writeLines(file, body);
      else writeFileSync(file, quoted(body));
      await connection.run(`CREATE TABLE ${identifier(name)} (${columns.map(([column, type]) => `${identifier(column)} ${type}`).join(", ")})`);
      if ("series" in body || body.length > 0) await connection.run(`COPY ${identifier(name)} FROM ${literal(file)} (FORMAT csv, HEADER false, NULLSTR '', ALLOW_QUOTED_NULLS false, QUOTE '"', ESCAPE '"')`);
    };
    if (frame) {
      const types = new Map(codebook.variables.flatMap((variable) => variable.columns.map(({ name, type }) => [name, type] as const)));
      await load("responses", frameColumns(frame).map((name) => [name, types.get(name) ?? "VARCHAR"] as const), frame);
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

function writeLines(path: string, frame: Frame): void {
  const file = openSync(path, "w");
  for (const block of linesOf(frame, (_, code) => code, (text) => `"${text.replaceAll('"', '""')}"`)) writeSync(file, block);
  closeSync(file);
}

/** CSV in which every text is quoted, so that an empty text is not null and nothing is altered on the way. */
const quoted = (table: Table): string => table.map((row) => `${row.map((value) => (value === null ? "" : typeof value === "number" ? String(value) : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`).join("");

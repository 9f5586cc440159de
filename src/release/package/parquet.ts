import { DuckDBInstance } from "@duckdb/node-api";
import { identifier, literal } from "../../query/sql.ts";
import { type Codebook, MISSING, naColumn } from "../../survey/codebook.ts";
import type { Coded } from "./coded.ts";

/**
 * The table `responses` of `data.duckdb` as Parquet. Labels of variables and values are JSON in the file's own metadata, under
 * `qingting.codebook`: `{variable: {label_zh, label_en, values: {code: {label_zh, label_en, missing?}}}}`.
 * @param numbered a first column with the number of the row
 */
export async function writeParquet(path: string, database: string, codebook: Codebook, coded: readonly Coded[], numbered: boolean): Promise<void> {
  // One thread beside the one that writes other files; two would share two cores with it and hold twice the memory.
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "1GB" });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(database)} AS data (READ_ONLY)`);
    const columns = [...(numbered ? ["row_number() OVER () AS row"] : []), ...columnsOf(coded)];
    // 122,880 rows a group, DuckDB's own choice, written out so that a newer one gives the same bytes.
    await connection.run(`COPY (SELECT ${columns.join(", ")} FROM data.responses) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, KV_METADATA {'qingting.codebook': ${literal(JSON.stringify(labelsOf(codebook)))}})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Texts as enumerations, which are written as they are held; plain texts would be hashed anew, for a third of the whole time. Readers see texts either way. */
function columnsOf(coded: readonly Coded[]): string[] {
  const cast = (name: string, values: readonly string[]): string => `CAST(${identifier(name)} AS ENUM (${values.map(literal).join(", ")})) AS ${identifier(name)}`;
  return [...Map.groupBy(coded, ({ variable }) => variable)].flatMap(([variable, own]) => [
    ...own.flatMap(({ column, values }) => {
      if (column === undefined) return [];
      const texts = values.filter((value) => typeof value === "string");
      return [texts.length > 0 ? cast(column.name, texts) : identifier(column.name)];
    }),
    cast(naColumn(variable), MISSING),
  ]);
}

const labelsOf = ({ variables }: Codebook): object =>
  Object.fromEntries(
    variables.map(({ name, label, values }) => [
      name,
      { label_zh: label["zh-cn"], label_en: label.en, values: Object.fromEntries(values.map((value) => [value.code, { label_zh: value.label["zh-cn"], label_en: value.label.en, ...(value.missing ? { missing: value.missing } : {}) }])) },
    ]),
  );

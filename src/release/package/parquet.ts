import { DuckDBInstance } from "@duckdb/node-api";
import { literal } from "../../query/sql.ts";
import type { Codebook } from "../../survey/codebook.ts";

/**
 * The table `responses` of `data.duckdb` as Parquet. Labels of variables and values are JSON in the file's own metadata, under
 * `qingting.codebook`: `{variable: {label_zh, label_en, values: {code: {label_zh, label_en, missing?}}}}`.
 * DuckDB's threads compress it while this one writes other files.
 * @param numbered a first column with the number of the row
 */
export async function writeParquet(path: string, database: string, codebook: Codebook, numbered: boolean): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "1GB", preserve_insertion_order: "true" });
  const connection = await instance.connect();
  try {
    await connection.run(`ATTACH ${literal(database)} AS data (READ_ONLY)`);
    const rows = numbered ? "SELECT row_number() OVER () AS row, * FROM data.responses" : "FROM data.responses";
    // 122,880 rows a group, DuckDB's own choice, written out so that a newer one gives the same bytes.
    await connection.run(`COPY (${rows}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880, KV_METADATA {'qingting.codebook': ${literal(JSON.stringify(labelsOf(codebook)))}})`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const labelsOf = ({ variables }: Codebook): object =>
  Object.fromEntries(
    variables.map(({ name, label, values }) => [
      name,
      { label_zh: label["zh-cn"], label_en: label.en, values: Object.fromEntries(values.map((value) => [value.code, { label_zh: value.label["zh-cn"], label_en: value.label.en, ...(value.missing ? { missing: value.missing } : {}) }])) },
    ]),
  );

import { DuckDBInstance } from "@duckdb/node-api";
import type { Codebook } from "../survey/codebook.ts";
import { inOrder } from "./order.ts";
import { identifier, literal, tallyFrom, tallySql } from "./sql.ts";
import type { Tallies, TallyQuery } from "./tally.ts";

export interface Native extends Tallies {
  /** Runs SQL and gives its rows as plain values. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/**
 * Tallies by native DuckDB from a release's `data.duckdb`: from its cube where only declared filters are asked for,
 * else from its rows.
 */
export async function openNative(path: string, codebook: Codebook): Promise<Native> {
  // One thread: sums of weights must not depend on how the rows were shared out.
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(`ATTACH ${literal(path)} AS data (READ_ONLY)`);
  await connection.run("USE data");
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  return {
    rows,
    tally: async (query) => {
      const sql = fromCube(codebook, query) ? cubeSql(query) : tallySql(codebook, query);
      return inOrder((await rows(sql)).map((row) => tallyFrom(codebook, row)), query.variables);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const fromCube = (codebook: Codebook, { variables, where = {}, by }: TallyQuery): boolean => !variables.some((name) => name === codebook.weight) && [...Object.keys(where), ...(by === undefined ? [] : [by])].every((name) => codebook.filters.includes(name));

/** The cube holds each filter's category in one column, a reason as "?reason". */
function cubeSql({ variables, where = {}, by }: TallyQuery): string {
  const conditions = [
    `variable IN (${variables.map(literal).join(", ")})`,
    ...Object.entries(where).map(([name, codes]) => `${identifier(name)} IN (${codes.flatMap((code) => [code, `?${code}`]).map(literal).join(", ") || "NULL"})`),
  ];
  const group = by === undefined ? "NULL::VARCHAR" : identifier(by);
  const value = "CASE WHEN x IS NULL THEN value WHEN contains(value, ':') THEN regexp_replace(value, '^[^:]*:', '') ELSE NULL END";
  return `SELECT variable, ${value} AS value, x, missing, ${group} AS grp, sum(n)::DOUBLE AS n, sum(w) AS w, sum(w2) AS w2 FROM cube WHERE ${conditions.join(" AND ")} GROUP BY ALL`;
}

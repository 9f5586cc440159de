import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createDuckDB, NODE_RUNTIME, VoidLogger } from "@duckdb/duckdb-wasm/blocking";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tallyCube } from "../../src/query/cube.ts";
import { type Native, openNative } from "../../src/query/native.ts";
import { derivedOf, needed } from "../../src/dashboard/explorer-recode.ts";
import { guessCodebook } from "../../src/query/guess.ts";
import { attachOwn, lookAt, OPENED_VIEW, viewOwn } from "../../src/query/opened.ts";
import { attach, CASTS, type Engine, loadOwn, LOCKS, OWN_DATABASE, RELEASED, type Session, sessionOver, SETTINGS } from "../../src/query/session.ts";
import type { Tally, TallyQuery } from "../../src/query/tally.ts";
import { answerValues } from "../../src/survey/codebook.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import { columnNames, flatten } from "../../src/survey/flatten.ts";
import { type Made, made, simulated, surveyNamed } from "../release/made.ts";

/** The same program that a browser runs, here without a worker. */
async function engineInNode(): Promise<Engine> {
  const at = createRequire(import.meta.url);
  const eh = { mainModule: at.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"), mainWorker: at.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-eh.worker.cjs") };
  const database = await createDuckDB({ mvp: { ...eh }, eh }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => {});
  database.open({ path: ":memory:", query: CASTS });
  const connection = database.connect();
  const engine: Engine = {
    // Sent, as a browser's worker is asked: what comes that way lacks the words of codes.
    query: async (sql) => [...(await connection.send(sql))],
    stream: async (sql) => (async function* () { yield* await connection.send(sql, true); })(),
    registerText: (name, text) => Promise.resolve(database.registerFileText(name, text)),
    registerBytes: (name, bytes) => Promise.resolve(database.registerFileBuffer(name, bytes)),
    drop: (name) => Promise.resolve(database.dropFile(name)),
    close: () => Promise.resolve(connection.close()),
  };
  for (const setting of [...SETTINGS, ...LOCKS]) await engine.query(setting);
  return engine;
}

/** Counts are equal to the digit, sums of weights to 1e-9. */
function expectEqual(found: readonly Tally[], wanted: readonly Tally[]): void {
  const exact = ({ w: _w, w2: _w2, ...rest }: Tally): object => rest;
  expect(found.map(exact)).toEqual(wanted.map(exact));
  found.forEach(({ w, w2 }, i) => {
    expect(Math.abs(w - (wanted[i]?.w ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, w));
    expect(Math.abs(w2 - (wanted[i]?.w2 ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, w2));
  });
}

const survey = surveyNamed("workload");
const responses = simulated(survey, 300, 11);
let released: Made;
let engine: Engine;
let native: Native;
let wasm: Session;

beforeAll(async () => {
  released = await made(survey, responses, { microdata: "public" });
  engine = await engineInNode();
  await engine.registerBytes(RELEASED, readFileSync(released.path("database")));
  wasm = await attach(engine, released.codebook);
  native = await openNative(released.path("database"), released.codebook);
});
afterAll(async () => {
  native.close();
  await engine.close();
});

const everything = (): string[] => released.codebook.variables.map(({ name }) => name);

describe("a release of the workload survey", () => {
  test("cube, native DuckDB and DuckDB-WASM give equal tallies for every variable, filter and comparison", async () => {
    const variables = everything();
    const { filters } = released.cube;
    expect(filters.length).toBeGreaterThan(0);
    const queries: TallyQuery[] = [
      { variables },
      ...filters.flatMap(({ name, categories }) => [{ variables, by: name }, ...categories.map((category) => ({ variables, where: { [name]: [category.replace(/^\?/, "")] } }))]),
      ...filters.slice(1).map(({ name, categories }, i) => ({ variables, where: { [name]: categories.slice(0, 2).map((category) => category.replace(/^\?/, "")) }, by: filters[i]?.name ?? name })),
    ];
    for (const query of queries) {
      const dense = tallyCube(released.cube, query);
      expect(dense.length).toBeGreaterThan(0);
      expectEqual(await wasm.tally(query), dense);
      expectEqual(await native.tally(query), dense);
    }
  });

  test("DuckDB-WASM narrows by any answer and splits by any variable as native DuckDB does", async () => {
    const { codebook } = released;
    const others = codebook.variables.filter(({ name, columns }) => columns.length > 0 && !codebook.filters.includes(name));
    // One variable of each kind is enough to count: what narrows and splits is every one in turn.
    const variables = [...new Map(codebook.variables.map(({ kind, name }) => [kind, name])).values()];
    let checked = 0;
    for (const variable of others) {
      const codes = variable.values.length > 0 ? answerValues(variable).map(({ code }) => code) : [];
      const queries: TallyQuery[] = [...(variable.columns.length === 1 ? [{ variables, by: variable.name }] : []), ...(codes.length > 0 ? [{ variables, where: { [variable.name]: codes.slice(0, 2) } }, { variables, where: { [variable.name]: ["no_answer", "not_asked"] } }] : [])];
      for (const query of queries) {
        expectEqual(await wasm.tally(query), await native.tally(query));
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(others.length);
  });
});

test("one variable alone, narrowed or split, has its answers and its reasons", async () => {
  const { codebook } = released;
  const reasons = new Set<string>();
  for (const { name } of codebook.variables) {
    for (const query of [{ variables: [name] }, { variables: [name], where: { overtime: ["d2", "d3"] } }, { variables: [name], by: "change__price" }]) {
      const found = await wasm.tally(query);
      expectEqual(found, await native.tally(query));
      for (const { missing } of found) if (missing !== null) reasons.add(missing);
    }
  }
  expect(reasons.size).toBeGreaterThan(2);
});

test("rows that gave some answers are kept apart and counted like the whole, by filters and comparisons", async () => {
  const { codebook, cube } = released;
  const variables = everything();
  const [by = ""] = codebook.filters;
  const category = cube.filters[0]?.categories[0]?.replace(/^\?/, "") ?? "";
  const others = codebook.variables.filter(({ name, columns, values }) => columns.length > 0 && values.length > 1 && !codebook.filters.includes(name)).slice(0, 6);
  for (const variable of others) {
    const outside = { [variable.name]: [...answerValues(variable).slice(0, 2).map(({ code }) => code), "no_answer"] };
    const narrowed = await wasm.narrow(outside);
    for (const query of [{ variables }, { variables, by }, { variables, where: { [by]: [category] } }]) expectEqual(await narrowed.tally(query), await native.tally({ ...query, where: { ...query.where, ...outside } }));
  }
  expect(others).toHaveLength(6);
});

test("a person's own responses become a table of their own beside the release", async () => {
  const { codebook } = survey;
  const asked = askedBy(codebook);
  const rows = responses.map(({ answers }) => flatten(answers, codebook, asked));
  const own = await loadOwn(engine, codebook, rows);
  const single = codebook.variables.filter(({ columns }) => columns.length === 1);
  const tallies = await own.tally({ variables: single.map(({ name }) => name) });
  for (const { name } of single) expect(tallies.filter(({ variable }) => variable === name).reduce((sum, { n }) => sum + n, 0), name).toBe(responses.length);
  const { columns, rows: back, more } = await own.rows("SELECT * FROM responses", 1000);
  expect(columns).toEqual(columnNames(codebook));
  expect(more).toBe(false);
  expect(back).toEqual(rows.map((row) => columns.map((column) => row[column] ?? null)));
  // The release is still there, with its own columns.
  expect((await wasm.rows("SELECT count(*) AS n FROM responses", 10)).rows).toEqual((await native.rows("SELECT count(*)::INTEGER AS n FROM responses")).map(({ n }) => [n]));
});

test("codes come as words, in the order asked, whatever a query does with them", async () => {
  const wanted = async (sql: string): Promise<unknown[][]> => (await native.rows(sql)).map((row) => Object.values(row).map((value) => (typeof value === "bigint" ? Number(value) : value)));
  for (const sql of ["SELECT place, count(*) AS n FROM responses GROUP BY 1 ORDER BY 2 DESC", "WITH a AS (SELECT overtime FROM responses) SELECT overtime FROM a ORDER BY 1 LIMIT 20", "FROM responses SELECT place, place AS again LIMIT 3"]) expect((await wasm.rows(sql, 100)).rows, sql).toEqual(await wanted(sql));
  await expect(wasm.rows("SELECT place, CAST(place AS INTEGER) FROM responses", 3)).rejects.toThrow(/LINE 1/);
});

test("a database of one's own is read by a codebook, or by what its columns look like", async () => {
  await engine.registerBytes(OWN_DATABASE, readFileSync(released.path("database")));
  const [table] = (await attachOwn(engine, OWN_DATABASE)).filter(({ name }) => name === "responses");
  if (!table) throw new Error("the release has no responses");
  await viewOwn(engine, released.codebook, table);
  const known = sessionOver(engine, released.codebook, OPENED_VIEW);
  const variables = everything();
  expectEqual(await known.tally({ variables, by: "place" }), await native.tally({ variables, by: "place" }));
  const guessed = guessCodebook("own", await lookAt(engine, table));
  const kinds = Object.fromEntries(guessed.variables.map(({ name, kind }) => [name, kind]));
  expect(kinds).toMatchObject({ place: "single", overtime: "single", hours__visit: "number", when__remind__am: "single" });
  expect(guessed.variables.some(({ name }) => name.endsWith("__na"))).toBe(false);
  await viewOwn(engine, guessed, table);
  const counts = async (session: Session): Promise<Tally[]> => [...(await session.tally({ variables: ["place"], by: "overtime" }))];
  expectEqual(await counts(sessionOver(engine, guessed, OPENED_VIEW)), (await counts(known)).toSorted((a, b) => (a.group ?? "").localeCompare(b.group ?? "")));
  // The release beside it is still the release.
  expectEqual(await wasm.tally({ variables }), await native.tally({ variables }));
});

test("recoded variables are counted, and SQL finds them", async () => {
  const derived = derivedOf(released.codebook, { beat: "Small:b0,b200", hours__visit: "0.5,1" });
  const tallies = await wasm.tally({ variables: ["hours__visit.r"], by: "beat.r", where: { "beat.r": ["g1"] } }, derived);
  const wanted = await native.rows("SELECT CASE WHEN hours__visit < 0.5 THEN 'b0' WHEN hours__visit < 1 THEN 'b1' ELSE 'b2' END AS value, count(*)::INTEGER AS n FROM responses WHERE beat IN ('b0', 'b200') AND hours__visit IS NOT NULL GROUP BY 1 ORDER BY 1");
  expect(tallies.filter(({ missing }) => missing === null).map(({ value, group, n }) => ({ value, group, n }))).toEqual(wanted.map(({ value, n }) => ({ value, group: "g1", n })));
  await wasm.offer(needed(derived, ["beat.r"]));
  expect((await wasm.rows('SELECT DISTINCT "beat.r" FROM recoded WHERE beat = \'b0\'', 5)).rows).toEqual([["g1"]]);
  await wasm.offer([]);
  await expect(wasm.rows("SELECT * FROM recoded", 5)).rejects.toThrow(/does not exist/);
});

test("an answer to SQL is plain values, and stops at the limit", async () => {
  const { rows } = await wasm.rows("SELECT DATE '2026-12-01' AS day, sum(i) AS total, 1.50 AS part, NULL AS nothing, [1, 2] AS list, count(*) AS n, true AS yes FROM range(4) t(i)", 10);
  expect(rows).toEqual([["2026-12-01", 6, 1.5, null, "[1,2]", 4, true]]);
  expect(await wasm.rows("SELECT i FROM range(100000) t(i)", 3)).toEqual({ columns: ["i"], rows: [[0], [1], [2]], more: true });
  expect(await wasm.rows("SELECT variable FROM cube WHERE false", 3)).toEqual({ columns: ["variable"], rows: [], more: false });
  await expect(wasm.rows("SELECT nonsense FROM responses", 3)).rejects.toThrow(/nonsense/);
  await expect(wasm.rows("DELETE FROM responses", 3)).rejects.toThrow(/read-only/);
});

test("no query reaches a file or an address", async () => {
  for (const sql of ["SELECT * FROM 'https://example.com/a.csv'", "SELECT * FROM read_csv('/etc/passwd')", "COPY cube TO 'away.csv'", "ATTACH 'other.duckdb'", "SET enable_external_access = true", "LOAD httpfs"])
    await expect(wasm.rows(sql, 3), sql).rejects.toThrow();
  await expect(wasm.rows("SELECT * FROM 'https://example.com/a.csv'", 3)).rejects.toThrow(/disabled|not allowed|Permission/i);
});

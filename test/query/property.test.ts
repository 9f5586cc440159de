import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeRows } from "../../src/query/coded.ts";
import { tallyCube } from "../../src/query/cube.ts";
import { type Native, openNative } from "../../src/query/native.ts";
import { inOrder } from "../../src/query/order.ts";
import { identifier, tallyFrom, tallySql } from "../../src/query/sql.ts";
import type { Tally, TallyQuery } from "../../src/query/tally.ts";
import { answerValues, type Codebook, MISSING, naColumn, type Variable, variableOf } from "../../src/survey/codebook.ts";
import type { Response } from "../../src/responses/response.ts";
import { type Made, made, simulated, surveyNamed } from "../release/made.ts";

type Row = Readonly<Record<string, unknown>>;

const reasonOf = (row: Row, variable: Variable): string | null => (typeof row[naColumn(variable)] === "string" ? String(row[naColumn(variable)]) : null);

/** What one row says to one variable: values with their numbers, as people would write them down. */
function saidBy(row: Row, variable: Variable): { value: string | null; x: number | null }[] {
  const columns = variable.columns.map(({ name, code }) => ({ given: row[name], code: code ?? "" }));
  if (variable.kind === "multiple") return [{ value: null, x: null }, ...columns.flatMap(({ given, code }) => (Number(given) === 1 ? [{ value: code, x: null }] : []))];
  if (variable.kind === "ranking") return [{ value: null, x: null }, ...columns.flatMap(({ given, code }) => (given === null ? [] : [{ value: `${Number(given)}:${code}`, x: Number(given) }]))];
  const [only] = columns;
  if (!only) return [{ value: null, x: null }];
  return variable.kind === "number" ? [{ value: String(Number(only.given)), x: Number(only.given) }] : [{ value: String(only.given), x: null }];
}

/** Going through the released rows one by one: no index, no database, no cube. */
function counted(codebook: Codebook, rows: readonly Row[], { variables, where = {}, by }: TallyQuery): Tally[] {
  const found = new Map<string, { -readonly [key in keyof Tally]: Tally[key] }>();
  const code = (row: Row, name: string): string => {
    const variable = variableOf(codebook, name);
    return reasonOf(row, variable) ?? String(row[variable.columns[0]?.name ?? name]);
  };
  for (const row of rows) {
    if (!Object.entries(where).every(([name, codes]) => codes.includes(code(row, name)))) continue;
    const group = by === undefined ? null : (reasonOf(row, variableOf(codebook, by)) === null ? "" : "?") + code(row, by);
    const weight = codebook.weight === undefined ? 1 : Number(row[codebook.weight] ?? 1);
    for (const name of variables) {
      const variable = variableOf(codebook, name);
      const missing = MISSING.find((reason) => reason === reasonOf(row, variable)) ?? null;
      for (const { value, x } of missing === null ? saidBy(row, variable) : [{ value: null, x: null }]) {
        const key = JSON.stringify([name, value, missing, group]);
        const tally = found.get(key) ?? { variable: name, value, x, missing, group, n: 0, w: 0, w2: 0 };
        found.set(key, tally);
        tally.n += 1;
        tally.w += weight;
        tally.w2 += weight * weight;
      }
    }
  }
  return inOrder([...found.values()], variables);
}

/** Counts are equal to the digit, sums of weights to 1e-9 (they are added up in another order). */
function expectEqual(found: readonly Tally[], wanted: readonly Tally[]): void {
  const exact = ({ w: _w, w2: _w2, ...rest }: Tally): object => rest;
  expect(found.map(exact)).toEqual(wanted.map(exact));
  found.forEach(({ w, w2 }, i) => {
    expect(Math.abs(w - (wanted[i]?.w ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, w));
    expect(Math.abs(w2 - (wanted[i]?.w2 ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, w2));
  });
}

const weigh = (responses: readonly Response[], name: string): Response[] => responses.map((response, i) => ({ ...response, answers: { ...response.answers, [name]: 0.2 + ((i * 37) % 400) / 130 } }));

// Few responses for strict protection: much is hidden, and stays a category of its own.
describe.each([["workload", 300, 5], ["workload", 90, 20], ["transition", 90, 20], ["nonvoters", 300, 5]] as const)("%s, %i responses, k = %i", (id, n, k) => {
  let released: Made;
  let rows: readonly Row[];
  let native: Native;
  beforeAll(async () => {
    const survey = surveyNamed(id);
    const answers = simulated(survey, n, 23);
    const weight = survey.codebook.weight;
    released = await made(survey, weight === undefined ? answers : weigh(answers, weight), { microdata: "public", protect: { k, n: 10 } });
    native = await openNative(released.path("database"), released.codebook);
    rows = await native.rows("SELECT * FROM responses");
  });
  afterAll(() => native.close());

  test("any combination of filters and any comparison counts what the released rows say", () => {
    const { codebook, cube } = released;
    if (k > 5) expect(rows.some((row) => codebook.filters.some((name) => row[`${name}__na`] === "hidden"))).toBe(true);
    const names = codebook.variables.map(({ name }) => name).filter((name) => name !== codebook.weight);
    const chosen = fc.record(Object.fromEntries(cube.filters.map(({ name, categories }) => [name, fc.option(fc.subarray(categories.map((category) => category.replace(/^\?/, ""))), { nil: undefined })])));
    const query = fc.record({ variables: fc.subarray(names, { minLength: 1, maxLength: 12 }), chosen, by: fc.option(fc.constantFrom(...codebook.filters), { nil: undefined }) });
    fc.assert(
      fc.property(query, ({ variables, chosen: some, by }) => {
        const where = Object.fromEntries(Object.entries(some).flatMap(([name, codes]) => (codes === undefined ? [] : [[name, codes]])));
        const asked: TallyQuery = { variables, where, ...(by === undefined ? {} : { by }) };
        expectEqual(tallyCube(cube, asked), counted(codebook, rows, asked));
      }),
      { numRuns: 150 },
    );
  });

  // As released: lists of codes and small numbers; then as a person's own file has them; then with numbers that no scale makes whole.
  test.each(["released", "texts", "odd"])("rows coded as numbers (%s), narrowed by any answers, count what DuckDB counts over the rows", async (how) => {
    const { codebook } = released;
    const asked = codebook.variables.filter(({ name }) => name !== codebook.weight);
    const names = asked.map(({ name }) => name);
    const table = how === "released" ? "data.responses" : `memory.main.${how}`;
    if (how !== "released") {
      const types = await native.rows("DESCRIBE responses");
      const ofNumbers = new Set(asked.flatMap(({ kind, columns }) => (kind === "number" ? columns.map(({ name }) => name) : [])));
      await native.rows(`CREATE TABLE ${table} AS SELECT ${types.map(({ column_name: name, column_type: type }) => (ofNumbers.has(String(name)) && how === "odd" ? `${identifier(String(name))} / 7 AS ${identifier(String(name))}` : `CAST(${identifier(String(name))} AS ${/^(ENUM|VARCHAR)/.test(String(type)) ? "VARCHAR" : "DOUBLE"}) AS ${identifier(String(name))}`)).join(", ")} FROM data.responses`);
    }
    const wanted = async (query: TallyQuery) => inOrder((await native.rows(tallySql(codebook, query, table))).map((row) => tallyFrom(codebook, row)), query.variables);
    const ask = (sql: string) => native.rows(sql);
    const read = async (sql: string) => {
      const found = await ask(sql);
      return new Map(Object.keys(found[0] ?? {}).map((name) => [name, Float64Array.from(found, (row) => Number(row[name]))]));
    };
    const coded = await codeRows({ ask, read }, codebook, table);
    const whatever = coded.narrow({});
    expectEqual(await whatever.tally({ variables: names }), await wanted({ variables: names }));
    const numbers = ({ kind, columns }: Variable): string[] => (kind === "number" && how !== "odd" ? [...new Set(rows.map((row) => row[columns[0]?.name ?? ""]))].filter((value) => value !== null).map(String) : []);
    const narrowing = fc.constantFrom(...asked.filter(({ columns }) => columns.length > 0)).chain((variable) => fc.record({ name: fc.constant(variable.name), codes: fc.subarray([...answerValues(variable).map(({ code }) => code), ...numbers(variable), ...MISSING], { minLength: 1 }) }));
    const query = fc.record({ outside: fc.array(narrowing, { minLength: 1, maxLength: 2 }), filter: fc.option(fc.constantFrom(...codebook.filters), { nil: undefined }), by: fc.option(fc.constantFrom(...codebook.filters), { nil: undefined }), variables: fc.subarray(names, { minLength: 1, maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(query, async ({ outside, filter, by, variables }) => {
        const others = Object.fromEntries(outside.map(({ name, codes }) => [name, codes]));
        const where = filter === undefined ? {} : { [filter]: answerValues(variableOf(codebook, filter)).slice(0, 2).map(({ code }) => code) };
        const rest = by === undefined ? {} : { by };
        // One list of answers for each variable.
        fc.pre(filter === undefined || others[filter] === undefined);
        const narrowed = coded.narrow(others);
        expectEqual(await narrowed.tally({ variables, where, ...rest }), await wanted({ variables, where: { ...others, ...where }, ...rest }));
      }),
      { numRuns: how === "released" ? 60 : 15 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { tallyCube } from "../../src/query/cube.ts";
import { inOrder } from "../../src/query/order.ts";
import { openNative } from "../../src/query/native.ts";
import { tallyFrom, tallySql } from "../../src/query/sql.ts";
import type { Tally, TallyQuery } from "../../src/query/tally.ts";
import type { Codebook } from "../../src/survey/codebook.ts";
import type { Response } from "../../src/responses/response.ts";
import { made, simulated, surveyNamed } from "../release/made.ts";

/** Whole tallies of all variables, narrowed to each category of each filter and split by each filter, and two filters at once. */
function queriesOf(codebook: Codebook, categories: ReadonlyMap<string, readonly string[]>): TallyQuery[] {
  const variables = codebook.variables.map(({ name }) => name).filter((name) => name !== codebook.weight);
  const code = (category: string): string => category.replace(/^\?/, "");
  const alone = codebook.filters.flatMap((name) => [{ variables, by: name }, ...(categories.get(name) ?? []).map((category) => ({ variables, where: { [name]: [code(category)] } }))]);
  const pairs = codebook.filters.flatMap((name, i) => {
    const other = codebook.filters[(i + 1) % codebook.filters.length];
    return other === undefined || other === name ? [] : [{ variables, where: { [name]: (categories.get(name) ?? []).slice(0, 2).map(code) }, by: other }];
  });
  return [{ variables }, ...alone, ...pairs];
}

/** Counts are equal to the digit, sums of weights to 1e-9 (they are added up in another order). */
function expectEqual(found: readonly Tally[], wanted: readonly Tally[]): void {
  const exact = ({ w: _w, w2: _w2, ...rest }: Tally): object => rest;
  expect(found.map(exact)).toEqual(wanted.map(exact));
  found.forEach(({ w, w2 }, i) => {
    const other = wanted[i];
    expect(Math.abs(w - (other?.w ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, w));
    expect(Math.abs(w2 - (other?.w2 ?? Number.NaN))).toBeLessThan(1e-9 * Math.max(1, w2));
  });
}

describe.each(["workload", "transition", "policy", "service", "pulse", "bfi-quasi", "nonvoters"])("%s", (id) => {
  test("rows, cube table and dense cube give equal tallies for every variable and filter", async () => {
    const survey = surveyNamed(id);
    const { codebook, cube, path } = await made(survey, weighted(simulated(survey, 400, 7), survey.codebook.weight), { microdata: "public" });
    expect(cube.weighted).toBe(codebook.weight !== undefined);
    const native = await openNative(path("database"), codebook);
    try {
      const categories = new Map(cube.filters.map((filter) => [filter.name, filter.categories]));
      for (const query of queriesOf(codebook, categories)) {
        const dense = tallyCube(cube, query);
        const rows = inOrder((await native.rows(tallySql(codebook, query))).map((row) => tallyFrom(codebook, row)), query.variables);
        expect(dense.length).toBeGreaterThan(0);
        expectEqual(dense, rows);
        expectEqual(await native.tally(query), rows);
      }
    } finally {
      native.close();
    }
  });
});

/** Weights with three decimals, as survey institutes give them. */
function weighted(responses: readonly Response[], weight: string | undefined): Response[] {
  return responses.map((response, i) => (weight === undefined ? response : { ...response, answers: { ...response.answers, [weight]: 0.2 + ((i * 37) % 400) / 130 } }));
}

test("an answer that is no filter narrows in the database and is refused by the cube", async () => {
  const survey = surveyNamed("policy");
  const { codebook, cube, path } = await made(survey, simulated(survey, 300, 3), { microdata: "public" });
  const [variable] = codebook.variables.filter(({ kind, name }) => kind === "multiple" && !codebook.filters.includes(name));
  const other = codebook.variables.find(({ kind }) => kind === "ordinal" || kind === "rating");
  if (!variable || !other) throw new Error("the survey asks no such question");
  const chosen = variable.columns[0];
  const native = await openNative(path("database"), codebook);
  const tallies = await native.tally({ variables: [other.name], where: { [variable.name]: [chosen?.code ?? ""] } });
  const [counted] = await native.rows(`SELECT count(*)::INTEGER AS n FROM responses WHERE "${chosen?.name}" = 1`);
  native.close();
  expect(tallies.reduce((sum, { n }) => sum + n, 0)).toBe(counted?.["n"]);
  expect(() => tallyCube(cube, { variables: [other.name], by: variable.name })).toThrow(`${variable.name} is not among the declared filters`);
});

test("data.duckdb has the storage version that the browser reads", async () => {
  const survey = surveyNamed("pulse");
  const { codebook, path } = await made(survey, simulated(survey, 60, 3), { microdata: "public" });
  const native = await openNative(path("database"), codebook);
  const [found] = await native.rows("SELECT tags['storage_version'] AS version FROM duckdb_databases() WHERE database_name = 'data'");
  native.close();
  expect(String(found?.["version"])).toMatch(/^v1\.4\.0/);
});

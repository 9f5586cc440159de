import { join } from "node:path";
import { expect, test } from "vitest";
import { askedBy } from "../../src/survey/conditions.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";

const survey = loadSurvey(join(import.meta.dirname, "../../surveys"), "workload");
const responses = simulate(survey, { n: 600, seed: 7, wave: "w" });

test("equal seeds give equal answers, other seeds others", () => {
  expect(simulate(survey, { n: 20, seed: 7, wave: "w" })).toEqual(responses.slice(0, 20));
  expect(simulate(survey, { n: 20, seed: 8, wave: "w" })).not.toEqual(responses.slice(0, 20));
});

test("nobody answers what his answers rule out", () => {
  const asked = askedBy(survey.codebook);
  for (const { answers } of responses)
    survey.codebook.variables.forEach((variable, index) => {
      if (variable.path.length === 1 && !asked(answers)(index)) expect(answers).not.toHaveProperty(variable.question);
    });
});

test("items of one construct hang together once the reversed are turned", () => {
  const asked = askedBy(survey.codebook);
  const rows = responses.map(({ answers }) => flatten(answers, survey.codebook, asked));
  const score = (name: string): (number | undefined)[] => {
    const values = survey.codebook.variables.find((variable) => variable.name === name)?.values ?? [];
    return rows.map((row) => values.find(({ code }) => code === row[name])?.score);
  };
  const r = (a: (number | undefined)[], b: (number | undefined)[]): number => {
    const pairs = a.flatMap((x, i) => (x !== undefined && b[i] !== undefined ? [[x, b[i]] as const] : []));
    const mean = (of: number[]) => of.reduce((sum, x) => sum + x, 0) / of.length;
    const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
    const dot = (f: (pair: readonly [number, number]) => number) => pairs.reduce((sum, pair) => sum + f(pair), 0);
    return dot(([x, y]) => (x - mx) * (y - my)) / Math.sqrt(dot(([x]) => (x - mx) ** 2) * dot(([, y]) => (y - my) ** 2));
  };
  expect(r(score("pace__full"), score("pace__torn"))).toBeGreaterThan(0.3);
  expect(r(score("pace__full"), score("pace__finish"))).toBeLessThan(-0.3);
});

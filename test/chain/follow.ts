import { readFileSync, rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { drawFigure } from "../../src/chart/draw.ts";
import { planFigures } from "../../src/chart/plan.ts";
import { isUserError } from "../../src/error.ts";
import { tallyCube } from "../../src/query/cube.ts";
import { openNative } from "../../src/query/native.ts";
import { inOrder } from "../../src/query/order.ts";
import { tallyFrom, tallySql } from "../../src/query/sql.ts";
import type { TallyQuery } from "../../src/query/tally.ts";
import { compileFlags } from "../../src/responses/flags.ts";
import { compileValidator } from "../../src/responses/validate.ts";
import type { Variable } from "../../src/survey/codebook.ts";
import { columnNames } from "../../src/survey/flatten.ts";
import type { Survey } from "../../src/survey/load.ts";
import { microdataOf } from "../../src/survey/study.ts";
import { contextOf } from "../chart/made.ts";
import { type Made, made, simulated } from "../release/made.ts";

/** What became of one questionnaire on its way from answers to the last figure. */
export interface Followed {
  /** In words, with place and remedy, if it was refused. */
  readonly refused?: string;
  readonly figures: number;
  /** What went wrong, one line each. */
  readonly broken: readonly string[];
}

/** Simulates, validates, flags, releases, counts from every source and draws every figure. */
export async function follow(survey: Survey, { n, seed }: { n: number; seed: number }): Promise<Followed> {
  const broken: string[] = [];
  const responses = simulated(survey, n, seed);
  const validate = compileValidator(survey.codebook);
  const flags = compileFlags(survey.codebook);
  for (const { answers } of responses) {
    broken.push(...validate(answers).map(({ pointer, detail }) => `a simulated answer is refused: ${pointer} ${detail}`));
    broken.push(...flags(answers).flatMap(({ variable, reason }) => (reason === "not_asked" ? [`${variable} is answered but was not asked`] : [])));
  }
  const released = survey.codebook.variables.filter(({ role }) => role !== "identifier");
  const done = await made(survey, responses).catch((error: unknown) => refusal(error));
  // Nothing but names and pictures: a release says so and stops.
  if (typeof done === "string") return { refused: done, figures: 0, broken: released.length === 0 ? broken : [...broken, `the release is refused: ${done}`] };
  try {
    const [wave] = survey.study?.waves ?? [];
    const isPublic = survey.study !== undefined && wave !== undefined && microdataOf(survey.study, wave) === "public";
    const names = done.codebook.variables.filter(isAsked).map(({ name }) => name);
    if (!isDeepStrictEqual(names, released.map(({ name }) => name))) broken.push(`released are ${names.join(", ")}`);
    if (isPublic && !isDeepStrictEqual(columnsOf(done.path("microdata", "codes.csv")), columnNames(done.codebook))) broken.push("the microdata have other columns than the codebook");
    broken.push(...(await disagreements(done, isPublic)));
    return { figures: draw(done, isPublic ? "public" : "withheld", broken), broken };
  } finally {
    rmSync(done.folder, { recursive: true });
  }
}

/** Marks and weights are the release's own: they stand in the data, and in no figure. */
const isAsked = ({ type }: Variable): boolean => type !== "quality" && type !== "weight";

/** Without the number of the row, which stands first where a repeated question has a table of its own. */
function columnsOf(path: string): string[] {
  const columns = readFileSync(path, "utf8").split("\n")[0]?.split(",") ?? [];
  return columns[0] === "row" ? columns.slice(1) : columns;
}

const refusal = (error: unknown): string => {
  if (!isUserError(error)) throw error;
  return error.message;
};

/** Every variable alone, split by and narrowed to each filter: the dense cube, its table and the rows count the same. */
async function disagreements({ codebook, cube, path }: Made, hasRows: boolean): Promise<string[]> {
  const variables = codebook.variables.map(({ name }) => name);
  const categories = new Map(cube.filters.map((filter) => [filter.name, filter.categories.map((category) => category.replace(/^\?/, ""))]));
  const queries: TallyQuery[] = [{ variables }, ...codebook.filters.flatMap((name) => [{ variables, by: name }, { variables, where: { [name]: (categories.get(name) ?? []).slice(0, 1) } }])];
  const native = await openNative(path("database"), codebook);
  try {
    const broken: string[] = [];
    for (const query of queries) {
      const dense = tallyCube(cube, query);
      if (!isDeepStrictEqual(await native.tally(query), dense)) broken.push(`the table of the cube disagrees with the dense cube: ${JSON.stringify(query)}`);
      const rows = hasRows ? inOrder((await native.rows(tallySql(codebook, query))).map((row) => tallyFrom(codebook, row)), variables) : dense;
      if (!isDeepStrictEqual(rows, dense)) broken.push(`the rows disagree with the dense cube: ${JSON.stringify(query)}`);
    }
    return broken;
  } finally {
    native.close();
  }
}

/** @returns how many figures were drawn, each in both languages */
function draw({ codebook, cube, manifest }: Made, microdata: "public" | "withheld", broken: string[]): number {
  const plans = planFigures(codebook);
  const shown = new Set(plans.flatMap(({ variables }) => variables));
  for (const { name } of codebook.variables.filter(isAsked)) if (!shown.has(name)) broken.push(`${name} stands in no figure`);
  for (const id of new Set(plans.map((plan) => plan.id))) if (plans.filter((plan) => plan.id === id).length > 1) broken.push(`two figures are called ${id}`);
  for (const plan of plans)
    for (const locale of ["zh-cn", "en"] as const) {
      const figure = drawFigure(plan, tallyCube(cube, { variables: plan.variables }), contextOf(codebook, locale, { intervals: false, rounded: microdata === "withheld", responses: manifest.responses }));
      if (figure.title === "" || figure.caption === "" || (figure.note === undefined && !/<(rect|circle|path|line)\b/.test(figure.svg ?? ""))) broken.push(`the figure ${plan.id} shows and says nothing`);
    }
  return plans.length;
}

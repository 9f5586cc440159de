import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { relationsOf, type Tested } from "../../src/chart/relation.ts";
import { derivedOf, needed } from "../../src/dashboard/explorer-recode.ts";
import { scriptInPython } from "../../src/dashboard/script/python.ts";
import { scriptInR } from "../../src/dashboard/script/r.ts";
import type { Recipe } from "../../src/dashboard/script/recipe.ts";
import { sqlInPython, sqlInR } from "../../src/dashboard/script/sql.ts";
import { withColumns, withDerived } from "../../src/query/derive.ts";
import { type Native, openNative } from "../../src/query/native.ts";
import { tallyFrom, tallySql } from "../../src/query/sql.ts";
import { variableOf } from "../../src/survey/codebook.ts";
import { type Made, made, simulated, surveyNamed } from "../release/made.ts";
import { hasR, pandas, ran } from "../release/package/programs.ts";
import { spawnSync } from "node:child_process";

const hasSciPy = pandas !== undefined && spawnSync(pandas, ["-c", "import scipy"]).status === 0;
if (!hasSciPy) console.warn("SKIPPED: SciPy is not there, so programs in Python are not run");

const hasSurvey = hasR && spawnSync("Rscript", ["-e", "stopifnot(requireNamespace('survey', quietly = TRUE))"]).status === 0;
if (hasR && !hasSurvey) console.warn("SKIPPED: R's survey package is not there, so weighted tables are not tested by it");

interface Opened {
  readonly release: Made;
  readonly native: Native;
  /** Where programs run. */
  readonly folder: string;
}

const survey = surveyNamed("workload");
const ROSTER = { n: 600, least: 10, margins: { place: { urban: 200, rural: 400 } } };
let plain: Opened;
let weighted: Opened;

async function openedAs(withRoster: boolean): Promise<Opened> {
  const { study } = survey;
  const release = await made(withRoster && study ? { ...survey, study: { ...study, margins: { place: "roster" } } } : survey, simulated(survey, 300, 11), { microdata: "public", admission: "invited", ...(withRoster ? { roster: ROSTER } : {}) });
  const folder = mkdtempSync(join(tmpdir(), "qingting-script-"));
  copyFileSync(release.path("microdata", "codes.csv"), join(folder, "codes.csv"));
  return { release, folder, native: await openNative(release.path("database"), release.codebook) };
}

beforeAll(async () => {
  [plain, weighted] = [await openedAs(false), await openedAs(true)];
});
afterAll(() => [plain, weighted].forEach(({ native }) => native.close()));

interface Asked {
  readonly v: string;
  readonly by: string;
  readonly where?: Readonly<Record<string, readonly string[]>>;
  readonly recode?: Readonly<Record<string, string>>;
}

/** What the page says, and the recipe that it hands to the programs. */
async function onPage({ release, native }: Opened, { v, by, where = {}, recode = {} }: Asked): Promise<{ readonly recipe: Recipe; readonly tested: readonly Tested[] }> {
  const derived = needed(derivedOf(release.codebook, recode), [v, by, ...Object.keys(where)]);
  const codebook = withDerived(release.codebook, derived);
  const rows = await native.rows(tallySql(codebook, { variables: [v], by, where }, withColumns("responses", derived)));
  const variable = variableOf(codebook, v);
  const tested = relationsOf(variable, variableOf(codebook, by), rows.map((row) => tallyFrom(codebook, row)), { n: 10, weighted: codebook.weight !== undefined });
  const tests = tested.map(({ code, relation }) => ({ variable: v, column: variable.columns.find((column) => column.code === code)?.name ?? v, test: relation.test }));
  return { tested, recipe: { codebook, file: "codes.csv", title: "a figure", variables: [v], by, shownBy: undefined, where, derived, least: 10, isTested: true, tests } };
}

const NUMBER = /^(-?\d[\d.]*(e[+-]?\d+)?|NA|NaN|Inf|inf)$/;
/** Numbers of the lines about tests: statistic, p, estimate, low, high, n. */
const printed = (said: string, test: string): number[][] =>
  said.split("\n").filter((line) => line.trim().split(/\s+/)[1] === test).map((line) => line.trim().split(/\s+/).filter((cell) => NUMBER.test(cell)).map((cell) => (/^N/.test(cell) ? Number.NaN : Number(cell))));

/** Six digits as printed; draws of tables differ between programs. */
function expectSame(said: string, tested: readonly Tested[]): void {
  for (const test of new Set(tested.map(({ relation }) => relation.test))) {
    if (test === undefined) continue;
    const wanted = tested.flatMap(({ relation }) => (relation.test === test ? relation.effects.map(({ estimate, low, high }) => [relation.statistic, relation.p, estimate, low, high, relation.n]) : []));
    const found = printed(said, test).map((line) => line.slice(0, 6));
    expect(found.length, said).toBe(wanted.length);
    found.forEach((line, i) => line.forEach((value, j) => {
      const want = wanted[i]?.[j] ?? Number.NaN;
      // R looks for odds ratios less closely than this.
      const within = test === "permutation" && j === 1 ? 0.02 : test === "fisher" ? 2e-3 * Math.abs(want) : 1e-5 * Math.max(1e-2, Math.abs(want));
      if (Number.isNaN(want)) expect(value, `${test} ${j}\n${said}`).toBeNaN();
      else expect(Math.abs(value - want), `${test} ${j}: ${value} for ${want}\n${said}`).toBeLessThanOrEqual(within);
    }));
  }
}

const CASES: readonly (readonly [string, Asked, string])[] = [
  ["names by names", { v: "change__remind", by: "place" }, "chi-square"],
  ["names by names where few are expected", { v: "change__remind", by: "change__price", where: { beat: ["b250"] } }, "permutation"],
  ["an order by several names", { v: "overtime", by: "change__price" }, "kruskal-wallis"],
  ["amounts by several names", { v: "hours__visit", by: "change__price" }, "welch-anova"],
  ["names by amounts", { v: "change__price", by: "hours__visit" }, "welch-anova"],
  ["each choice of several", { v: "when__remind", by: "place" }, "chi-square"],
  ["amounts by one choice", { v: "hours__visit", by: "when__remind__early" }, "welch"],
  ["an order by an order, merged and filtered", { v: "overtime", by: "beat.r", recode: { beat: "Small:b0,b150" }, where: { place: ["urban", "rural"] } }, "kendall"],
  ["an order by two names", { v: "overtime", by: "place" }, "mann-whitney"],
  ["amounts by two names", { v: "hours__visit", by: "place" }, "welch"],
  ["amounts by amounts", { v: "hours__visit", by: "hours__price" }, "pearson"],
  ["an order by amounts", { v: "overtime", by: "hours__price" }, "spearman"],
  ["amounts cut into bands, by bands", { v: "hours__visit.r", by: "beat", recode: { hours__visit: "0.5,1" } }, "kendall"],
  ["two names by two where few are expected", { v: "when__remind", by: "place", where: { beat: ["b250"] } }, "fisher"],
];

/** Where answers are weighted. */
const WEIGHTED: readonly (readonly [string, Asked, string])[] = [
  ["names by names", { v: "change__remind", by: "place" }, "rao-scott"],
  ["amounts by two names", { v: "hours__visit", by: "place" }, "welch"],
  ["amounts by several names", { v: "hours__visit", by: "change__price" }, "welch-anova"],
  ["amounts by amounts", { v: "hours__visit", by: "hours__price" }, "pearson"],
  ["an order by two names", { v: "overtime", by: "place" }, "lumley-scott"],
  ["an order by several names", { v: "overtime", by: "change__price" }, "lumley-scott"],
  ["names by an order", { v: "change__remind", by: "beat" }, "lumley-scott"],
  ["an order by an order", { v: "overtime", by: "beat" }, "kendall"],
  ["an order by amounts", { v: "overtime", by: "hours__price" }, "spearman"],
];

/** All programs in one process each: starting one takes longer than what it does. What each printed, in order. */
function allRun(folder: string, command: string, ending: "R" | "py", scripts: readonly string[]): string[] {
  scripts.forEach((script, i) => writeFileSync(join(folder, `${i}.${ending}`), script));
  const program = ending === "R"
    ? `for (i in seq_len(${scripts.length}) - 1) { cat("=====\\n"); source(paste0(i, ".R"), local = new.env(), encoding = "UTF-8") }`
    : `import runpy\nfor i in range(${scripts.length}):\n    print("=====")\n    runpy.run_path(f"{i}.py")\n`;
  writeFileSync(join(folder, `all.${ending}`), program);
  return ran(command, [`all.${ending}`], folder).split("=====\n").slice(1);
}

async function expectAllSame(at: Opened, cases: typeof CASES): Promise<void> {
  const asked: Awaited<ReturnType<typeof onPage>>[] = [];
  for (const [, each] of cases) asked.push(await onPage(at, each));
  cases.forEach(([what, , wanted], i) => expect(asked[i]?.tested.map(({ relation }) => relation.test), what).toContain(wanted));
  const said = [
    ...(hasR ? [allRun(at.folder, "Rscript", "R", asked.map(({ recipe }) => scriptInR(recipe)))] : []),
    ...(hasSciPy && pandas ? [allRun(at.folder, pandas, "py", asked.map(({ recipe }) => scriptInPython(recipe)))] : []),
  ];
  for (const each of said) asked.forEach(({ tested }, i) => expectSame(each[i] ?? "", tested));
}

test("a program makes the numbers of the page again", { timeout: 60_000 }, () => expectAllSame(plain, CASES));

test("and the weighted ones", { timeout: 60_000 }, () => expectAllSame(weighted, WEIGHTED.filter(([, , wanted]) => wanted !== "rao-scott" || hasSurvey)));

/** Texts that a program holds, as its own language reads them. DuckDB for R and Python cannot be had here, so what they would hand to it is run by DuckDB itself. */
const TEXTS = {
  R: `texts <- function(e) if (is.character(e)) list(e) else if (is.call(e) || is.expression(e)) unlist(lapply(as.list(e), texts), recursive = FALSE)
for (text in texts(parse("query.R", encoding = "UTF-8"))) cat(encodeString(enc2utf8(text), quote = '"'), "\\n", sep = "")`,
  Python: `import ast, json
for node in ast.walk(ast.parse(open("query.py", encoding="utf-8").read())):
    if isinstance(node, ast.Constant) and isinstance(node.value, str): print(json.dumps(node.value))`,
};

test("a query is copied as it was written, with what it needs before it", async () => {
  const derived = needed(derivedOf(plain.release.codebook, { beat: "Small:b0,b150" }), ["beat.r"]);
  const queries = [
    `SELECT place, count(*) AS n -- "people"\nFROM responses\nWHERE place IN ('urban', 'rural') AND years <> ')"'\nGROUP BY place\nORDER BY n`,
    `SELECT "beat.r", count(*) AS n FROM recoded GROUP BY ALL ORDER BY n, "beat.r"`,
    `SELECT 'a\\b' AS "x""""y"`,
  ];
  for (const sql of queries) {
    const recipe = { file: "data.duckdb", sql, recoded: derived };
    const programs = [
      ...(hasR ? [{ command: "Rscript", ending: "R", program: sqlInR(recipe), reader: TEXTS.R }] : []),
      ...(pandas ? [{ command: pandas, ending: "py", program: sqlInPython(recipe), reader: TEXTS.Python }] : []),
    ];
    for (const { command, ending, program, reader } of programs) {
      writeFileSync(join(plain.folder, `query.${ending}`), program);
      writeFileSync(join(plain.folder, `texts.${ending}`), reader);
      const texts: string[] = ran(command, [`texts.${ending}`], plain.folder).trim().split("\n").map((line) => JSON.parse(line));
      expect(texts, program).toContain(sql);
      const before = texts.find((text) => text.startsWith("CREATE"));
      expect(before !== undefined).toBe(sql.includes("recoded"));
      if (before === undefined) continue;
      await plain.native.rows(before);
      expect((await plain.native.rows(sql)).reduce((sum, { n }) => sum + Number(n), 0)).toBe(plain.release.manifest.responses);
      await plain.native.rows("DROP VIEW recoded");
    }
  }
});

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, type Page, test } from "@playwright/test";
import { readCube } from "../../src/cube/codec.ts";
import { tallyCube } from "../../src/query/cube.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { qingting } from "../cli/run.ts";
import { type Installation, install } from "./installation.ts";
import { fill } from "./thumb.ts";

/**
 * The whole way: one person fills in the workload questionnaire by thumb beside 60 others; close, release, publish; and every
 * count that anybody can read then is what counting the 61 answer sheets by hand gives.
 */

interface Question {
  readonly type: string;
  /** Of a battery: "checkbox" where a row may have several answers. */
  readonly cellType?: string;
  readonly name: string;
  readonly rows?: readonly { readonly value: string }[];
  readonly columns?: readonly { readonly value: string | number }[];
  readonly choices?: readonly (string | { readonly value: string | number })[];
}
type Answers = Record<string, unknown>;

let site: Installation;
const sheets: Answers[] = [];
let questions: Question[] = [];

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  const why = { "zh-cn": "试验期次，答案由程序和测试者填写", en: "A trial wave, answered by a program and a tester" };
  site = await install({ surveys: ["workload"], study: (_, study) => ({ ...study, protect: { k: 5, n: 10, microdata: "public", why } }) });
  const definition: { pages: { elements: Question[] }[] } = JSON.parse(readFileSync(join(site.folder, "surveys/workload/survey.json"), "utf8"));
  questions = definition.pages.flatMap(({ elements }) => elements);
});
test.afterAll(() => site.stop());

test("61 people answer: 60 by another program, one by thumb", async ({ page }) => {
  const survey = loadSurvey(join(site.folder, "surveys"), "workload");
  const who = [["urban", "y1"], ["rural", "y2"]];
  const of = (name: string, at: number): unknown => {
    const choices = questions.find((each) => each.name === name)?.choices ?? [];
    const choice = choices[at];
    return typeof choice === "object" ? choice.value : choice;
  };
  // Four kinds of people, 15 of each: nobody needs hiding, so every count must be exact.
  const others = simulate(survey, { n: 60, seed: 7, wave: "trial" }).map((response, i) => ({
    ...response,
    answers: { ...response.answers, place: of("place", i % who.length), years: of("years", i % 4 < 2 ? 0 : 1), beat: of("beat", 0), visits: of("visits", 0) },
  }));
  for (const response of others) {
    const reply = await fetch(`${site.url}/api/responses`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ response }) });
    expect(reply.status).toBe(201);
    sheets.push(response.answers);
  }
  const sent = page.waitForRequest("**/api/responses");
  await page.goto(`${site.url}/s/workload/`);
  await page.locator(".consent [data-start]").tap();
  await fill(page);
  for (const name of ["place", "years", "beat", "visits"]) await page.locator(`[data-name="${name}"] label:has(input)`).first().tap();
  await page.getByRole("button", { name: "提交" }).tap();
  await expect(page.locator(".outcome h2")).toHaveText("已送达");
  const { response }: { response: { answers: Answers } } = JSON.parse((await sent).postData() ?? "");
  sheets.push(response.answers);
  expect(sheets).toHaveLength(61);
  // Thumb by thumb: every question that applies was answered on the phone.
  for (const { name, type, rows } of questions.filter((question) => Object.hasOwn(response.answers, question.name)))
    if (type === "matrix") expect(Object.keys(Object(response.answers[name]))).toHaveLength(rows?.length ?? 0);
  expect(Object.keys(response.answers).length).toBeGreaterThanOrEqual(questions.length - 2);
});

test("close, release and publish replace what was simulated", async ({ page }) => {
  await page.goto(`${site.url}/results/workload/`);
  await expect(page.getByText("SIMULATED").first()).toBeVisible();
  for (const args of [["close", "workload", "--wave", "trial"], ["release", "workload", "--wave", "trial"], ["publish", "workload", "--wave", "trial"]]) {
    const { status, err, out } = qingting(args, site.env);
    expect(`${status} ${err}`, out).toBe("0 ");
  }
  await site.restart();
  await page.goto(`${site.url}/results/workload/`);
  await expect(page.getByText("61").first()).toBeVisible();
  await expect(page.getByText("SIMULATED")).toHaveCount(0);
  await expect(page.getByText("试验期次，答案由程序和测试者填写")).toBeVisible();
});

/** Counts one place of the answers, straight from the sheets. */
function countOf(question: Question, row: string | undefined, among: readonly Answers[] = sheets): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sheet of among) {
    const answer = row === undefined ? sheet[question.name] : Object(sheet[question.name])[row];
    for (const value of Array.isArray(answer) ? answer : answer === undefined ? [] : [answer]) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return counts;
}
const MISSING = ["na", "dontknow"];
const places = (): { question: Question; row: string | undefined; name: string }[] =>
  questions.flatMap((question) => (question.rows ?? [undefined]).map((row) => ({ question, row: row?.value, name: row === undefined ? question.name : `${question.name}__${row.value}` })));

test("every count in the cube, as a table and dense, is the count of the sheets", async () => {
  const folder = join(site.folder, "out/workload/trial/r1");
  const manifest: { files: { name: string; role: string; sha256: string }[]; hidden: unknown[]; responses: number } = JSON.parse(readFileSync(join(folder, "release.json"), "utf8"));
  expect(manifest).toMatchObject({ responses: 61, hidden: [] });
  const file = (role: string): string => join(folder, manifest.files.find((each) => each.role === role)?.name ?? "");
  for (const { name, sha256 } of manifest.files) expect(createHash("sha256").update(readFileSync(join(folder, name))).digest("hex"), name).toBe(sha256);
  const cube = readCube(new Uint8Array(readFileSync(file("cube"))));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`ATTACH '${file("database")}' AS data (READ_ONLY)`);
  let compared = 0;
  for (const { question, row, name } of places()) {
    const expected = [...countOf(question, row)].filter(([value]) => !MISSING.includes(value)).sort();
    const dense = tallyCube(cube, { variables: [name] }).filter(({ missing, value, x }) => missing === null && (value !== null || x !== null));
    expect(dense.map(({ value, x, n }) => [value ?? String(x), n]).sort(), name).toEqual(expected);
    const table = await connection.runAndReadAll(`SELECT value, sum(n)::INTEGER AS n FROM data.cube WHERE variable = '${name}' AND missing IS NULL AND value IS NOT NULL GROUP BY value`);
    expect(table.getRowsJS().map(([value, n]) => [String(value), n]).sort(), name).toEqual(expected);
    compared += expected.length;
  }
  connection.closeSync();
  instance.closeSync();
  expect(compared).toBeGreaterThan(150);
});

/** What the page says under a figure, by its rows. */
const rowsOf = (page: Page, figure: string): Promise<string[][]> =>
  page.locator(`[data-figure="${figure}"] tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
const labels = async (page: Page): Promise<Map<string, Map<string, string>>> => {
  const address = await page.locator("#filters").getAttribute("data-handed");
  const { config: { codebook } }: { config: { codebook: string } } = JSON.parse(address ?? "");
  const book: { variables: { name: string; values: { code: string; label: { "zh-cn": string } }[] }[] } = await (await fetch(site.url + codebook)).json();
  return new Map(book.variables.map(({ name, values }) => [name, new Map(values.map(({ code, label }) => [code, label["zh-cn"]]))]));
};

async function compareFigures(page: Page, among: readonly Answers[]): Promise<number> {
  const words = await labels(page);
  let compared = 0;
  for (const question of questions) {
    const shown = await rowsOf(page, question.name);
    if (question.rows) {
      // Batteries and hours: the base of every item, and the share or mean that follows from the counts.
      for (const row of question.rows) {
        const counts = new Map([...countOf(question, row.value, among)].filter(([value]) => !MISSING.includes(value)));
        const base = hasSeveral(question) ? among.filter((sheet) => isAnswer(Object(sheet[question.name])[row.value])).length : [...counts.values()].reduce((sum, n) => sum + n, 0);
        const label = await page.locator(`[data-figure="${question.name}"] tbody tr`).evaluateAll((rows) => rows.length);
        expect(label).toBe(question.rows.length);
        const line = shown.find(([, n, ...rest]) => n === String(base) && (question.name === "hours" ? rest[0] === mean(counts).toFixed(2) : rest.slice(0, valuesOf(question).length).join() === valuesOf(question).map((value) => `${Math.round((100 * (counts.get(value) ?? 0)) / base)}%`).join()));
        expect(line, `${question.name} ${row.value}: ${base} ${[...counts].join(" ")} in ${JSON.stringify(shown)}`).toBeDefined();
        compared += 1;
      }
    } else {
      const expected = new Map([...countOf(question, undefined, among)].filter(([value]) => !MISSING.includes(value)).map(([value, n]) => [words.get(question.name)?.get(value) ?? value, n]));
      for (const [label = "", n] of shown) expect(Number(n), `${question.name} ${label}`).toBe(expected.get(label) ?? 0);
      for (const label of expected.keys()) expect(shown.map(([first]) => first)).toContain(label);
      compared += expected.size;
    }
  }
  return compared;
}
const hasSeveral = ({ type, cellType }: Question): boolean => type === "checkbox" || cellType === "checkbox";
const isAnswer = (answer: unknown): boolean => answer !== undefined && !MISSING.includes(String(answer));
const valuesOf = ({ columns = [] }: Question): string[] => columns.map(({ value }) => String(value)).filter((value) => !MISSING.includes(value));
const mean = (counts: ReadonlyMap<string, number>): number => [...counts].reduce((sum, [value, n]) => sum + Number(value) * n, 0) / [...counts.values()].reduce((sum, n) => sum + n, 0);

/** A picture as its elements, whoever wrote the markup. */
const picture = (page: Page): Promise<string[]> =>
  page.locator('[data-figure="overtime"] [data-part=picture] *').evaluateAll((all) => all.map((each) => `${each.tagName} ${[...each.attributes].filter(({ name }) => name !== "style").map(({ name, value }) => `${name}=${value}`).sort().join(" ")} ${each.childElementCount === 0 ? each.textContent : ""}`));

test("every figure says what counting says, with JavaScript off, and again when a filter redraws it", async ({ page, browser }) => {
  const still = await browser.newContext({ javaScriptEnabled: false });
  const plain = await still.newPage();
  await plain.goto(`${site.url}/results/workload/`);
  expect(await compareFigures(plain, sheets)).toBeGreaterThan(60);
  // An open link: nobody knows whom it reached, so nothing claims a margin of error or a rate.
  await expect(plain.getByText(/95% ?(置信|区间)/)).toHaveCount(0);
  await still.close();
  await page.goto(`${site.url}/results/workload/`);
  const before = await picture(page);
  await page.locator("#filters summary").first().tap();
  await page.locator('input[name="place"][value="urban"]').check();
  const urban = sheets.filter(({ place }) => place === "urban");
  await expect(page.locator("#filter-status")).toContainText(`n = ${urban.length}，共 61 份`);
  expect(await compareFigures(page, urban)).toBeGreaterThan(60);
  expect(await picture(page)).not.toEqual(before);
  await page.getByRole("button", { name: "全部清除" }).tap();
  await expect.poll(() => picture(page)).toEqual(before);
});

test("the downloaded CSV holds the 61 sheets, whoever reads it", async ({ page }) => {
  await page.goto(`${site.url}/data/workload/`);
  const link = await page.locator('a[href$="codes.csv"]').first().getAttribute("href");
  const reply = await fetch(new URL(link ?? "", site.url));
  const [head = "", ...lines] = (await reply.text()).trimEnd().split("\n");
  const names = head.split(",");
  const cells = lines.map((line) => line.split(","));
  expect(cells).toHaveLength(61);
  for (const { question, row, name } of places()) {
    const counts = countOf(question, row);
    for (const [value, n] of counts) {
      const column = hasSeveral(question) ? names.indexOf(`${name}__${value}`) : names.indexOf(name);
      const found = cells.filter((line) => (hasSeveral(question) ? line[column] === "1" : line[column] === value)).length;
      if (!MISSING.includes(value)) expect(found, `${name} ${value}`).toBe(n);
    }
    const reasons = cells.map((line) => line[names.indexOf(`${name}__na`)]);
    expect(reasons.filter((reason) => reason === "").length, `${name} answered`).toBe(sheets.filter((sheet) => { const answer = row === undefined ? sheet[question.name] : Object(sheet[question.name])[row]; return answer !== undefined && !MISSING.includes(String(answer)); }).length);
  }
});

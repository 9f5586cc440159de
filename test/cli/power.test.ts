import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publish } from "../../src/release/publish.ts";
import { halfWidth, detectableShare } from "../../src/stats/power.ts";
import { folderOfOwn, made, simulated, surveyNamed } from "../release/made.ts";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-power-"));
const env = { PUBLIC_DIR: join(folder, "public"), DATA_DIR: join(folder, "data") };

test("says what 60, 70, 80 and 100 % of those asked can show", () => {
  const { holds, asked, groups, rates } = JSON.parse(qingting(["power", "workload", "--json"], env).out);
  expect([holds, asked, groups]).toEqual([true, 400, "equal"]);
  expect(rates.map(({ answers }: { answers: number }) => answers)).toEqual([240, 280, 320, 400]);
  expect(rates[1].halfWidth["50"]).toBe(halfWidth(0.5, 280));
  expect(rates[1].filters[0]).toMatchObject({ filter: "place", groups: [140, 140], difference: detectableShare(140, 140) });
});

test("in plain words, in both languages", () => {
  expect(qingting(["power", "workload", "--language", "en"], env).out).toContain("If 70 % answer (280 answers)\n  a share of 50 % is known to ± 6 points");
  expect(qingting(["power", "workload", "--language", "en"], env).out).toContain("place: Urban (140) and Rural (140) can be told apart from 17 points on");
  expect(qingting(["power", "workload", "--language", "zh-cn"], env).out).toContain("城区（140 份）和农村（140 份）相差 17 个百分点以上才分得出");
});

test("of groups that nobody will see it promises nothing", () => {
  const { out } = qingting(["power", "transition", "-n", "30", "--language", "en"], env);
  expect(out).toContain("place: with 9 answers in the smallest group nothing is shown");
  expect(out).not.toContain("If 60 % answer (18 answers)\n  an index");
  expect(qingting(["power", "pulse", "-n", "10", "--language", "en"], env).out).toContain("fewer than 10 answers: nothing is shown");
});

test("of an open link it says that none of this holds", () => {
  const { status, out } = qingting(["power", "pulse", "--wave", "trial", "--json"], env);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ holds: false, why: { "zh-cn": expect.stringContaining("开放链接"), en: expect.stringContaining("open link") } });
  expect(qingting(["power", "pulse", "--wave", "trial", "--language", "en"], env).out).not.toMatch(/±|points/);
});

test("the standard deviation of an index can be told, and must be one", () => {
  const index = (...more: string[]) => JSON.parse(qingting(["power", "workload", "--json", ...more], env).out).rates[0].index;
  expect(index("--sd", "0.5").waves).toBeCloseTo(index().waves / 2, 12);
  expect(qingting(["power", "workload", "--sd", "0"], env)).toMatchObject({ status: 2, err: expect.stringContaining("--sd is 0") });
  expect(qingting(["power", "workload", "--wave", "never"], env)).toMatchObject({ status: 1, err: expect.stringContaining("2026-q3") });
});

test("groups have the sizes of the newest real release", async () => {
  const survey = surveyNamed("workload");
  const out = folderOfOwn();
  const answers = simulated(survey, 300, 5).map((response, i) => ({ ...response, answers: { ...response.answers, place: i % 4 === 0 ? "rural" : "urban" } }));
  await made(survey, answers, { out });
  await publish({ out, publicDir: env.PUBLIC_DIR, survey: survey.id, wave: "2026-q3" });
  const { groups, rates } = JSON.parse(qingting(["power", "workload", "--json"], env).out);
  expect(groups).toBe("2026-q3");
  const [urban, rural] = rates[3].filters[0].groups;
  // Three to one as answered, less the few that protection hides.
  expect(urban / rural).toBeGreaterThan(2.5);
  expect(urban / rural).toBeLessThan(4);
  expect(urban + rural).toBe(400);
});

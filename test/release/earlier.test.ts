import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { retract } from "../../src/release/publish.ts";
import { folderOfOwn, made, simulated, surveyNamed } from "./made.ts";

const survey = surveyNamed("policy");
const responses = simulated(survey, 60, 11);
const wave = survey.study?.waves[0]?.id ?? "";

async function retracted(): Promise<{ out: string; record: string }> {
  const out = folderOfOwn();
  await made(survey, responses, { out, microdata: "public" });
  await retract({ out, publicDir: folderOfOwn(), survey: "policy", wave, why: "wrong dates", day: "2026-10-21" });
  return { out, record: join(out, "policy", wave, "r1.protection.json") };
}

test("a correction is refused where nothing says what the first release told", async () => {
  const { out, record } = await retracted();
  const text = readFileSync(record, "utf8");
  rmSync(record);
  await expect(made(survey, responses, { out, microdata: "public" })).rejects.toThrow(/nothing says what r1 told[\s\S]*backup/);
  writeFileSync(record, text);
  await expect(made(survey, responses, { out, microdata: "public" })).resolves.toMatchObject({ manifest: { revision: 2 } });
});

test("a correction is refused where the answers are others than those of the first release", async () => {
  const { out } = await retracted();
  await expect(made(survey, responses.slice(1), { out, microdata: "public" })).rejects.toThrow(/r1 was made from other answers/);
});

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { listReleases } from "../../src/query/releases.ts";
import { publish, retract } from "../../src/release/publish.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { made, simulated } from "../release/made.ts";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-prepare-"));
const [surveys, out, publicDir] = ["surveys", "out", "public"].map((name) => join(folder, name));
const env = { SURVEYS_DIR: surveys ?? "", OUT_DIR: out ?? "", PUBLIC_DIR: publicDir ?? "", DATA_DIR: join(folder, "data") };
cpSync(resolve(import.meta.dirname, "../../surveys/pulse"), join(folder, "surveys/pulse"), { recursive: true });
const shown = (): string[] => listReleases(env.PUBLIC_DIR).map(({ manifest, path }) => `${path} ${manifest.simulated ? "simulated" : "real"}`);

test("what is made up stands only where nothing real was ever released, a withdrawn release included", async () => {
  expect(qingting(["prepare"], env).status).toBe(0);
  expect(shown()).toEqual(["releases/pulse/2026-10/simulated/ simulated"]);
  const before = readdirSync(join(env.PUBLIC_DIR, "releases/pulse/2026-10/simulated"));
  expect(before.filter((name) => name !== "release.json" && !name.startsWith("SIMULATED-"))).toEqual([]);
  const survey = loadSurvey(env.SURVEYS_DIR, "pulse");
  const place = { out: env.OUT_DIR, publicDir: env.PUBLIC_DIR, survey: "pulse", wave: "2026-10" };
  await made(survey, simulated(survey, 60, 3), { out: env.OUT_DIR, microdata: "public" });
  await publish(place);
  expect(qingting(["prepare"], env).status).toBe(0);
  expect(shown()).toEqual(["releases/pulse/2026-10/r1/ real"]);
  await retract({ ...place, why: "a test", day: "2026-11-01" });
  expect(qingting(["prepare"], env)).toMatchObject({ status: 0, err: "" });
  expect(shown()).toEqual([]);
  expect(existsSync(join(env.OUT_DIR, "pulse/2026-10/r1/RETRACTED.json"))).toBe(true);
});

test("a survey that cannot be released stands in the way of no other", () => {
  const [good, bad] = ["pulse", "names"].map((id) => join(folder, "surveys", id));
  for (const place of ["out", "public", "data"]) rmSync(join(folder, place), { recursive: true, force: true });
  mkdirSync(bad ?? "");
  const { title, about, waves } = JSON.parse(readFileSync(join(good ?? "", "study.json"), "utf8"));
  writeFileSync(join(bad ?? "", "study.json"), JSON.stringify({ title, about, waves }));
  writeFileSync(join(bad ?? "", "survey.json"), JSON.stringify({ elements: [{ type: "text", name: "who", inputType: "email" }] }));
  const { status, out: said } = qingting(["prepare"], env);
  expect(status).toBe(0);
  expect(said).toContain("names: no simulated results, for a release would be refused\n  names: every question is an identifier");
  expect(shown()).toEqual(["releases/pulse/2026-10/simulated/ simulated"]);
});

test("the page of a wave of invited people is built with its key", () => {
  const wave = JSON.parse(qingting(["open", "pulse", "--wave", "2026-10", "--json"], env).out);
  expect(wave.key).toMatch(/^[A-Za-z0-9_-]{390,}$/);
  expect(qingting(["prepare"], env).status).toBe(0);
  const fielded = readFileSync(join(env.DATA_DIR, "fielded/pulse.json"), "utf8");
  expect(JSON.parse(fielded).wave).toEqual(wave);
  expect(fielded).not.toContain("PRIVATE");
});

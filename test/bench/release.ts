import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Manifest } from "../../src/query/files.ts";
import { connect } from "../../src/responses/sqlite-file.ts";
import { loadSurvey } from "../../src/survey/load.ts";
import { simulatedWave } from "../../src/cli/prepare.ts";
import { randomFrom } from "../../src/survey/random.ts";
import type { Row } from "./run.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");
const both = (text: string) => ({ "zh-cn": text, en: text });
const ITEMS = 52;
const TRAITS: Readonly<Record<string, number>> = { region: 8, years: 5, urban: 2, beat: 4 };

/**
 * From stored answers to a complete release: time and memory of the whole command, half of it beside the whole to show whether
 * the cost grows in step, and what DuckDB needs to read the released CSV and write Parquet, below which nobody gets.
 */
export async function releaseBench(n: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-release-bench-"));
  try {
    const small = await measured(join(folder, "small"), Math.round(n / 2));
    const large = await measured(join(folder, "large"), n);
    const floor = await floorOf(large.release);
    const rows = n.toLocaleString("en");
    return [
      { bench: "release", case: `${rows} x 60 to a complete release`, value: large.seconds, unit: "s", against: "reading its CSV and writing Parquet", ratio: large.seconds / floor },
      { bench: "release", case: `${rows} x 60: most memory`, value: large.megabytes, unit: "MB" },
      { bench: "release", case: `${rows} x 60: half of the rows`, value: small.seconds, unit: "s", against: "the whole", ratio: small.seconds / large.seconds },
      { bench: "release", case: `${rows} x 60: size of all files`, value: large.bytes / 1e6, unit: "MB" },
      { bench: "release", case: "DuckDB: the released CSV to Parquet (floor)", value: floor, unit: "s" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
  readonly bytes: number;
  readonly release: string;
}

async function measured(folder: string, n: number): Promise<Measured> {
  fill(folder, n);
  const start = performance.now();
  const child = spawn(process.execPath, [CLI, "release", "bench", "--surveys", join(folder, "surveys"), "--data", join(folder, "data"), "--quiet"], { stdio: ["ignore", "inherit", "pipe"] });
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, memoryOf(child.pid ?? 0))), 100);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise<number | null>((done) => child.once("exit", done));
  clearInterval(watch);
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(said);
  const release = join(folder, "data/releases/bench/w1/r1");
  const manifest: Manifest = JSON.parse(readFileSync(join(release, "release.json"), "utf8"));
  if (manifest.responses !== n) throw new Error(`${manifest.responses} of ${n} answers are in the release`);
  return { seconds, megabytes: most / 1024, bytes: manifest.files.reduce((sum, { name }) => sum + statSync(join(release, name)).size, 0), release };
}

/** What a process and those that it started hold now, in kilobytes, as Linux tells. */
function memoryOf(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return own + (children === "" ? 0 : children.split(" ").reduce((sum, child) => sum + memoryOf(Number(child)), 0));
  } catch {
    // It has ended meanwhile, or this is no Linux.
    return 0;
  }
}

/** A closed wave of a questionnaire with 60 variables, as the collector stores it. */
function fill(folder: string, n: number): void {
  const surveys = join(folder, "surveys/bench");
  mkdirSync(surveys, { recursive: true });
  mkdirSync(join(folder, "data"));
  const scale = Array.from({ length: 5 }, (_, i) => ({ value: i + 1, text: both(`第 ${i + 1} 级`) }));
  const elements = [
    ...Object.entries(TRAITS).map(([name, size]) => ({ type: "radiogroup", name, title: both(name), choices: Array.from({ length: size }, (_, i) => ({ value: `c${i}`, text: both(`${name} ${i}`) })) })),
    { type: "matrix", name: "items", title: both("条目"), columns: scale, rows: Array.from({ length: ITEMS }, (_, i) => ({ value: `i${i}`, text: both(`条目 ${i}`) })) },
    { type: "checkbox", name: "tasks", title: both("事项"), choices: Array.from({ length: 6 }, (_, i) => ({ value: `t${i}`, text: both(`事项 ${i}`) })) },
    { type: "text", inputType: "number", name: "hours", title: both("小时"), min: 0, max: 16 },
    { type: "boolean", name: "again", title: both("再来一次") },
    { type: "comment", name: "words", title: both("想说的话") },
  ];
  writeFileSync(join(surveys, "survey.json"), JSON.stringify({ title: both("一百万份答卷"), elements }));
  writeFileSync(join(surveys, "study.json"), JSON.stringify({
    title: both("一百万份答卷"),
    about: Object.fromEntries(["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"].map((key) => [key, both("测量")])),
    waves: [{ id: "w1", admission: "invited" }],
    roles: { ...Object.fromEntries(Object.keys(TRAITS).map((name) => [name, "quasi"])), hours: { role: "ordinary", why: both("只有本人知道") }, again: "sensitive" },
    ordinal: ["years", "beat"],
    filters: ["region", "urban"],
    constructs: [{ id: "load", title: both("负担"), items: ["items__i0", "items__i1", "items__i2", "items__i3"], favourable: "low" }],
  }));
  const survey = loadSurvey(join(folder, "surveys"), "bench");
  const { study } = survey;
  const [plan] = study?.waves ?? [];
  if (!study || !plan) throw new Error("the study has a wave");
  if (survey.codebook.variables.length !== 60) throw new Error(`${survey.codebook.variables.length} variables`);
  const database: DatabaseSync = connect(join(folder, "data/answers.sqlite"));
  database.exec("PRAGMA synchronous = OFF; BEGIN");
  database.prepare("INSERT INTO bundles VALUES (?, ?, ?)").run("bench", survey.version, JSON.stringify({ survey: "bench", version: survey.version, definition: survey.definition, study, codebook: survey.codebook }));
  database.prepare("INSERT INTO waves VALUES (?, ?, ?)").run("bench", "w1", JSON.stringify(simulatedWave(survey, study, plan)));
  const insert = database.prepare("INSERT INTO responses VALUES (?, ?, ?, ?)");
  const random = randomFrom(7);
  const upTo = (size: number): number => Math.floor(random() * size);
  for (let i = 0; i < n; i++) {
    const traits = Object.fromEntries(Object.entries(TRAITS).map(([name, size]) => [name, `c${Math.floor(random() * random() * size)}`]));
    const items: Record<string, number> = {};
    for (let item = 0; item < ITEMS; item++) if (random() > 0.03) items[`i${item}`] = 1 + upTo(5);
    const tasks = Array.from({ length: 6 }, (_, task) => `t${task}`).filter(() => random() < 0.3);
    const answers = { ...traits, items, ...(tasks.length > 0 ? { tasks } : {}), hours: upTo(17), again: random() < 0.6, ...(random() < 0.2 ? { words: "有时候忙不过来，望少一点报表" } : {}) };
    // In the order of their ids, as a closed store is.
    const id = `${i.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;
    insert.run(id, "bench", "w1", JSON.stringify({ id, survey: "bench", version: survey.version, wave: "w1", language: "zh-cn", seconds: 30 * (2 + upTo(12)), answers }));
  }
  database.exec("COMMIT");
  database.close();
}

async function floorOf(release: string): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const start = performance.now();
  await connection.run(`COPY (FROM read_csv('${join(release, "*codes.csv")}', header = true)) TO '${join(release, "../floor.parquet")}' (FORMAT parquet)`);
  const seconds = (performance.now() - start) / 1000;
  connection.closeSync();
  instance.closeSync();
  return seconds;
}

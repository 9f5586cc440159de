import { createHash } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Cube } from "../cube/cube.ts";
import { writeCube } from "../cube/codec.ts";
import { UserError } from "../error.ts";
import type { Manifest, ReleaseFile } from "../query/files.ts";
import type { Response } from "../responses/response.ts";
import { type Bundle, versionsOf, type WaveRecord } from "../responses/store.ts";
import { covarianceOf } from "../stats/covariance.ts";
import { alphaOf, correlationOf, omegaFrom } from "../stats/reliability.ts";
import type { Codebook } from "../survey/codebook.ts";
import { csvText } from "../survey/csv.ts";
import { type Frame, HIDDEN, seriesOf } from "../survey/frame.ts";
import { writeDatabase } from "./database.ts";
import { type Earlier, readEarlier, recordOf, recordText } from "./earlier.ts";
import { gather, type Gathered } from "./gather.ts";
import { generalise } from "./generalise.ts";
import { cubeWithinLimits } from "./limits.ts";
import { sortedByContent } from "./order.ts";
import { methodsOf } from "./methods.ts";
import { makeSafe, type Safe } from "./safe.ts";
import { addScores, itemScores } from "./scores.ts";
import { codebookTable, labelled, microdataText, readme } from "./tables.ts";
import { withoutTelling } from "./versions.ts";
import { rounded, withhold } from "./withhold.ts";

export interface ReleaseRequest {
  readonly bundle: Bundle;
  /** Versions that the wave asked before it was amended, oldest first. */
  readonly earlier?: readonly Bundle[];
  readonly wave: WaveRecord;
  /** Read once, one by one. */
  readonly responses: Iterable<Response> | AsyncIterable<Response>;
  /** Folder of all releases. */
  readonly out: string;
  /** Words that the operator has cleared; a table of its own, with no key and nothing about who wrote them. */
  readonly quotes?: readonly { readonly variable: string; readonly theme: string; readonly text: string }[];
  /** Nobody gave these answers. */
  readonly simulated: boolean;
  /** YYYY-MM-DD */
  readonly day: string;
}

export interface Released {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What was left out or made coarser, and why: for the operator, and in `hidden.csv`. */
  readonly log: readonly { readonly variable: string; readonly done: string }[];
}

/**
 * Protects the responses of a closed wave and writes them as a folder, whole or not at all.
 * @throws UserError if it cannot be made safe, saying what would
 */
export async function release(request: ReleaseRequest): Promise<Released> {
  const { bundle, wave, responses, out, simulated, earlier = [] } = request;
  const where = `${bundle.survey} ${wave.wave}`;
  const { study } = bundle;
  if (!study) throw new UserError("without study.json nothing says what must be protected", { where, fix: "write study.json and open a new wave" });
  if (wave.state !== "closed") throw new UserError("the wave is still open", { where, fix: `close it first: close ${bundle.survey} --wave ${wave.wave}` });
  const gathered = await gather(responses, bundle, earlier);
  const { n } = gathered.frame;
  if (n < wave.protect.n) throw new UserError(`${n} answers are fewer than the ${wave.protect.n} that any figure needs`, { where, fix: "wait for more answers in another wave; this one cannot be released" });
  const home = join(out, bundle.survey, wave.wave);
  const revision = simulated ? 1 : nextRevision(home, where);
  const target = join(home, simulated ? "simulated" : `r${revision}`);
  const before = simulated ? [] : readEarlier(home, Array.from({ length: revision - 1 }, (_, i) => i + 1), gathered.fingerprint);
  const safe = makeSafe(gathered, request, before);
  mkdirSync(home, { recursive: true });
  // What a release that was killed left behind.
  for (const name of readdirSync(home)) if (name.startsWith(".writing-")) rmSync(join(home, name), { recursive: true, force: true });
  const temporary = mkdtempSync(join(home, ".writing-"));
  try {
    const manifest = await writeAll(temporary, request, revision, safe);
    // mkdtemp makes it readable by its owner alone; a web server is another.
    chmodSync(temporary, 0o755);
    if (simulated) rmSync(target, { recursive: true, force: true });
    else keepForOperator(home, revision, gathered.fingerprint, safe);
    renameSync(temporary, target);
    return { folder: target, manifest, log: safe.log };
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** What a later correction must know, and what the operator alone may: beside the release, not in it. */
function keepForOperator(home: string, revision: number, fingerprint: string, { told, audit, log }: Safe): void {
  const keep = (path: string, text: string): void => writeFileSync(path, text, { mode: 0o600 });
  keep(recordOf(home, revision), recordText({ revision, fingerprint, told }));
  keep(join(home, `r${revision}.audit.json`), `${JSON.stringify({ ...audit, log }, null, 1)}\n`);
}

/** @throws UserError while an earlier release of the same wave stands */
function nextRevision(home: string, where: string): number {
  mkdirSync(home, { recursive: true });
  const done = readdirSync(home).flatMap((name) => (/^r\d+$/.test(name) ? [Number(name.slice(1))] : []));
  const last = Math.max(0, ...done);
  if (last > 0 && !readdirSync(join(home, `r${last}`)).includes("RETRACTED.json"))
    throw new UserError(`r${last} of this wave stands`, { where, fix: "a second release of the same answers may say more than one: retract the first with a reason, then release again" });
  return last + 1;
}

function writeBlocks(path: string, blocks: Iterable<string>, start = ""): void {
  const file = openSync(path, "w");
  if (start !== "") writeSync(file, start);
  for (const block of blocks) writeSync(file, block);
  closeSync(file);
}

async function writeAll(folder: string, { bundle, wave, simulated, day, quotes = [] }: ReleaseRequest, revision: number, data: Safe): Promise<Manifest> {
  const prefix = `${simulated ? "SIMULATED-" : ""}${bundle.survey}-${wave.wave}-${simulated ? "" : `r${revision}-`}`;
  const files: { name: string; role: ReleaseFile["role"] }[] = [];
  const put = (name: string, role: ReleaseFile["role"], content?: string | Uint8Array): string => {
    files.push({ name: prefix + name, role });
    const path = join(folder, prefix + name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
  await writeDatabase(put("data.duckdb", "database"), data);
  put("cube.bin", "cube", writeCube(data.cube));
  if (data.frame) {
    writeBlocks(put("codes.csv", "microdata"), microdataText(data.frame, (_, code) => code));
    writeBlocks(put("labels.zh.csv", "microdata"), microdataText(data.frame, labelled("zh-cn")), "\uFEFF");
    writeBlocks(put("labels.en.csv", "microdata"), microdataText(data.frame, labelled("en")));
  }
  put("codebook.json", "codebook", `${JSON.stringify(data.codebook, null, 1)}\n`);
  put("codebook.csv", "codebook", `\uFEFF${csvText(codebookTable(data.codebook))}`);
  put("questionnaire.json", "questionnaire", `${JSON.stringify(bundle.definition, null, 1)}\n`);
  if (quotes.length > 0) {
    put("quotes.csv", "quotes", `\uFEFF${csvText([["variable", "theme", "text"], ...quotes.map(({ variable, theme, text }) => [variable, theme, text])])}`);
    put("quotes.json", "quotes", `${JSON.stringify(quotes, null, 1)}\n`);
  }
  put("hidden.csv", "log", csvText([["variable", "what", "answers_rounded_to_5", "share"], ...data.log.map(({ variable, done }) => [variable, done, null, null]), ...data.hidden.map(({ variable, cells, share }) => [variable, "hidden in some rows", cells, share])]));
  const draft: Omit<Manifest, "files"> = {
    format: "qingting-release-1",
    survey: bundle.survey,
    wave: wave.wave,
    revision,
    simulated,
    title: data.codebook.title,
    waveTitle: wave.title,
    admission: wave.admission,
    microdata: wave.microdata,
    ...(wave.why ? { why: wave.why } : {}),
    opened: wave.opened,
    ...(wave.closed ? { closed: wave.closed } : {}),
    protect: wave.protect,
    responses: data.responses,
    designEffect: data.designEffect,
    weighted: data.codebook.weight !== undefined,
    about: bundle.study?.about ?? {},
    hidden: data.hidden,
    constructs: data.constructs,
    versions: versionsOf(wave),
    software: "qingting 0.1.0",
  };
  put("README.txt", "readme", readme(draft, day));
  const described = files.map(({ name, role }): ReleaseFile => {
    const path = join(folder, name);
    return { name, role, bytes: statSync(path).size, sha256: createHash("sha256").update(readFileSync(path)).digest("hex") };
  });
  const manifest: Manifest = { ...draft, files: described };
  writeFileSync(join(folder, "release.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

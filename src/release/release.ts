import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeCube } from "../cube/codec.ts";
import { UserError } from "../error.ts";
import type { Manifest } from "../query/files.ts";
import type { Response } from "../responses/response.ts";
import { type Bundle, versionsOf, type WaveRecord } from "../responses/store.ts";
import { DISCLOSED } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";
import type { Contents } from "./contents.ts";
import { writeDatabase } from "./database.ts";
import { readEarlier, recordOf, recordText } from "./earlier.ts";
import { gather } from "./gather.ts";
import { methodsOf } from "./methods.ts";
import { writePackage } from "./package/package.ts";
import { makeSafe, type Safe } from "./safe.ts";

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
  /** How many were invited, of a wave with a closed roster. */
  readonly invited?: number;
  /** YYYY-MM-DD */
  readonly day: string;
  /** How far the reading is, from 0 to 1, by the id of the last response read: counting them before would take as long as a part of the work. */
  readonly shareRead?: (id: string) => number;
  readonly progress?: (progress: Progress) => void;
}

/** How far a part of the work is, from 0 to 1. */
export interface Progress {
  readonly part: "read" | "protect" | "write";
  readonly share: number;
}

export interface Released {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What was left out or made coarser, and why: for the operator, and in `hidden.csv`. */
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
}

/**
 * Protects the responses of a closed wave and writes them as a folder, whole or not at all.
 * @throws UserError if it cannot be made safe, saying what would
 */
export async function release(request: ReleaseRequest): Promise<Released> {
  const { bundle, wave, responses, out, simulated, earlier = [] } = request;
  const where = `${bundle.survey} ${wave.wave}`;
  const { study } = bundle;
  if (!study) throw new UserError("without study.json nothing says what must be protected", { where, fix: `write study.json, whose “about” states ${DISCLOSED.join(", ")}, and open a new wave` });
  if (wave.state !== "closed") throw new UserError("the wave is still open", { where, fix: `close it first: close ${bundle.survey} --wave ${wave.wave}`, refusal: { code: "still-open" } });
  const tell = request.progress ?? (() => undefined);
  const gathered = await gather(responses, bundle, earlier, (id) => tell({ part: "read", share: request.shareRead?.(id) ?? 0 }));
  tell({ part: "protect", share: 0 });
  const { n } = gathered.frame;
  if (n < wave.protect.n) throw new UserError(`${n} answers are fewer than the ${wave.protect.n} that any figure needs`, { where, fix: "wait for more answers in another wave; this one cannot be released", refusal: { code: "few-answers", n, least: wave.protect.n } });
  const home = join(out, bundle.survey, wave.wave);
  mkdirSync(home, { recursive: true });
  const revision = simulated ? 1 : nextRevision(home, where);
  const target = join(home, simulated ? "simulated" : `r${revision}`);
  const before = simulated ? [] : readEarlier(home, Array.from({ length: revision - 1 }, (_, i) => i + 1), gathered.fingerprint);
  const safe = makeSafe(gathered, request, before);
  tell({ part: "write", share: 0 });
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
    throw isDiskFull(error) ? new UserError("the disk is full; nothing of the new release was kept, and what was there before stands as it was", { where: home, fix: "make room (a million answers take some 3 GB while they are written), then release again", cause: error }) : error;
  }
}

/** By Node or by DuckDB, each in its own words. */
const isDiskFull = (error: unknown): boolean => error instanceof Error && /ENOSPC|no space left/i.test(error.message);

/** What a later correction must know, and what the operator alone may: beside the release, not in it. */
function keepForOperator(home: string, revision: number, fingerprint: string, { told, audit, log }: Safe): void {
  const keep = (path: string, text: string): void => writeFileSync(path, text, { mode: 0o600 });
  keep(recordOf(home, revision), recordText({ revision, fingerprint, told }));
  keep(join(home, `r${revision}.audit.json`), `${JSON.stringify({ ...audit, log }, null, 1)}\n`);
}

/** @throws UserError while an earlier release of the same wave stands */
function nextRevision(home: string, where: string): number {
  const done = readdirSync(home).flatMap((name) => (/^r\d+$/.test(name) ? [Number(name.slice(1))] : []));
  const last = Math.max(0, ...done);
  if (last > 0 && !readdirSync(join(home, `r${last}`)).includes("RETRACTED.json"))
    throw new UserError(`r${last} of this wave stands`, { where, fix: "a second release of the same answers may say more than one: retract the first with a reason, then release again", refusal: { code: "release-stands", name: `r${last}` } });
  return last + 1;
}

async function writeAll(folder: string, request: ReleaseRequest, revision: number, safe: Safe): Promise<Manifest> {
  const { bundle, wave, simulated } = request;
  const prefix = `${simulated ? "SIMULATED-" : ""}${bundle.survey}-${wave.wave}-${simulated ? "" : `r${revision}-`}`;
  const facts = factsOf(request, revision, safe);
  const database = `${prefix}data.duckdb`;
  const whole = writeDatabase(join(folder, database), safe);
  // Whoever awaits it hears of a failure; until then it is nobody's.
  whole.catch(() => undefined);
  try {
    return await writeBeside(folder, prefix, { database, whole }, request, facts, safe);
  } finally {
    // Nothing is cleared away under a process that still writes.
    await whole.catch(() => undefined);
  }
}

async function writeBeside(folder: string, prefix: string, written: { readonly database: string; readonly whole: Promise<void> }, { bundle, quotes = [], day, progress }: ReleaseRequest, facts: Contents["facts"], safe: Safe): Promise<Manifest> {
  writeFileSync(join(folder, `${prefix}cube.bin`), writeCube(safe.cube));
  const { codebook, frame, cube, log } = safe;
  const methods = methodsOf({ codebook, frame, cube, facts, log });
  const contents: Contents = { codebook, frame, cube, definition: bundle.definition, quotes, log, facts, methods, day };
  const files = await writePackage(folder, prefix, contents, { ...written, ...(progress ? { progress: (share) => progress({ part: "write", share }) } : {}), others: [{ name: `${prefix}cube.bin`, role: "cube" }] });
  const manifest: Manifest = { ...facts, files };
  writeFileSync(join(folder, "release.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

/** All that the manifest says but the files. */
const factsOf = ({ bundle, wave, simulated, invited }: ReleaseRequest, revision: number, safe: Safe): Contents["facts"] => ({
  format: "qingting-release-1",
  survey: bundle.survey,
  wave: wave.wave,
  revision,
  simulated,
  title: safe.codebook.title,
  waveTitle: wave.title,
  admission: wave.admission,
  microdata: wave.microdata,
  ...(wave.why ? { why: wave.why } : {}),
  opened: wave.opened,
  ...(wave.closed ? { closed: wave.closed } : {}),
  protect: wave.protect,
  responses: safe.responses,
  ...(invited === undefined ? {} : { invited }),
  designEffect: safe.designEffect,
  weighted: safe.codebook.weight !== undefined,
  about: bundle.study?.about ?? {},
  hidden: safe.hidden,
  constructs: safe.constructs,
  weighting: safe.weighting,
  ...(bundle.study?.licence ? { licence: bundle.study.licence } : {}),
  versions: versionsOf(wave),
  software: "qingting 0.1.0",
});

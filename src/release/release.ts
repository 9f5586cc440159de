import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cube } from "../cube/cube.ts";
import { writeCube } from "../cube/codec.ts";
import { UserError } from "../error.ts";
import type { Manifest, ReleaseFile } from "../query/files.ts";
import type { Response } from "../responses/response.ts";
import { type Bundle, versionsOf, type WaveRecord } from "../responses/store.ts";
import { alpha, omega } from "../stats/reliability.ts";
import type { Codebook } from "../survey/codebook.ts";
import { csvText } from "../survey/csv.ts";
import type { FlatRow } from "../survey/flatten.ts";
import { canonical } from "../survey/canonical.ts";
import { writeDatabase } from "./database.ts";
import { generalise } from "./generalise.ts";
import { cubeWithinLimits } from "./limits.ts";
import { reasonOf } from "./rows.ts";
import { addScores, itemScores } from "./scores.ts";
import { codebookTable, microdataTable, readme } from "./tables.ts";
import { flattenAll, suppressVersions } from "./versions.ts";
import { rounded, withhold } from "./withhold.ts";

export interface ReleaseRequest {
  readonly bundle: Bundle;
  /** Versions that the wave asked before it was amended, oldest first. */
  readonly earlier?: readonly Bundle[];
  readonly wave: WaveRecord;
  readonly responses: readonly Response[];
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
  const { bundle, wave, responses, out, simulated } = request;
  const where = `${bundle.survey} ${wave.wave}`;
  const { study } = bundle;
  if (!study) throw new UserError("without study.json nothing says what must be protected", { where, fix: "write study.json and open a new wave" });
  if (wave.state !== "closed") throw new UserError("the wave is still open", { where, fix: `close it first: close ${bundle.survey} --wave ${wave.wave}`, refusal: { code: "still-open" } });
  if (responses.length < wave.protect.n) throw new UserError(`${responses.length} answers are fewer than the ${wave.protect.n} that any figure needs`, { where, fix: "wait for more answers in another wave; this one cannot be released", refusal: { code: "few-answers", n: responses.length, least: wave.protect.n } });
  const home = join(out, bundle.survey, wave.wave);
  const revision = simulated ? 1 : nextRevision(home, where);
  const target = join(home, simulated ? "simulated" : `r${revision}`);
  const protectedData = protect(responses, request);
  mkdirSync(home, { recursive: true });
  // What a release that was killed left behind.
  for (const name of readdirSync(home)) if (name.startsWith(".writing-")) rmSync(join(home, name), { recursive: true, force: true });
  const temporary = mkdtempSync(join(home, ".writing-"));
  try {
    const manifest = await writeAll(temporary, request, revision, protectedData);
    // mkdtemp makes it readable by its owner alone; a web server is another.
    chmodSync(temporary, 0o755);
    if (simulated) rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
    return { folder: target, manifest, log: protectedData.log };
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

interface Protected {
  readonly codebook: Codebook;
  /** Absent where microdata is withheld. */
  readonly rows: readonly FlatRow[] | undefined;
  readonly cube: Cube;
  readonly log: readonly { variable: string; done: string }[];
  readonly hidden: Manifest["hidden"];
  readonly constructs: Manifest["constructs"];
  readonly designEffect: number;
  readonly responses: number;
}

function protect(responses: readonly Response[], request: ReleaseRequest): Protected {
  const { bundle, wave } = request;
  const { study } = bundle;
  if (!study) throw new Error("checked before");
  const { codebook, rows, versions } = flattenAll(responses, bundle, request.earlier ?? []);
  const coarse = generalise(codebook, rows, study);
  const withheld = wave.microdata === "withheld";
  const safe = withheld ? { codebook: coarse.codebook, rows: coarse.rows, log: [] } : suppressVersions(coarse.codebook, coarse.rows, versions, wave.protect.k);
  const scored = addScores(safe.codebook, safe.rows, withheld ? 0.5 : 0.01);
  const sorted = scored.rows.map((row) => ({ row, key: canonical(row) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
  const weight = withheld ? undefined : codebook.weight;
  const weights = weight === undefined ? undefined : sorted.map((row) => (typeof row[weight] === "number" ? row[weight] : 1));
  const { weight: _, ...unweighted } = scored.codebook;
  const published: Codebook = withheld ? { ...unweighted, filters: [] } : scored.codebook;
  if (published.variables.length === 0) throw new UserError("every question is an identifier, so nothing can be released", { where: bundle.survey, fix: "ask something that is no identifier, or give it another role in study.json", refusal: { code: "nothing-left" } });
  const cube = cubeWithinLimits(published, sorted, weights);
  const constructs = codebook.constructs.map((construct) => {
    const scores = itemScores(safe.codebook, construct, sorted);
    const n = scores.filter((row) => row.every((score) => score !== null)).length;
    const enough = n >= 30;
    // With exact figures beside them, withheld counts could be searched for.
    const shown = (value: number | null): number | null => (value === null || !withheld ? value : Math.round(value * 100) / 100);
    return { name: construct.name, n: withheld ? rounded(n) : n, alpha: enough ? shown(alpha(scores).raw) : null, omega: enough ? shown(omega(scores)) : null };
  });
  const hidden = published.variables
    .map((variable) => ({ variable: variable.name, count: sorted.filter((row) => reasonOf(row, variable) === "hidden").length }))
    .filter(({ count }) => count > 0)
    .map(({ variable, count }) => ({ variable, cells: Math.max(5, rounded(count)), share: Math.round((count / sorted.length) * 100) / 100 }));
  const common = { codebook: published, log: [...coarse.log, ...safe.log], hidden, constructs, designEffect: kish(weights) };
  return withheld
    ? { ...common, rows: undefined, cube: withhold(cube, published, sorted.length), responses: rounded(sorted.length) }
    : { ...common, rows: sorted, cube, responses: sorted.length };
}

/** Kish 1965: n Σw² / (Σw)². */
function kish(weights: readonly number[] | undefined): number {
  if (!weights || weights.length === 0) return 1;
  const sum = weights.reduce((total, w) => total + w, 0);
  return (weights.length * weights.reduce((total, w) => total + w * w, 0)) / (sum * sum);
}

/** @throws UserError while an earlier release of the same wave stands */
function nextRevision(home: string, where: string): number {
  mkdirSync(home, { recursive: true });
  const done = readdirSync(home).flatMap((name) => (/^r\d+$/.test(name) ? [Number(name.slice(1))] : []));
  const last = Math.max(0, ...done);
  if (last > 0 && !readdirSync(join(home, `r${last}`)).includes("RETRACTED.json"))
    throw new UserError(`r${last} of this wave stands`, { where, fix: "a second release of the same answers may say more than one: retract the first with a reason, then release again", refusal: { code: "release-stands", name: `r${last}` } });
  return last + 1;
}

async function writeAll(folder: string, { bundle, wave, simulated, day, quotes = [] }: ReleaseRequest, revision: number, data: Protected): Promise<Manifest> {
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
  if (data.rows) {
    put("codes.csv", "microdata", csvText(microdataTable(data.codebook, data.rows, undefined)));
    put("labels.zh.csv", "microdata", `\uFEFF${csvText(microdataTable(data.codebook, data.rows, "zh-cn"))}`);
    put("labels.en.csv", "microdata", csvText(microdataTable(data.codebook, data.rows, "en")));
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

import { cpSync, rmSync, watch } from "node:fs";
import { basename, join } from "node:path";
import { startServer } from "../collector/serve.ts";
import { isUserError } from "../error.ts";
import { listReleases } from "../query/releases.ts";
import { loadSurveys } from "../survey/load.ts";
import { serveSite } from "./astro.ts";
import type { Invocation, Output, Settings } from "./options.ts";
import { openStore } from "./places.ts";
import { prepare } from "./prepare.ts";
import { stopSignal } from "./site.ts";

/** Quiet time after the last change before anything is done about it, in ms: editors write a file in several steps. */
const SETTLE = 250;

/**
 * The dry run: form, results and what protection will hide at the expected number, live while the files are edited.
 * It has a data folder of its own. With every change the answers given in it are thrown away and the trial wave opens anew
 * with the questionnaire as it now stands; what is real stays untouched.
 */
export async function devVerb({ settings }: Invocation, output: Output): Promise<boolean> {
  const folder = join(settings.data, "dev");
  // Never the database: what is real stays there.
  const { database: _database, ...local } = settings;
  const dry: Settings = { ...local, data: folder, out: join(folder, "releases"), publicDir: join(folder, "public") };
  rmSync(folder, { recursive: true, force: true });
  cpSync(settings.publicDir, dry.publicDir, { recursive: true, filter: (path) => basename(path) !== "releases" });
  output.say(`a dry run: answers go to ${folder} and are thrown away with the next change`);
  const stopped = stopSignal();
  for (;;) {
    const next = await round(dry, output, stopped);
    if (next === "stop") return true;
  }
}

/** Serves one state of the files, until they change into another that can be read. */
async function round(settings: Settings, output: Output, stopped: Promise<void>): Promise<"stop" | "changed"> {
  const changes = changesOf(settings.surveys);
  for (const ending of ["", "-wal", "-shm"]) rmSync(join(settings.data, `answers.sqlite${ending}`), { force: true });
  const store = await openStore(settings);
  try {
    await prepare(settings, store, output, { openTrials: true });
    sayHidden(settings, output);
    const server = await startServer({ port: 0, host: "localhost", dist: settings.dist, store, origins: [`http://${settings.host}:${settings.port}`] });
    const site = serveSite(settings, server.url);
    const ended = Promise.race([stopped, site.ended]).then(() => "stop" as const);
    let next = await Promise.race([ended, changes.next()]);
    while (next === "changed" && !readable(settings, output)) next = await Promise.race([ended, changes.next()]);
    await Promise.all([site.stop(), server.close()]);
    return next;
  } finally {
    changes.close();
    await store.shutdown();
  }
}

/** Says what is wrong with the files as they stand; the page goes on showing what stood before. */
function readable({ surveys }: Settings, { say }: Output): boolean {
  try {
    loadSurveys(surveys);
    return true;
  } catch (error) {
    if (!isUserError(error)) throw error;
    say(`${error.message}\n  (the pages still show what stood before)`);
    return false;
  }
}

/** What protection costs at the number of answers that the study expects. */
function sayHidden({ publicDir }: Settings, { say }: Output): void {
  for (const { manifest } of listReleases(publicDir)) {
    const { survey, responses, hidden, microdata } = manifest;
    const cost = hidden.map(({ variable, share }) => `${variable} ${Math.round(share * 100)} %`).join(", ");
    say(`${survey}: of ${responses} expected answers ${microdata === "withheld" ? "only tables are released" : cost === "" ? "nothing need be hidden" : `protection hides ${cost}`}`);
  }
}

function changesOf(folder: string): { next(): Promise<"changed">; close(): void } {
  let wake: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => wake?.(), SETTLE);
  });
  return {
    next: () => new Promise((done) => (wake = () => done("changed"))),
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}

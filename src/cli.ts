#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { helpText, VERBS } from "./cli/help.ts";
import { type Invocation, type Output, readInvocation } from "./cli/options.ts";
import { isUserError, UsageError } from "./error.ts";

// What V8 made of the programs last time: a verb starts in two thirds of the time. Where nothing can be written, it goes without.
enableCompileCache(join(import.meta.dirname, "../.cache/compile"));

/** Verbs are loaded when they are called: DuckDB, SurveyJS and the server take longer to load than most verbs to run. */
const run: Readonly<Record<string, (invocation: Invocation, output: Output) => boolean | Promise<boolean>>> = {
  start: async (...args) => (await import("./cli/site.ts")).startVerb(...args),
  build: async (...args) => (await import("./cli/site.ts")).buildVerb(...args),
  dev: async (...args) => (await import("./cli/dev.ts")).devVerb(...args),
  prepare: async (...args) => (await import("./cli/site.ts")).prepareVerb(...args),
  codebook: async (...args) => (await import("./cli/survey.ts")).codebookVerb(...args),
  lint: async (...args) => (await import("./cli/lint.ts")).lintVerb(...args),
  new: async (...args) => (await import("./cli/new.ts")).newVerb(...args),
  power: async (...args) => (await import("./cli/power.ts")).powerVerb(...args),
  schema: async (...args) => (await import("./cli/schema.ts")).schemaVerb(...args),
  simulate: async (...args) => (await import("./cli/survey.ts")).simulateVerb(...args),
  validate: async (...args) => (await import("./cli/wave.ts")).validateVerb(...args),
  import: async (...args) => (await import("./cli/import.ts")).importVerb(...args),
  open: async (...args) => (await import("./cli/wave.ts")).openVerb(...args),
  invite: async (...args) => (await import("./cli/invite.ts")).inviteVerb(...args),
  amend: async (...args) => (await import("./cli/wave.ts")).amendVerb(...args),
  close: async (...args) => (await import("./cli/wave.ts")).closeVerb(...args),
  "clear-text": async (...args) => (await import("./cli/texts.ts")).clearTextVerb(...args),
  extend: async (...args) => (await import("./cli/wave.ts")).extendVerb(...args),
  purge: async (...args) => (await import("./cli/wave.ts")).purgeVerb(...args),
  status: async (...args) => (await import("./cli/wave.ts")).statusVerb(...args),
  move: async (...args) => (await import("./cli/move.ts")).moveVerb(...args),
  export: async (...args) => (await import("./cli/wave.ts")).exportVerb(...args),
  backup: async (...args) => (await import("./cli/backup.ts")).backupVerb(...args),
  restore: async (...args) => (await import("./cli/backup.ts")).restoreVerb(...args),
  release: async (...args) => (await import("./cli/release.ts")).releaseVerb(...args),
  publish: async (...args) => (await import("./cli/release.ts")).publishVerb(...args),
  retract: async (...args) => (await import("./cli/release.ts")).retractVerb(...args),
};

/**
 * Runs one verb.
 * @returns the exit status: 0 done, 1 refused or failed, 2 not understood
 */
async function main(args: readonly string[]): Promise<number> {
  try {
    const invocation = readInvocation(args, process.env);
    if (invocation.verb === "help") {
      process.stdout.write(helpText(invocation.names[0]));
      return 0;
    }
    const verb = run[invocation.verb];
    if (!verb) throw new UsageError(`there is no verb “${invocation.verb}”`, { fix: `there are: ${Object.keys(VERBS).join(", ")}` });
    const wantsJson = invocation.flags["json"] === true;
    const quiet = invocation.flags["quiet"] === true;
    const words = wantsJson ? process.stderr : process.stdout;
    const done = await verb(invocation, {
      wantsJson,
      json: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
      say: (text) => quiet || words.write(`${text}\n`),
    });
    return done ? 0 : 1;
  } catch (error) {
    // The server that runs this verb for the operator's page hears it as a code, too.
    if (isUserError(error) && error.refusal) process.send?.({ refusal: error.refusal });
    process.stderr.write(`${isUserError(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

// `codebook | head`: whoever reads has enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main(process.argv.slice(2));

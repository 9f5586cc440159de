import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Desk, Found, KindOfWork, Standing, Work, WorkOrder, WorkStep } from "../collector/desk.ts";
import { isUserError, UserError } from "../error.ts";
import type { Refusal } from "../i18n/refusals.ts";
import { newestOf } from "../release/publish.ts";
import { siteOf } from "./invite.ts";
import type { Settings } from "./options.ts";

const CLI = resolve(import.meta.dirname, "../cli.ts");

/** The verbs that each kind of work takes, one after the other. */
const VERBS: Readonly<Record<KindOfWork, readonly WorkStep["name"][]>> = { build: ["build"], preview: ["preview"], publish: ["release", "publish", "build"], retract: ["retract", "build"] };

/** What the operator's page can have done. Releases and builds run as the same commands that a terminal runs, each in a process of its own: the server goes on answering. */
export function deskOf(settings: Settings): Desk {
  let last: Running | undefined;
  return {
    surveys: settings.surveys,
    data: settings.data,
    site: settings.site && siteOf(settings),
    standing: (survey, wave) => standing(settings, survey, wave),
    work: () => last?.work(),
    begin: (order) => {
      if (last?.work().state === "running") throw new UserError("other work is under way", { fix: "wait until it is done, then try again", refusal: { code: "other-work" } });
      last = new Running((last?.work().id ?? 0) + 1, order, settings);
      void last.run();
      return last.work();
    },
  };
}

function standing({ out, publicDir }: Settings, survey: string, wave: string): Standing {
  const found = newestOf(join(out, survey, wave));
  if (found === undefined || found.name === "simulated") return { published: false, retracted: false };
  return { release: found.name, published: !found.retracted && existsSync(join(publicDir, "releases", survey, wave, found.name)), retracted: found.retracted };
}

class Running {
  readonly #id: number;
  readonly #order: WorkOrder;
  readonly #settings: Settings;
  readonly #steps: { readonly name: WorkStep["name"]; state: WorkStep["state"]; began?: number; seconds: number }[];
  #state: Work["state"] = "running";
  #result: Found | undefined;
  #error: string | undefined;
  /** How far the step under way is, where it tells. */
  #share: number | undefined;
  #refusal: Refusal | undefined;

  constructor(id: number, order: WorkOrder, settings: Settings) {
    this.#id = id;
    this.#order = order;
    this.#settings = settings;
    const { release, retracted } = standing(settings, order.survey ?? "", order.wave ?? "");
    // A release that stands already is the one to publish.
    const isMade = order.kind === "publish" && release !== undefined && !retracted;
    this.#steps = VERBS[order.kind].filter((verb) => !(isMade && verb === "release")).map((name) => ({ name, state: "waiting", seconds: 0 }));
  }

  work(): Work {
    return {
      id: this.#id,
      ...this.#order,
      steps: this.#steps.map(({ name, state, began, seconds }) => ({ name, state, seconds: state === "running" && began !== undefined ? (performance.now() - began) / 1000 : seconds })),
      state: this.#state,
      ...(this.#share === undefined ? {} : { share: this.#share }),
      ...(this.#result === undefined ? {} : { result: this.#result }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }),
    };
  }

  async run(): Promise<void> {
    try {
      for (const step of this.#steps) {
        step.state = "running";
        this.#share = undefined;
        step.began = performance.now();
        const result = await this.#do(step.name);
        if (result !== undefined && (step.name === "preview" || step.name === "release")) this.#result = result;
        step.state = "done";
        step.seconds = (performance.now() - step.began) / 1000;
      }
      this.#state = "done";
    } catch (error) {
      for (const step of this.#steps) if (step.state === "running") step.state = "failed";
      this.#error = error instanceof Error ? error.message : String(error);
      this.#refusal = isUserError(error) ? error.refusal : undefined;
      this.#state = "failed";
    }
  }

  #do(verb: WorkStep["name"]): Promise<Found | undefined> {
    const { survey = "", wave = "", why = "" } = this.#order;
    const at = [survey, "--wave", wave];
    switch (verb) {
      case "preview":
        return this.#spawned(["release", ...at, "--preview"]);
      case "retract":
        return this.#spawned(["retract", ...at, "--why", why]);
      case "build":
        return this.#spawned(["build"]);
      default:
        return this.#spawned([verb, ...at]);
    }
  }

  /** @returns what the command wrote as JSON @throws UserError with what it said */
  #spawned(args: readonly string[]): Promise<Found | undefined> {
    const { surveys, data, out, publicDir, dist } = this.#settings;
    const env = { ...process.env, SURVEYS_DIR: resolve(surveys), DATA_DIR: resolve(data), OUT_DIR: resolve(out), PUBLIC_DIR: resolve(publicDir), DIST_DIR: resolve(dist) };
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [CLI, ...args, "--json"], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
      let refusal: Refusal | undefined;
      child.on("message", (message: { readonly refusal?: Refusal; readonly share?: number }) => {
        refusal = message.refusal ?? refusal;
        this.#share = message.share ?? this.#share;
      });
      const [said, wrote]: [string[], string[]] = [[], []];
      child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
      child.stdout?.on("data", (chunk: Buffer) => wrote.push(chunk.toString()));
      child.on("error", fail);
      child.on("close", (code) => {
        if (code !== 0) return fail(new UserError(said.join("").trim().slice(-4000) || `${args[0]} ended with ${code}`, refusal ? { refusal } : {}));
        const line = wrote.join("").trim().split("\n").at(-1) ?? "";
        done(line.startsWith("{") ? JSON.parse(line) : undefined);
      });
    });
  }
}

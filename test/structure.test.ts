import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** Which room may import which: data flows one way. Every room may import `error` and `i18n`. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  error: [],
  stats: [],
  survey: [],
  i18n: ["survey", "query"],
  responses: ["survey"],
  form: ["survey", "responses"],
  collector: ["survey", "responses"],
  cube: ["survey"],
  release: ["survey", "responses", "stats", "cube", "query"],
  query: ["survey", "stats", "cube"],
  chart: ["stats", "survey", "query"],
  findings: ["stats", "survey", "query", "chart"],
  dashboard: ["survey", "query", "chart", "cube"],
  components: ["chart", "findings", "dashboard", "form", "survey", "query"],
  layouts: ["components", "survey", "chart"],
  content: [],
  pages: ["chart", "dashboard", "form", "survey", "query", "components", "layouts", "responses", "stats"],
  cli: ["survey", "stats", "responses", "form", "collector", "release", "cube", "query", "chart"],
};
const SRC = resolve(import.meta.dirname, "../src");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /\.(ts|tsx|astro)$/.test(entry.name) ? [path] : [];
  });
}

const importsOf = (path: string): string[] =>
  [...readFileSync(path, "utf8").matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"?]+)/g)].flatMap((match) => (match[1] ? [resolve(dirname(path), match[1])] : []));

const room = (path: string): string => relative(SRC, path).split("/")[0]?.replace(/\.ts$/, "") ?? "";
const files = sources(SRC);

/** Types alone: what the operator's page and the server say to each other is written down once. */
const isAgreed = (from: string, to: string): boolean => room(from) === "dashboard" && to === join(SRC, "collector/desk.ts") && !/import (?!type )[^"]*"\.\.\/collector\/desk\.ts"/.test(readFileSync(from, "utf8"));

test("imports go one way between rooms", () => {
  const wrong = files.flatMap((from) =>
    importsOf(from)
      .filter((to) => to.startsWith(SRC) && room(to) !== room(from) && room(to) !== "error" && room(to) !== "i18n" && !(MAY[room(from)] ?? []).includes(room(to)) && !isAgreed(from, to))
      .map((to) => `${relative(SRC, from)} -> ${relative(SRC, to)}`),
  );
  expect(wrong).toEqual([]);
});

test("no module imports itself around a corner", () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].map((each) => relative(SRC, each)).join(" -> "));
    if (trail.includes(path) || done.has(path)) return;
    for (const next of files.includes(path) ? importsOf(path) : []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test("what a browser loads reaches no Node module", () => {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path) || !files.includes(path)) return;
    reached.add(path);
    const text = readFileSync(path, "utf8");
    expect.soft(/from "node:|from "@duckdb\/node-api"/.test(text), `${relative(SRC, path)} is loaded by a browser`).toBe(false);
    for (const match of text.matchAll(/(?:^|\n)(?:import|export) (?!type )[^"]*?from "(\.{1,2}\/[^"?]+)"/g)) if (match[1]) visit(resolve(dirname(path), match[1]));
  };
  for (const file of files.filter((path) => room(path) === "dashboard" || room(path) === "form" || /query\/(cube|wasm|sql)\.ts$/.test(path))) visit(file);
});

test("no source file holds more than 400 lines", () => {
  const long = files.filter((path) => readFileSync(path, "utf8").split("\n").length > 401).map((path) => relative(SRC, path));
  expect(long).toEqual([]);
});

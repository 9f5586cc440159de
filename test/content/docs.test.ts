import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { VERBS } from "../../src/cli/help.ts";
import { readInvocation } from "../../src/cli/options.ts";
import { mappingSchema } from "../../src/responses/mapping.ts";
import { lint } from "../../src/survey/lint/lint.ts";
import { assemble } from "../../src/survey/load.ts";
import { readStudy, studySchema } from "../../src/survey/study.ts";

const DOCS = join(import.meta.dirname, "../../src/content/docs");
const LANGUAGES = ["zh-cn", "en"] as const;
const namesIn = (language: string): string[] => readdirSync(join(DOCS, language)).sort();
const read = (language: string, name: string): string => readFileSync(join(DOCS, language, name), "utf8");
const guides = LANGUAGES.flatMap((language) => namesIn(language).map((name) => ({ language, name, text: read(language, name) })));

/** Fenced code, with its language. */
const blocksOf = (text: string): { language: string; code: string }[] => [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({ language, code }));
const proseOf = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, "");
const depthsOf = (text: string): number[] => [...proseOf(text).matchAll(/^(#+) /gm)].map(([, marks = ""]) => marks.length);

test("both languages have the same guides, with the same headings, code and tables", () => {
  expect(namesIn("zh-cn")).toEqual(namesIn("en"));
  expect(namesIn("en").length).toBeGreaterThan(0);
  for (const name of namesIn("en")) {
    const [zh, en] = [read("zh-cn", name), read("en", name)];
    expect(depthsOf(en).length).toBeGreaterThan(4);
    expect.soft(depthsOf(zh), name).toEqual(depthsOf(en));
    expect.soft(blocksOf(zh).map(({ language }) => language), name).toEqual(blocksOf(en).map(({ language }) => language));
    expect.soft([...zh.matchAll(/^\|/gm)].length, name).toBe([...en.matchAll(/^\|/gm)].length);
  }
});

/** As a shell takes a line apart, for as much of a shell as the guides use. */
const words = (line: string): string[] => [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");

const commands = guides.flatMap(({ language, name, text }) => [...text.matchAll(/npm run -s qingting -- ([^\n`]+)/g)].map(([, line = ""]) => ({ where: `${language}/${name}: ${line}`, line })));

test("the guides give commands", () => expect(commands.length).toBeGreaterThan(20));

test.each(commands)("$where is understood", ({ line }) => {
  const { verb, flags } = readInvocation(words(line), {});
  const known = VERBS[verb];
  expect(known).toBeDefined();
  const common = ["json", "quiet", "data", "surveys", "out"];
  for (const flag of Object.keys(flags)) expect([flag, common.includes(flag) || [" ", "]"].some((end) => known?.use.includes(`${flag.length === 1 ? "-" : "--"}${flag}${end}`))]).toEqual([flag, true]);
});

/** Names of all properties that a schema spells out, however deep. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => (key === "properties" && typeof inner === "object" && inner !== null ? [...Object.keys(inner), ...Object.values(inner).flatMap(keysOf)] : keysOf(inner)));
}

const explained = (text: string, key: string): boolean => [...text.matchAll(/`([^`\n]+)`/g)].some(([, code = ""]) => code === key || code.includes(`"${key}"`)) || blocksOf(text).some(({ code }) => code.includes(`"${key}"`));

describe.each(LANGUAGES)("in %s", (language) => {
  test("the author's guide names every key of a study file", () => {
    const keys = [...new Set(keysOf(z.toJSONSchema(studySchema, { io: "input" })))];
    expect(keys).toContain("favourable");
    const text = read(language, "author.md");
    expect(keys.filter((key) => !explained(text, key))).toEqual([]);
  });

  test("the guide to imports names every key of a mapping", () => {
    const keys = keysOf(z.toJSONSchema(mappingSchema, { io: "input" }));
    expect(keys).toContain("missingIn");
    const text = read(language, "import.md");
    expect(keys.filter((key) => !explained(text, key))).toEqual([]);
  });

  test("the survey that the author's guide begins with is accepted, and every fragment is JSON", () => {
    const [definition, study, ...fragments] = blocksOf(read(language, "author.md")).filter((block) => block.language === "json").map(({ code }) => code);
    const survey = assemble("training", JSON.parse(definition ?? ""), readStudy(JSON.parse(study ?? ""), "study.json"), "survey.json");
    const { codebook } = survey;
    // It must stand up to what the same guide says of good questions.
    expect(lint(survey).findings).toEqual([]);
    expect(codebook.variables.map(({ name }) => name)).toEqual(["course__use", "course__clear", "course__waste", "wanted", "days", "years", "idea"]);
    expect(codebook.notes).toEqual([]);
    expect(fragments.length).toBeGreaterThan(0);
    for (const fragment of fragments) expect(() => JSON.parse(`{${fragment}}`)).not.toThrow();
  });
});

test("headings that messages point to are there", () => {
  expect(read("en", "author.md")).toMatch(/^## The study file$/m);
  expect(read("en", "import.md")).toMatch(/^## Answers of another tool$/m);
  expect(read("zh-cn", "author.md")).toMatch(/^## .*The study file/m);
  expect(read("zh-cn", "import.md")).toMatch(/^## .*Answers of another tool/m);
});

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { ID } from "../survey/load.ts";
import type { Locale, Text } from "../survey/text.ts";
import { languageOf } from "./language.ts";
import { type Invocation, type Output, surveyName } from "./options.ts";
import { editorFiles } from "./schema.ts";
import { newDefinition, newStudy } from "./template.ts";

const NEXT: Readonly<Record<Locale, (folder: string, id: string) => string>> = {
  "zh-cn": (folder, id) => `写好了 ${folder}/survey.json 和 study.json：一份可以直接用的小问卷，照着改成自己的。
接下来
  1. 在编辑器里改题目（survey.json，也可以用任何 SurveyJS 编辑器）和说明（study.json，编辑器会提示每一项的意思）
  2. npm run -s qingting -- lint ${id}          看题目写得好不好
  3. npm run -s qingting -- power ${id}         看人数够不够
  4. npm run -s qingting -- simulate ${id} -n 200 --to ${id}.jsonl
     npm run -s qingting -- release ${id} --from ${id}.jsonl    用模拟的回答试发布
  5. npm run dev                                    在手机和电脑上看看`,
  en: (folder, id) => `Wrote ${folder}/survey.json and study.json: a small survey that works as it stands, to be changed into yours.
Next
  1. change the questions (survey.json, also with any SurveyJS editor) and what is said about them (study.json; an editor explains each key)
  2. npm run -s qingting -- lint ${id}          are the questions well put?
  3. npm run -s qingting -- power ${id}         are there enough people?
  4. npm run -s qingting -- simulate ${id} -n 200 --to ${id}.jsonl
     npm run -s qingting -- release ${id} --from ${id}.jsonl    try a release on simulated answers
  5. npm run dev                                    look at it on a phone and a computer`,
};

/** Writes a survey that is in order as it stands. */
export function newVerb(invocation: Invocation, { json, say, wantsJson }: Output): boolean {
  const { settings, flags } = invocation;
  const locale = languageOf(invocation);
  const id = surveyName(invocation);
  if (!ID.test(id)) throw new UserError(`“${id}” cannot be the id of a survey`, { where: settings.surveys, fix: "small letters, digits and hyphens, beginning with a letter, 40 at most" });
  const folder = join(settings.surveys, id);
  if (existsSync(folder)) throw new UserError("this is there already, and nothing was changed", { where: folder, fix: "choose another id" });
  const title: Text = { "zh-cn": given(flags["title"]) ?? "新问卷", en: given(flags["title-en"]) ?? "New survey" };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "survey.json"), pretty(newDefinition(title)));
  writeFileSync(join(folder, "study.json"), pretty(newStudy(title)));
  // The study names its schema beside the folder; elsewhere than in the project there may be none yet.
  for (const file of editorFiles()) if (!existsSync(join(settings.surveys, file.name))) writeFileSync(join(settings.surveys, file.name), file.text);
  if (wantsJson) json({ survey: id, folder, title });
  say(NEXT[locale](folder, id));
  return true;
}

const given = (flag: string | boolean | undefined): string | undefined => (typeof flag === "string" && flag.trim() !== "" ? flag : undefined);

/** JSON as a person would write it: what fits on a line stands on one. */
function pretty(value: unknown): string {
  const write = (part: unknown, indent: string): string => {
    if (typeof part !== "object" || part === null) return JSON.stringify(part);
    const spaced = oneLine(part);
    if (indent.length + spaced.length <= 120 && !spaced.includes('"elements"')) return spaced;
    const deeper = `${indent}  `;
    if (Array.isArray(part)) return `[\n${part.map((each: unknown) => deeper + write(each, deeper)).join(",\n")}\n${indent}]`;
    return `{\n${Object.entries(part).map(([key, each]) => `${deeper}${JSON.stringify(key)}: ${write(each, deeper)}`).join(",\n")}\n${indent}}`;
  };
  return `${write(value, "")}\n`;
}

function oneLine(part: unknown): string {
  if (Array.isArray(part)) return `[${part.map(oneLine).join(", ")}]`;
  if (typeof part === "object" && part !== null) return Object.keys(part).length === 0 ? "{}" : `{ ${Object.entries(part).map(([key, each]) => `${JSON.stringify(key)}: ${oneLine(each)}`).join(", ")} }`;
  return JSON.stringify(part);
}

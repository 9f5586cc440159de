import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { MAPPING_KEYS, STUDY_KEYS } from "../i18n/schema.ts";
import { mappingSchema } from "../responses/mapping.ts";
import { editorSchema, schemaText } from "../survey/schema.ts";
import { studySchema } from "../survey/study.ts";
import type { Invocation, Output } from "./options.ts";

/** The files by which an editor checks and explains what a person writes; they lie beside the surveys' folders. */
export const editorFiles = (): { name: string; text: string }[] => [
  { name: "study.schema.json", text: schemaText(editorSchema(studySchema, STUDY_KEYS, "study.json · qingting 倾听")) },
  { name: "mapping.schema.json", text: schemaText(editorSchema(mappingSchema, MAPPING_KEYS, "Mapping of an import 导入对应表 · qingting 倾听")) },
];

export function schemaVerb({ settings }: Invocation, { json, say, wantsJson }: Output): boolean {
  const paths = editorFiles().map(({ name, text }) => {
    const path = join(settings.surveys, name);
    writeFileSync(path, text);
    return path;
  });
  if (wantsJson) json({ files: paths });
  say(`${paths.join("\n")}\nEditors find them through the line "$schema": "../study.schema.json" at the top of a study file.`);
  return true;
}

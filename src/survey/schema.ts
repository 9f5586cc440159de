import { z } from "zod";
import type { KeyWords } from "../i18n/schema.ts";

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);

/** The JSON Schema of a file that people write, for editors: each key says in Chinese and English what it means. */
export function editorSchema(schema: z.ZodType, words: KeyWords, title: string): Schema {
  // Draft 7 is what editors understand without settings; `input` is the file as written, before defaults.
  const { $schema, ...plain } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  return { $schema, title, ...described(plain, "", words) };
}

export const schemaText = (schema: Schema): string => `${JSON.stringify(schema, null, 2)}\n`;

const LANGUAGES: Readonly<Record<string, string>> = { "zh-cn": "中文 · Chinese", en: "英文 · English" };

function described(schema: Schema, path: string, words: KeyWords): Schema {
  return Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => {
      if (key === "properties" && isSchema(inner)) return [key, Object.fromEntries(Object.entries(inner).map(([name, property]) => [name, isSchema(property) ? propertyOf(property, name, path, words) : property]))];
      if (key === "additionalProperties" && isSchema(inner)) return [key, described(inner, `${path}*.`, words)];
      if (key === "items" && isSchema(inner)) return [key, described(inner, path, words)];
      if (key === "anyOf" && Array.isArray(inner)) return [key, inner.map((each: unknown) => (isSchema(each) ? described(each, path, words) : each))];
      return [key, inner];
    }),
  );
}

function propertyOf(property: Schema, name: string, path: string, words: KeyWords): Schema {
  const said = words[path + name];
  const description = LANGUAGES[name] ?? (said ? `${said["zh-cn"]} · ${said.en}` : property["description"]);
  return { ...described(property, `${path}${name}.`, words), ...(description === undefined ? {} : { description }) };
}

/** Paths of all keys that a schema spells out, with what it says of them. */
export function keysOf(schema: unknown, path = ""): { path: string; description: string | undefined }[] {
  if (Array.isArray(schema)) return schema.flatMap((each) => keysOf(each, path));
  if (!isSchema(schema)) return [];
  return Object.entries(schema).flatMap(([key, inner]) => {
    if (key === "properties" && isSchema(inner))
      return Object.entries(inner).flatMap(([name, property]) => {
        const said = isSchema(property) ? property["description"] : undefined;
        return [{ path: path + name, description: typeof said === "string" ? said : undefined }, ...keysOf(property, `${path}${name}.`)];
      });
    return keysOf(inner, key === "additionalProperties" ? `${path}*.` : path);
  });
}

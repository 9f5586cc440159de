import { Ajv, type ErrorObject } from "ajv";
import type { Codebook, Variable } from "../survey/codebook.ts";

export interface Problem {
  /** JSON Pointer into the answers. */
  readonly pointer: string;
  readonly detail: string;
}

interface Schema {
  [key: string]: unknown;
}

/**
 * Compiles a validator from a codebook: only what the questionnaire can hold passes. What its logic would not have asked is
 * not refused, for server and phone may disagree about what is visible.
 */
export function compileValidator(codebook: Codebook): (answers: unknown) => Problem[] {
  const root = objectSchema();
  for (const variable of codebook.variables) {
    if (variable.type === "construct") continue;
    // The two ends of a range stand in an array.
    if (variable.type === "slider" && variable.path.length > 1) place(root, variable.path.slice(0, -1), { type: "array", items: schemaOf(variable), minItems: 2, maxItems: 2 });
    else place(root, variable.path, schemaOf(variable));
  }
  const validate = new Ajv({ allErrors: false, strict: false, ownProperties: true, allowUnionTypes: true, keywords: [WITHIN] }).compile(root);
  return (answers) => (validate(answers) ? [] : (validate.errors ?? []).slice(0, 20).map(problem));
}

const objectSchema = (): Schema => ({ type: "object", additionalProperties: false, properties: Object.create(null) });

function place(schema: Schema, [key, ...rest]: readonly string[], leaf: Schema): void {
  if (key === undefined) return;
  const properties = schema["properties"];
  if (typeof properties !== "object" || properties === null) throw new Error("a value has no parts");
  const entry = Object.entries(properties).find(([name]) => name === key)?.[1];
  const next = rest.length === 0 ? leaf : (entry ?? objectSchema());
  Object.defineProperty(properties, key, { value: next, enumerable: true, configurable: true });
  if (rest.length > 0) place(next, rest, leaf);
}

/** A number within bounds, also where a masked input hands it over as text. */
const WITHIN = {
  keyword: "within",
  compile: ([low, high]: readonly [number, number]) => (value: unknown) => Number(value) >= low && Number(value) <= high,
  error: { message: "is outside of what can be answered" },
};

/** Largest file or signature that is taken, in characters of its data URL. */
const LARGEST_FILE = 150_000;

function schemaOf(variable: Variable): Schema {
  const choices = variable.values.map((value) => value.raw ?? value.code);
  switch (variable.kind) {
    case "multiple":
    case "ranking":
      return { type: "array", items: { enum: choices }, uniqueItems: true, maxItems: choices.length };
    case "number":
      return variable.values.length > 0
        ? { enum: choices }
        : { type: ["number", "string"], maxLength: 40, pattern: "^\\s*-?\\d*\\.?\\d+(e-?\\d+)?\\s*$", within: [variable.min ?? -Infinity, variable.max ?? Infinity] };
    case "text":
      return { type: variable.type === "expression" ? ["string", "number", "boolean"] : "string", maxLength: variable.length ?? 4000 };
    case "date":
      return { type: "string", maxLength: 40 };
    case "file":
      return { anyOf: [{ type: "string", maxLength: LARGEST_FILE }, { type: "array", maxItems: 10, items: { type: "object", additionalProperties: false, properties: { name: { type: "string", maxLength: 255 }, type: { type: "string", maxLength: 255 }, content: { type: "string", maxLength: LARGEST_FILE } } } }] };
    default:
      return { enum: choices };
  }
}

function problem(error: ErrorObject): Problem {
  const extra: unknown = error.params["additionalProperty"];
  const pointer = typeof extra === "string" ? `${error.instancePath}/${extra.slice(0, 60).replaceAll("~", "~0").replaceAll("/", "~1")}` : error.instancePath;
  const detail = typeof extra === "string" ? "the questionnaire asks no such question" : error.keyword === "enum" ? "this is not one of the choices" : (error.message ?? "is not valid");
  return { pointer, detail };
}

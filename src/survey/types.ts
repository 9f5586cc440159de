import type { Definition } from "./build.ts";
import type { Study } from "./study.ts";

type Types = NonNullable<Study["types"]>;

/** Where SurveyJS keeps questions. */
const ELEMENTS = new Set(["pages", "elements", "questions", "templateElements", "detailElements"]);

/**
 * Questions of another tool's types, written as SurveyJS's own. What an element says itself goes before what the study says
 * of its type. Form, validator and released questionnaire all get what comes out of here.
 */
export const retype = (definition: Definition, types: Types): Definition => rewritten(definition, types);

function rewritten(holder: object, types: Types): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(holder).map(([key, inner]: [string, unknown]) =>
      Array.isArray(inner) && ELEMENTS.has(key) ? [key, inner.map((each: unknown) => (typeof each === "object" && each !== null ? element(rewritten(each, types), types) : each))] : [key, inner],
    ),
  );
}

function element(own: Record<string, unknown>, types: Types): Record<string, unknown> {
  const { type } = own;
  const said = typeof type === "string" && Object.hasOwn(types, type) ? types[type] : undefined;
  if (!said) return own;
  const { as, take = {}, ...properties } = said;
  const taken = Object.entries(take).flatMap(([to, from]) => (Object.hasOwn(own, from) ? [[to, own[from]] as const] : []));
  return { ...properties, ...Object.fromEntries(taken), ...own, type: as };
}

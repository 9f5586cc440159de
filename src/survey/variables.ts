import type { Question } from "survey-core";
import { UserError } from "../error.ts";
import { allOf, conditionsOf } from "./conditions.ts";
import type { Column, Kind, Value, Variable } from "./codebook.ts";
import { baseOf, type Context, type Draft } from "./drafts.ts";
import { COLUMN_LIMIT, joined } from "./names.ts";
import { draftsOf } from "./questions.ts";
import type { Role } from "./study.ts";
import type { Text } from "./text.ts";

/** A variable, and the names under which the study may speak of it, the most exact first. */
export interface Named {
  readonly variable: Variable;
  readonly keys: readonly string[];
}

/**
 * The variables that one question's answer flattens to; none for what shows and asks nothing.
 * @throws UserError for a question that cannot be carried, saying why.
 */
export function variablesOf(question: Question, context: Context): Named[] {
  const condition = allOf(conditionsOf(question));
  return draftsOf(question, baseOf(question, [question.getValueName()], condition === undefined ? [] : [condition]), context).map((draft) => finish(draft, context));
}

/** Adds columns, role and the whole condition. */
export function finish({ keys: known, conditions, repeated, ...draft }: Draft, context: Context): Named {
  const { study } = context;
  const keys = [draft.name, ...known];
  const key = study && keys.find((each) => Object.hasOwn(study.roles, each));
  const said = key === undefined ? undefined : study?.roles[key];
  const declared: { readonly role: Role; readonly why?: Text } | undefined = typeof said === "object" ? said : said === undefined ? undefined : { role: said };
  const refused = declared?.role === "quasi" && repeated;
  // Said of the whole, it is about how many entries there are.
  if (refused && key !== keys.at(-1))
    throw new UserError(`“${draft.name}” stands in a repeated question and cannot be a quasi-identifier: each entry would single people out anew`, { where: context.where, fix: `ask what others may know once, outside of it, or give roles.${key ?? draft.name} another role` });
  const banded = study !== undefined && bandNames(draft).some((name) => Object.hasOwn(study.bands, name));
  // Said of a whole question, it is about what was chosen, not about the words beside it.
  const beside = declared?.role === "quasi" && key !== draft.name && key !== known[0] && ["text", "date", "file"].includes(draft.kind);
  const fits = declared && !refused && !beside ? declared : undefined;
  const role = fits?.role ?? safest(draft, repeated, banded);
  const condition = conditions.map((each) => `(${each})`).join(" and ");
  const variable = { ...draft, columns: columnsOf(draft.name, draft.kind, draft.values), role, ...(fits?.why ? { why: fits.why } : {}), ...(condition ? { condition } : {}) };
  return { keys, variable };
}

function columnsOf(name: string, kind: Kind, values: readonly Value[]): Column[] {
  if (kind === "multiple" || kind === "ranking")
    return values.filter((value) => !value.missing).map((value) => ({ name: joined(name, value.code, COLUMN_LIMIT), type: "DOUBLE", code: value.code }));
  return [{ name, type: kind === "number" ? "DOUBLE" : "VARCHAR" }];
}

/** Names under which a release looks for the bands of a variable. */
export const bandNames = ({ name, path, question }: Pick<Variable, "name" | "path" | "question">): string[] => [name, path.join("__"), question];

/** The role that a kind gets where nobody has thought about it. */
function safest(draft: Pick<Draft, "kind" | "type">, repeated: boolean, banded: boolean): Role {
  if (draft.kind === "file" || draft.kind === "date" || /^text (email|tel|url|password)$/.test(draft.type)) return "identifier";
  if (draft.kind === "text") return "open";
  if (draft.kind !== "number") return "ordinary";
  if (!repeated) return "quasi";
  // Numbers of every entry together are as good as a name: withheld unless they are released in bands.
  return banded ? "ordinary" : "open";
}

import { isUserError, type UserError } from "../../src/error.ts";

/** What somebody does to a questionnaire that was refused: what the message says, and nothing else. */

type Part = Record<string, unknown>;
type Definition = Part;

const PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==";

/** Remedies by what the messages call them; each changes one object of the definition, as it stands in the file. */
const REMEDIES: readonly { readonly fix: RegExp; readonly mend: (part: Part, named: string) => Part }[] = [
  { fix: /^write the picture into the file/, mend: (part) => Object.fromEntries(Object.entries(part).map(([key, value]) => [key, typeof value === "string" && /^https?:/.test(value) ? PICTURE : value])) },
  { fix: /^write (its|the) choices into the file/, mend: withChoices },
  { fix: /^write it as \[ … \]/, mend: (part) => (typeof part["choices"] === "string" ? { ...part, choices: ["a", "b"] } : part) },
  { fix: /^use one of: .*\bsum\b/, mend: (part, named) => Object.fromEntries(Object.entries(part).map(([key, value]) => [key, typeof value === "string" ? value.replaceAll(`${named}(`, "sum(") : value])) },
  { fix: /^use one of SurveyJS's own question types/, mend: (part) => (typeof part["type"] === "string" ? { ...part, type: part["type"].replaceAll(" ", "").toLowerCase() } : part) },
  { fix: /^remove \w+/, mend: (part, named) => Object.fromEntries(Object.entries(part).filter(([key]) => key !== named)) },
  { fix: /^add a question/, mend: (part) => (Array.isArray(part["elements"]) ? { ...part, elements: [...part["elements"], { type: "boolean", name: "added" }] } : part) },
];

/** The question that is named, or the one that would fetch them. */
function withChoices(part: Part, named: string): Part {
  if (part["name"] !== named && part["choicesByUrl"] === undefined) return part;
  const { choicesByUrl: _url, choicesFromQuestion: _from, choiceValuesFromQuestion: _values, ...rest } = part;
  return { ...rest, choices: ["a", "b"] };
}

function everywhere(value: unknown, change: (part: Part) => Part): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => everywhere(each, change));
  return typeof value === "object" && value !== null ? change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everywhere(inner, change)]))) : value;
}

function followed(definition: Definition, { message, fix = "" }: UserError): Definition | undefined {
  const remedy = REMEDIES.find((each) => each.fix.test(fix));
  const named = (/^remove (\w+)/.exec(fix) ?? /the function (\w+)\(\)/.exec(message) ?? /“([^”]+)”/.exec(message))?.[1] ?? "";
  return remedy && { ...Object(everywhere(definition, (part) => remedy.mend(part, named))) };
}

export interface Read<T> {
  readonly made: T | undefined;
  /** As it stood in the file, or as it was mended. */
  readonly definition: Definition;
  /** Every refusal on the way, in order. */
  readonly refusals: readonly UserError[];
}

/** Reads a questionnaire; where it is refused, follows what the message says and reads again. */
export function readMending<T>(written: Definition, make: (definition: Definition) => T): Read<T> {
  const refusals: UserError[] = [];
  for (let definition: Definition | undefined = written; ; ) {
    try {
      return { made: make(definition), definition, refusals };
    } catch (error) {
      if (!isUserError(error)) throw error;
      refusals.push(error);
      // The same again: the remedy was none.
      const stuck: boolean = refusals.filter(({ message }) => message === error.message).length > 1;
      const next: Definition | undefined = stuck ? undefined : followed(definition, error);
      if (!next) return { made: undefined, definition, refusals };
      definition = next;
    }
  }
}

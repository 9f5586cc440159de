import { UserError } from "../error.ts";
import type { TextTable } from "../responses/csv.ts";
import { bandOf, coarse } from "../survey/bands.ts";
import { answerValues, type Codebook, isCategorical, type Value, type Variable } from "../survey/codebook.ts";
import type { Study } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";

/** The people who are asked, as far as the questionnaire asks about them: what the employer knows already. */
export interface Population {
  /** Questions about who is asked that the roster answers, too; by values as they are released. */
  readonly traits: readonly Trait[];
  /** One entry a person, in the order of the roster: `{place: "urban"}`. */
  readonly people: readonly Readonly<Record<string, string>>[];
  /** Questions about who is asked for which the roster has no column. */
  readonly unchecked: readonly string[];
}

export interface Trait {
  readonly name: string;
  readonly label: Text;
  readonly isOrdered: boolean;
  readonly values: readonly Value[];
}

export interface Roster {
  readonly table: TextTable;
  /** What the file is called, for messages. */
  readonly where: string;
}

/** @throws UserError naming every cell that is no value of the question that its column is about */
export function populationOf({ table, where }: Roster, codebook: Codebook, study: Study): Population {
  const columns = askedAbout(codebook).map((variable) => ({ variable, at: columnFor(variable, table.columns) }));
  const found = columns.filter(({ at }) => at >= 0).map(({ variable, at }) => ({ at, ...reader(variable, study) }));
  const wrong: string[] = [];
  let first: { readonly line: number; readonly column: string; readonly cell: string; readonly values: Text } | undefined;
  const people = table.rows.map(({ line, cells }) =>
    Object.fromEntries(
      found.map(({ at, trait, codeOf }) => {
        const code = codeOf(cells[at] ?? "");
        if (code === undefined) first ??= { line, column: table.columns[at] ?? "", cell: cells[at] ?? "", values: listed(trait) };
        if (code === undefined) wrong.push(`line ${line}: ${table.columns[at]} is “${cells[at] ?? ""}”, not one of ${trait.values.map(({ code: each, label }) => `${each} (${label["zh-cn"]})`).join(", ")}`);
        return [trait.name, code ?? ""];
      }),
    ),
  );
  if (wrong.length > 0) {
    const more = wrong.length > 5 ? `\n     … and ${wrong.length - 5} more` : "";
    throw new UserError(`not every person's traits are values of the questionnaire\n     ${wrong.slice(0, 5).join("\n     ")}${more}`, { where, fix: "write code or label of a value in each cell; whoever's trait is not known is left out, or the column is", ...(first ? { refusal: { code: "roster-value", n: wrong.length, ...first } } : {}) });
  }
  return { traits: found.map(({ trait }) => trait), people, unchecked: columns.filter(({ at }) => at < 0).map(({ variable }) => variable.name) };
}

const listed = ({ values }: Trait): Text => ({ "zh-cn": values.map(({ label }) => label["zh-cn"]).join("、"), en: values.map(({ label }) => label.en).join(", ") });

/** What a wave asks people about themselves, by values as they are released. */
export const traitsOf = (codebook: Codebook, study: Study): Trait[] => askedAbout(codebook).map((variable) => reader(variable, study).trait);

const askedAbout = ({ variables }: Codebook): Variable[] => variables.filter((variable) => variable.role === "quasi" && (isCategorical(variable) || variable.kind === "number"));

/** As people write it: width, case and blanks aside. */
const plain = (text: string): string => text.normalize("NFKC").replace(/\s/g, "").toLowerCase();

function columnFor(variable: Variable, columns: readonly string[]): number {
  const names = [variable.name, variable.path.join("__"), variable.label["zh-cn"], variable.label.en].map(plain);
  return columns.findIndex((column) => names.includes(plain(column)));
}

function reader(variable: Variable, study: Study): { readonly trait: Trait; readonly codeOf: (cell: string) => string | undefined } {
  const band = bandOf(study, variable);
  const made = band && coarse(variable, band, (first) => first > 0);
  const values = answerValues(made ? { ...variable, values: made.values } : variable);
  const kind = made?.kind ?? variable.kind;
  const codes = new Map(values.flatMap(({ code, label }) => [code, label["zh-cn"], label.en].map((text) => [plain(text), code] as const)));
  // What stands before bands and groups is known by its own names, too.
  const before = new Map(answerValues(variable).flatMap((value) => [value.code, value.label["zh-cn"], value.label.en].map((text) => [plain(text), made?.codeOf(value.code) ?? value.code] as const)));
  const number = (cell: string): string | undefined => (made && variable.kind === "number" && /^[+-]?\d+(\.\d+)?$/.test(cell) ? made.codeOf(Number(cell)) : undefined);
  return {
    trait: { name: variable.name, label: variable.label, isOrdered: kind === "ordinal" || kind === "rating", values },
    codeOf: (cell) => (cell === "" ? undefined : (codes.get(plain(cell)) ?? before.get(plain(cell)) ?? number(cell))),
  };
}

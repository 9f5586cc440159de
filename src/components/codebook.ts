import { partLabel } from "../chart/labels.ts";
import { DATA } from "../i18n/data.ts";
import type { Codebook, Value, Variable } from "../survey/codebook.ts";
import { isEntry, placeOf } from "../survey/forms.ts";
import type { Text } from "../survey/text.ts";

/** Variables that are read together: the rows of a battery, a question and its comment, all indices. */
export interface Group {
  /** Anchor; the hyphen keeps it apart from the names of variables. */
  readonly id: string;
  readonly label: Text;
  readonly variables: readonly Variable[];
  /** What is computed from them. */
  readonly measures: readonly Text[];
  /** Values that all of them have; shown once. */
  readonly values: readonly Value[] | undefined;
  /** Condition that all of them have; shown once. */
  readonly condition: string | undefined;
  /** Why their role is safe, where that is said of all alike; shown once. */
  readonly why: Text | undefined;
}

const INDICES: Text = { "zh-cn": DATA["zh-cn"].indices, en: DATA.en.indices };

/** The same part of all entries of a repeated question is one group. */
const keyOf = (variable: Variable): string =>
  variable.construct !== undefined ? "codebook-indices" : isEntry(variable) ? `entries-${placeOf(variable)}` : `battery-${variable.battery?.name ?? variable.question}`;

/** The codebook in the order asked, the indices last. */
export function groupsOf({ variables, constructs }: Codebook): Group[] {
  const groups = Map.groupBy(variables, keyOf);
  return [...groups].map(([key, members], i) => {
    const [first] = members;
    const several = members.length > 1;
    return {
      id: key === "codebook-indices" ? key : `battery-${i + 1}`,
      label: key === "codebook-indices" ? INDICES : first && isEntry(first) ? partLabel(first) : (members.find(({ battery }) => battery)?.battery?.label ?? first?.label ?? INDICES),
      variables: members,
      measures: several ? constructs.filter(({ items }) => items.every((item) => members.some(({ name }) => name === item))).map(({ title }) => title) : [],
      values: several && first && first.values.length > 0 && members.every((member) => sameValues(member, first)) ? first.values : undefined,
      why: several && members.every(({ why }) => why?.en === first?.why?.en) ? first?.why : undefined,
      condition: several && members.every(({ condition }) => condition === first?.condition) ? first?.condition : undefined,
    };
  });
}

/** Several choices have a column each, which differ from item to item. */
const sameValues = (a: Variable, b: Variable): boolean => a.kind !== "multiple" && a.kind !== "ranking" && JSON.stringify(a.values) === JSON.stringify(b.values);

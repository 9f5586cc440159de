import { MISSING, naColumn, type Variable } from "../../survey/codebook.ts";
import { csvText } from "../../survey/csv.ts";
import { entryOf, isEntry } from "../../survey/forms.ts";
import { COLUMN_LIMIT, joined, NAME_LIMIT, slug } from "../../survey/names.ts";
import { reasonIndex } from "../../survey/frame.ts";
import type { Coded } from "./coded.ts";
import { CSV } from "./csv.ts";
import { layOut } from "./layout.ts";
import { Sink } from "./sink.ts";
import { copyRow, Tokens } from "./tokens.ts";

/** A question that people answer as often as it takes, as a table of its own: one row an entry. */
export interface Repeated {
  /** ASCII, at most 28 characters. */
  readonly name: string;
  /** How deep it stands: 2 in another repeated question. */
  readonly depth: number;
  /** Names of the parts' columns as they stand in this table, and the column of the first entry that says what each is. */
  readonly columns: readonly { readonly name: string; readonly variable: Variable; readonly column: string | undefined }[];
  readonly entries: readonly Entry[];
}

interface Entry {
  /** Its number from 1, the outer one first. */
  readonly numbers: readonly number[];
  readonly coded: readonly Coded[];
}

const ENTRY = /^\[\d+\]$/;
const last = ({ path }: Variable): number => path.findLastIndex((key) => ENTRY.test(key));
const listOf = (variable: Variable): string => variable.path.slice(0, last(variable)).filter((key) => !ENTRY.test(key)).join("__");
const partOf = (variable: Variable): string => variable.path.slice(last(variable) + 1).join("__");

/** Repeated questions whose entries all have the same parts; others stay in the table of one row a response alone. */
export function repeatedOf(coded: readonly Coded[]): Repeated[] {
  const lists = [...Map.groupBy(coded.filter(({ variable }) => isEntry(variable)), ({ variable }) => listOf(variable))];
  const names = new Set<string>();
  return lists.flatMap(([list, members]) => {
    const entries = [...Map.groupBy(members, ({ variable }) => entryOf(variable).join("."))].map(([, own]): Entry => ({ numbers: own[0] ? entryOf(own[0].variable) : [], coded: own }));
    const [first] = entries;
    if (!first || !entries.every((each) => shapeOf(each) === shapeOf(first))) return [];
    const name = fresh(slug(list, NAME_LIMIT), names);
    const parts = new Set(["row", "entry", "inner_entry"]);
    const columns = [...Map.groupBy(first.coded, ({ variable }) => variable)].flatMap(([variable]) => {
      const part = fresh(slug(partOf(variable), NAME_LIMIT), parts);
      return [
        ...variable.columns.map(({ name: column, code }) => ({ name: code === undefined ? part : fresh(joined(part, code, COLUMN_LIMIT), parts), variable, column })),
        { name: naColumn({ ...variable, name: part }), variable, column: undefined },
      ];
    });
    return [{ name, depth: first.numbers.length, columns, entries }];
  });
}

const shapeOf = ({ coded }: Entry): string => coded.map(({ variable, column }) => `${partOf(variable)}\u0001${column?.code ?? ""}\u0001${column ? 1 : 0}`).join("\u0002");

/** The first of name, name_2, name_3 … that is not taken; takes it. */
function fresh(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${name.slice(0, NAME_LIMIT - 3)}_${i}`;
  taken.add(free.toLowerCase());
  return free;
}

/** Names of the columns that come first: the response's number in the released order, which identifies nobody, and the entry's. */
export const keysOf = ({ depth }: Repeated): string[] => ["row", "entry", ...(depth > 1 ? ["inner_entry"] : [])];

/** An entry is a row unless nobody was asked for it or nothing was answered in it. */
export async function writeRepeated(path: string, repeated: Repeated, n: number): Promise<void> {
  const sink = await Sink.open(new Map([[path, csvText([[...keysOf(repeated), ...repeated.columns.map(({ name }) => name)]])]]));
  const entries = repeated.entries.map(({ numbers, coded }) => {
    const { tracks } = layOut(coded, CSV);
    return { head: `,${numbers.join(",")},`, tokens: new Tokens(tracks), width: tracks.length, reasons: [...new Set(coded.map(({ reasons }) => reasons))] };
  });
  const most = entries.reduce((sum, { tokens }) => sum + tokens.longest + 64, 0);
  for (let from = 0; from < n; ) {
    let rows = 0;
    for (const { tokens } of entries) rows = tokens.look(from, n);
    const ready = sink.room(rows * most);
    if (ready) await ready;
    for (let r = 0; r < rows; r++)
      for (const { head, tokens, width, reasons } of entries) {
        if (!reasons.some((each) => !EMPTY.has(each[from + r] ?? 0))) continue;
        sink.at += sink.bytes.write(`${from + r + 1}${head}`, sink.at, "latin1");
        copyRow(sink, tokens, r * width, width);
      }
    from += rows;
  }
  await sink.close();
}

const EMPTY: ReadonlySet<number> = new Set(MISSING.filter((reason) => reason === "not_asked" || reason === "no_answer").map(reasonIndex));

/** What the heading rows of a table say of one column. */
export interface Heading {
  /** As mappings call it; no other column is called so. */
  readonly name: string;
  /** The question and one of its rows or choices, where two heading rows tell them apart. */
  readonly question?: string;
  readonly part?: string;
  /** As the file says it, where another column is called so before. */
  readonly written?: string;
  /** The question in words, under a name that is a code. */
  readonly title?: string;
}

type Cells = readonly (string | null)[];

/** Second heading rows that only say that the column holds the answer itself. */
const ITSELF = /^(response|open[- ]ended response|回答|答案|结果)$/i;
const NUMBER = /^[-+]?\d+([.,]\d+)?$/;

/**
 * How many heading rows a table has, from its first rows: three where the third holds Qualtrics' import ids, two where a
 * question is written above the first of its columns alone, as SurveyMonkey does, else one.
 */
export function headingRows(first: readonly Cells[]): 1 | 2 | 3 {
  const [names = [], parts = [], ids = []] = first;
  if (ids.length > 0 && ids.every((cell) => cell !== null && /^\{.*"ImportId"/.test(cell))) return 3;
  const said = parts.filter((part) => !isBlank(part));
  if (said.length > 0 && said.every((part) => ITSELF.test(part?.trim() ?? ""))) return 2;
  const continued = names.flatMap((name, i) => (i > 0 && isBlank(name) && names.slice(0, i).some((each) => !isBlank(each)) ? [i] : []));
  const filled = continued.filter((i) => !isBlank(parts[i]));
  // Text above data would be a heading too; numbers and repeated words are not.
  const isWords = filled.every((i) => !NUMBER.test(parts[i] ?? "")) && !parts.some((part) => NUMBER.test(part ?? ""));
  return filled.length > 0 && filled.length === continued.filter((i) => first.some((row) => !isBlank(row[i]))).length && isWords ? 2 : 1;
}

/** @param rows the heading rows alone, one to three */
export function headingsOf(rows: readonly Cells[]): Heading[] {
  const [names = [], parts = []] = rows;
  const columns = Math.max(...rows.map((row) => row.length), 0);
  const all = Array.from({ length: columns }, (_, i) => (names[i] ?? "").trim());
  const isComplete = !all.includes("") && new Set(all).size === all.length;
  const seen = new Map<string, number>();
  let question = "";
  return all.map((name, i): Heading => {
    const second = rows.length > 1 ? (parts[i] ?? "").trim() : "";
    if (name !== "") question = name;
    if (rows.length === 1 || second === "" || (ITSELF.test(second) && name !== "")) {
      const called = unique(name, i, seen);
      return called === name ? { name } : { name: called, written: name };
    }
    if (isComplete) return { name: unique(name, i, seen), title: second };
    return { name: unique(question === "" ? second : `${question} - ${second}`, i, seen), question, part: second };
  });
}

/** A column without a name is called by its place, a second one of the same name by its number. */
function unique(name: string, i: number, seen: Map<string, number>): string {
  const called = name === "" ? `column ${i + 1}` : name;
  const n = (seen.get(called) ?? 0) + 1;
  seen.set(called, n);
  return n === 1 ? called : unique(`${called} (${n})`, i, seen);
}

const isBlank = (cell: string | null | undefined): boolean => cell === null || cell === undefined || cell.trim() === "";

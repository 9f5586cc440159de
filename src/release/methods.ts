import type { Contents } from "./contents.ts";
import type { Cube } from "../cube/cube.ts";
import { reportOf } from "../i18n/report.ts";
import type { ItemReport, Manifest, Methods } from "../query/files.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale, Text } from "../survey/text.ts";
import { type Frame, seriesOf } from "../survey/frame.ts";

/** The same in words, for people: Markdown. */
export function methodsText({ methods, codebook, facts }: Contents, locale: Locale): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
  const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  const sections = reportOf(methods, codebook, locale).map(({ title: head, text, table }) => [`## ${head}`, ...text, ...(table ? [[row(table.head), row(table.head.map(() => "---")), ...table.rows.map(row)].join("\n")] : [])].join("\n\n"));
  return `${[`# ${facts.title[locale]} · ${facts.waveTitle[locale]}`, ...sections].join("\n\n")}\n`;
}

/** Constructs whose mean is told without the rows that have a mark must keep so many. */
const LEAST = 30;

interface Told {
  readonly codebook: Codebook;
  readonly frame: Frame | undefined;
  readonly cube: Cube;
  readonly facts: Pick<Manifest, "responses" | "invited" | "weighting" | "constructs" | "hidden" | "microdata" | "protect">;
  readonly log: readonly { readonly variable: string; readonly done: Text }[];
}

/** What was done to the answers of one release, from what is released of it and from nothing else. */
export function methodsOf({ codebook, frame, cube, facts, log }: Told): Methods {
  const { responses, invited, weighting, constructs, hidden, microdata, protect } = facts;
  const quality = frame && marksIn(codebook, frame);
  return {
    format: "qingting-methods-1",
    response: { responses, ...(invited === undefined ? {} : { invited, rate: responses / invited }) },
    items: itemsOf(codebook, cube),
    weighting,
    ...(quality ? { quality } : {}),
    protection: { microdata, k: protect.k, n: protect.n, coarsened: log, hidden },
    constructs,
  };
}

/** Counted from the cube: where cells of withheld tables are left out, they are left out here. */
function itemsOf(codebook: Codebook, cube: Cube): ItemReport[] {
  const sums = new Map<string, Map<string, number>>();
  cube.n.forEach((n, i) => {
    const cell = cube.cells[cube.cell[i] ?? 0];
    if (!cell) return;
    const variable = codebook.variables.find(({ name }) => name === cell.variable);
    // Of questions with several answers the base counts who answered; its choices count some of them twice.
    const several = variable?.kind === "multiple" || variable?.kind === "ranking";
    const what = cell.missing ?? (several && cell.value !== null ? undefined : "answered");
    if (what === undefined) return;
    const own = sums.get(cell.variable) ?? new Map<string, number>();
    own.set(what, (own.get(what) ?? 0) + n);
    sums.set(cell.variable, own);
  });
  return codebook.variables.filter(({ type }) => type !== "weight" && type !== "quality").map(({ name }) => {
    const of = (what: string): number => sums.get(name)?.get(what) ?? 0;
    const [answered, noAnswer, dontKnow, refused] = [of("answered"), of("no_answer"), of("dont_know"), of("refused")];
    const asked = answered + noAnswer + dontKnow + refused;
    return { variable: name, answered, no_answer: noAnswer, dont_know: dontKnow, refused, not_asked: of("not_asked"), hidden: of("hidden"), nonresponse: asked === 0 ? null : Math.round((noAnswer / asked) * 10_000) / 10_000 };
  });
}

/** How many rows have each mark, and what the indices are with and without them. */
function marksIn(codebook: Codebook, frame: Frame): Methods["quality"] {
  const series = frame.series.find(({ variable }) => variable.type === "quality");
  if (!series) return undefined;
  const isMarked = (row: number): boolean => series.cells.some(({ at }) => at[row] === 1);
  let marked = 0;
  for (let row = 0; row < frame.n; row++) if (isMarked(row)) marked += 1;
  const weights = codebook.weight === undefined ? undefined : seriesOf(frame, codebook.weight).cells[0]?.at;
  const mean = (name: string, without: boolean): number | undefined => {
    const [scores] = seriesOf(frame, name).cells;
    let [n, sum, w] = [0, 0, 0];
    for (let row = 0; row < frame.n; row++) {
      const score = scores?.at[row] ?? Number.NaN;
      if (Number.isNaN(score) || (without && isMarked(row))) continue;
      const weight = weights?.[row] ?? 1;
      n += 1;
      sum += weight * score;
      w += weight;
    }
    return n >= LEAST ? Math.round((sum / w) * 1000) / 1000 : undefined;
  };
  return {
    marks: series.variable.columns.map(({ code }, c) => ({ mark: code ?? "", n: ones(series.cells[c]?.at) })),
    marked,
    constructs: codebook.constructs.flatMap(({ name }) => {
      const [all, without] = [mean(name, false), mean(name, true)];
      return all === undefined || without === undefined ? [] : [{ name, mean: all, meanWithout: without }];
    }),
  };
}

function ones(at: ArrayLike<number> | undefined): number {
  let n = 0;
  for (let row = 0; row < (at?.length ?? 0); row++) n += Number(at?.[row] === 1);
  return n;
}

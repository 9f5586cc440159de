import { CHART } from "../i18n/chart.ts";
import type { Tally } from "../query/tally.ts";
import { type Variable, variableOf } from "../survey/codebook.ts";
import { isEntry } from "../survey/forms.ts";
import { barRows } from "./bars.ts";
import { paint } from "./canvas.ts";
import type { ChartContext, Facts, Figure, FigurePlan } from "./figure.ts";
import { assemble, count, percent } from "./format.ts";
import { askedOf, rowLabel } from "./labels.ts";
import { missingOf, untoldOf } from "./summary.ts";

interface Row {
  readonly label: string;
  /** Who was asked. */
  readonly n: number;
  readonly wrote: number;
  /** 0 to 1; unknown where so few wrote that it is not told. */
  readonly share: number | undefined;
}

/** What was written is not published; only how many wrote something, of those who were asked. Parts of one question are rows. */
export function text(plan: FigurePlan, tallies: readonly Tally[], context: ChartContext): Figure {
  const { codebook, locale, facts } = context;
  const words = CHART[locale];
  const variables = plan.variables.map((name) => variableOf(codebook, name));
  const several = variables.length > 1;
  const typed = variables.every(({ kind, type }) => kind === "text" && type !== "expression");
  const all = variables.map((variable): Row => ({ label: several ? rowLabel(variable, locale) : typed ? words.answered : words.given, ...answered(variable, tallies, facts) }));
  const rows = all.filter(({ n }) => n >= facts.n);
  const told = rows.filter(({ share }) => share !== undefined);
  // Entries have an order of their own.
  const top = variables.some(isEntry) ? told[0] : [...told].sort((a, b) => (b.share ?? 0) - (a.share ?? 0))[0];
  const said = top && (typed ? words.wrote : words.gave)(percent(top.share ?? 0));
  const title = said === undefined || !top ? plan.heading[locale] : several ? words.ofItem(top.label, said) : said;
  const alt = several ? words.alt(title, told.map(({ label, share }) => `${label} ${percent(share ?? 0)}`)) : title;
  const picture = barRows(rows.map(({ label, share }) => ({ label, share, value: share === undefined ? "–" : percent(share) })));
  const cells = ({ wrote, share }: Row): (string | null)[] => (share === undefined ? [null, null] : [count(wrote), percent(share)]);
  return assemble(plan, context, {
    title,
    question: askedOf(variables, locale),
    // Bars of which none is told would be an empty picture.
    bases: told.length === 0 ? [] : rows.map(({ n }) => n),
    missing: several ? [] : missingOf(tallies.filter(({ variable }) => variable === variables[0]?.name)),
    alt,
    svg: paint({ height: picture.height, marks: picture.marks, alt }),
    ...(rows.length < all.length ? { note: words.moreTooFew(all.length - rows.length) } : {}),
    table: several
      ? { columns: [{ label: words.columns.item, numeric: false }, { label: words.columns.base, numeric: true }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }], rows: all.map((row) => (row.n < facts.n ? [row.label, `<${facts.n}`, null, null] : [row.label, count(row.n), ...cells(row)])) }
      : { columns: [{ label: words.columns.answer, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.share, numeric: true }], rows: rows.map((row) => [row.label, ...cells(row)]) },
  });
}

/** Where small counts are left out, whoever is not told of was asked, and did not surely write. */
function answered(variable: Variable, tallies: readonly Tally[], facts: Facts): Omit<Row, "label"> {
  const asked = tallies.filter((tally) => tally.variable === variable.name && tally.missing !== "not_asked");
  const wrote = asked.filter(({ missing }) => missing === null);
  const sum = (each: readonly Tally[], of: "n" | "w"): number => each.reduce((total, tally) => total + tally[of], 0);
  const untold = untoldOf(variable, tallies, facts);
  const [n, w] = [sum(asked, "n") + untold, sum(asked, "w") + untold];
  const unknown = facts.rounded && sum(wrote, "n") === 0;
  return { n, wrote: sum(wrote, "n"), share: unknown ? undefined : w > 0 ? sum(wrote, "w") / w : 0 };
}

import { paint } from "../chart/canvas.ts";
import { type DotRow, dotRows } from "../chart/dots.ts";
import type { FigureTable } from "../chart/figure.ts";
import { decimal, labelOf, percent } from "../chart/format.ts";
import { shortLabel } from "../chart/labels.ts";
import type { GroupLevel, Index, Level } from "../findings/indices.ts";
import type { Ground } from "../findings/measure.ts";
import { distanceIn, lowIsGood } from "../findings/sentence.ts";
import { meanItem } from "../findings/items.ts";
import { FINDINGS } from "../i18n/findings.ts";
import type { Locale } from "../survey/text.ts";

/** A picture of indices with what it says in words and as a table. */
export interface IndexPicture {
  readonly title: string;
  readonly svg: string;
  readonly table: FigureTable;
  /** "n = 270" */
  readonly n: string;
}


const valueIn = (level: Level, locale: Locale): string => {
  const words = FINDINGS[locale];
  return level.mean ? decimal(level.mean.value) : level.favourable ? words.favourableOnly(percent(level.favourable.value)) : words.tooFew;
};

const placeOf = ({ mean }: Level): Pick<DotRow, "at" | "low" | "high"> => (mean ? { at: mean.value, ...(mean.low === undefined || mean.high === undefined ? {} : { low: mean.low, high: mean.high }) } : {});

const intervalIn = ({ mean }: Level): string | null => (mean?.low === undefined || mean.high === undefined ? null : `${decimal(mean.low, 2)}–${decimal(mean.high, 2)}`);

const countIn = ({ mean, favourable }: Level): string | null => (mean ?? favourable)?.n.toLocaleString("en") ?? null;

/** What became of an index: an arrow only where the test finds a change. */
export function changeIn(index: Index, locale: Locale): string | undefined {
  const words = FINDINGS[locale];
  if (!index.before) return undefined;
  if (!index.change) return words.notCompared;
  if (!index.change.clear) return words.noChange;
  const item = index.mean ? meanItem(index.variable) : { as: "choice" as const, variable: index.variable, codes: [] };
  return (index.change.difference > 0 ? words.up : words.down)(distanceIn(item, index.change, locale));
}

/** All indices of one scale under each other, with the wave before. */
export function overview(indices: readonly Index[], ground: Ground, wave: string | undefined, locale: Locale): IndexPicture[] {
  const words = FINDINGS[locale];
  return [...Map.groupBy(indices, ({ scale }) => scale.join(" ")).values()].flatMap((same) => {
    const scale = same[0]?.scale;
    if (!scale) return [];
    const tested = ground.facts.intervals;
    const rows = same.map((index): DotRow => {
      const change = changeIn(index, locale);
      return {
        label: words.indexLabel(index.construct.title[locale], lowIsGood(index.variable, ground)),
        value: valueIn(index, locale),
        ...placeOf(index),
        ...(index.before?.mean ? { before: index.before.mean.value } : {}),
        ...(index.before && wave !== undefined && change !== undefined ? { aside: words.lastValue(valueIn(index.before, locale), change) } : {}),
      };
    });
    const title = words.indicesAlt(rows.map(({ label, value, low, high, aside }) => `${label} ${words.share(value, low === undefined || high === undefined ? "" : words.interval(decimal(low), decimal(high)))}${aside ? ` ${aside}` : ""}`));
    const compared = same.some(({ before }) => before !== undefined);
    const bases = same.flatMap((index) => (index.mean ?? index.favourable)?.n ?? []);
    return [{
      title,
      svg: paint({ ...dotRows(rows, scale, (scale[0] + scale[1]) / 2), alt: title }),
      n: basesIn(bases),
      table: {
        columns: [{ label: words.columns.index, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.mean, numeric: true }, ...(tested ? [{ label: words.columns.interval, numeric: true }] : []), ...(compared ? [{ label: words.columns.before, numeric: true }, { label: words.columns.change, numeric: false }] : [])],
        rows: same.map((index) => [index.construct.title[locale], countIn(index), index.mean ? decimal(index.mean.value, 2) : valueIn(index, locale), ...(tested ? [intervalIn(index)] : []), ...(compared ? [index.before ? (index.before.mean ? decimal(index.before.mean.value, 2) : valueIn(index.before, locale)) : null, changeIn(index, locale) ?? null] : [])]),
      },
    }];
  });
}

const basesIn = (bases: readonly number[]): string => {
  const [least, most] = [Math.min(...bases), Math.max(...bases)].map((n) => n.toLocaleString("en"));
  return bases.length === 0 ? "" : least === most ? `n = ${least}` : `n = ${least}–${most}`;
};

/** One index in every group, against a line at the whole. */
export function byGroup(index: Index, locale: Locale): IndexPicture | undefined {
  const words = FINDINGS[locale];
  const { mean, groups, scale, construct } = index;
  if (!mean || groups.length === 0) return undefined;
  const name = construct.title[locale];
  const differs = ({ differs: way }: GroupLevel): string | undefined => (way === undefined ? undefined : words[way]);
  const rows: DotRow[] = [
    { label: words.whole, value: decimal(mean.value), ...placeOf(index) },
    ...groups.map((group, i): DotRow => {
      const said = differs(group);
      return {
        label: labelOf(group.filter, group.code, locale) + (said ? ` · ${said}` : ""),
        value: valueIn(group, locale),
        ...placeOf(group),
        ...(groups[i - 1]?.filter === group.filter ? {} : { heading: shortLabel(group.filter)[locale] }),
      };
    }),
  ];
  const alt = words.groupsAlt(name, decimal(mean.value), rows.slice(1).map(({ label, value }) => `${label} ${value}`));
  return {
    title: words.groupsTitle(name),
    svg: paint({ ...dotRows(rows, scale, mean.value), alt }),
    n: basesIn([mean.n]),
    table: {
      columns: [{ label: words.columns.group, numeric: false }, { label: words.columns.n, numeric: true }, { label: words.columns.mean, numeric: true }, { label: words.columns.interval, numeric: true }, { label: words.columns.against, numeric: false }],
      rows: [[words.whole, countIn(index), decimal(mean.value, 2), intervalIn(index), null], ...groups.map((group) => [labelOf(group.filter, group.code, locale), countIn(group), group.mean ? decimal(group.mean.value, 2) : valueIn(group, locale), intervalIn(group), differs(group) ?? null])],
    },
  };
}

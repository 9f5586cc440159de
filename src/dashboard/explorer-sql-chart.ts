import { barRows } from "../chart/bars.ts";
import { paint } from "../chart/canvas.ts";
import { count } from "../chart/format.ts";
import { EXPLORER } from "../i18n/explorer.ts";
import type { Rows } from "../query/session.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

/** More bars than this nobody compares. */
const MOST_BARS = 40;

/** Bars of the last column of numbers, named by the columns of words before it. @returns nothing where the result is not of that form, or where a number is below nought */
export function chartOf({ columns, rows }: Rows, locale: Locale): HTMLElement | undefined {
  const isNumber = columns.map((_, i) => rows.some((row) => typeof row[i] === "number") && rows.every((row) => row[i] === null || typeof row[i] === "number"));
  const value = isNumber.lastIndexOf(true);
  const names = columns.flatMap((_, i) => (isNumber[i] ? [] : [i]));
  // Without words the first of several columns of numbers names the bars: a scale, a year.
  const labels = names.length > 0 ? names : value > 0 ? [0] : [];
  const numbers = rows.map((row) => row[value]).map((each) => (typeof each === "number" ? each : undefined));
  if (value < 0 || labels.length === 0 || rows.length < 2 || rows.length > MOST_BARS || numbers.some((each) => each !== undefined && each < 0)) return undefined;
  const most = Math.max(1e-9, ...numbers.map((each) => each ?? 0));
  const bars = rows.map((row, i) => {
    const number = numbers[i];
    return { label: labels.map((at) => (row[at] === null || row[at] === undefined ? "–" : String(row[at]))).join(" · "), share: number === undefined ? undefined : number / most, value: number === undefined ? "–" : Number.isInteger(number) ? count(number) : String(Number(number.toPrecision(4))) };
  });
  const alt = `${columns[value] ?? ""}: ${bars.map((bar) => `${bar.label} ${bar.value}`).join("; ")}`;
  const picture = barRows(bars);
  const figure = make("figure", { class: "explored" }, make("figcaption", {}, `${columns[value] ?? ""} · ${EXPLORER[locale].sql.chartNote}`));
  const holder = make("div", { class: "picture" });
  // Written by chart/marks.ts, which escapes every label.
  holder.innerHTML = paint({ height: picture.height, marks: picture.marks, alt });
  figure.prepend(holder);
  return figure;
}

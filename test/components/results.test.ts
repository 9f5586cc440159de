import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Figure } from "../../src/chart/figure.ts";
import { figuresOf } from "../../src/components/results.ts";
import { readCsv } from "../../src/responses/csv.ts";
import { oracle, publishedFrom } from "../release/published.ts";
import { hasShared, SHARED } from "../shared.ts";

/** Figures as the results page shows them, against the table that they come from and R's own numbers. */

type Row = Readonly<Record<string, string | null>>;

async function rowsOf(table: string): Promise<Row[]> {
  const { columns, rows } = await readCsv(join(SHARED, "responses", table), { delimiter: ",", encoding: "utf-8" });
  return rows.map(({ cells }) => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? null])));
}

function named(figures: readonly Figure[], id: string): Figure {
  const found = figures.find((figure) => figure.id === id);
  if (!found) throw new Error(`no figure ${id} among ${figures.map((figure) => figure.id).join(", ")}`);
  return found;
}

/** What a table says of an answer, under one of its columns. */
function cell({ table }: Figure, label: string, column: string): string | null {
  const at = table.columns.findIndex((each) => each.label === column);
  const row = table.rows.find(([first]) => first === label);
  if (at < 0 || !row) throw new Error(`no “${column}” of “${label}”`);
  return row[at] ?? null;
}

const whole = (text: string | null): number => Number((text ?? "").replaceAll(",", ""));

describe.skipIf(!hasShared)("results of real data, from import to figures", () => {
  const bfi = hasShared ? publishedFrom("bfi", "bfi.csv", "w1") : undefined;
  const nonvoters = hasShared ? publishedFrom("nonvoters", "538_nonvoters_data.csv", "2020") : undefined;

  test("nonvoters: weighted percentages as R's survey package computes them, rounded as shown", async () => {
    if (!nonvoters) throw new Error("skipped without data");
    const { codebook, figures } = await figuresOf(nonvoters.published, "en");
    const expected = oracle("nonvoters_oracle.json");
    let compared = 0;
    for (const [name, key] of Object.entries({ voter_category: "voter_category", race: "race", educ: "educ", gender: "gender", income_cat: "income" })) {
      const figure = named(figures, name);
      expect(figure.caption).toContain("weighted");
      for (const [value, percent] of Object.entries<number>(expected[key])) {
        const label = codebook.variables.find((variable) => variable.name === name)?.values.find(({ code }) => code === value.replace("/never", ""))?.label.en ?? "";
        expect(cell(figure, label, "Share")).toBe(`${Math.round(percent)}%`);
        compared++;
      }
    }
    expect(compared).toBe(16);
    // R counts those who declined into the base, a figure only those who answered.
    const { "-1": declined, ...answered } = expected.Q2_1;
    const battery = named(figures, "Q2");
    const item = codebook.variables.find(({ name }) => name === "Q2__1");
    for (const [value, percent] of Object.entries<number>(answered)) {
      const label = item?.values.find(({ code }) => code === value)?.label.en ?? "";
      expect(cell(battery, item?.label.en ?? "", label)).toBe(`${Math.round((100 * percent) / (100 - declined))}%`);
    }
    expect(figures.some(({ variables }) => variables.includes("weight"))).toBe(false);
  });

  test("nonvoters: counts are of people, not of weights, and age has the mean that R finds", async () => {
    if (!nonvoters) throw new Error("skipped without data");
    const { figures } = await figuresOf(nonvoters.published, "zh-cn");
    const rows = await rowsOf("538_nonvoters_data.csv");
    for (const [label, value] of [["总是", "always"], ["有时", "sporadic"], ["很少或从不", "rarely/never"]] as const)
      expect(whole(cell(named(figures, "voter_category"), label, "人数"))).toBe(rows.filter((row) => row["voter_category"] === value).length);
    const age = named(figures, "ppage");
    expect(cell(age, "平均", "占比")).toBe(oracle("nonvoters_oracle.json").age_weighted_mean.toFixed(2));
    const bins = age.table.rows.filter(([name]) => /^\d+–\d+$/.test(name ?? ""));
    for (const [name, n] of bins) {
      const [low = 0, high = 0] = (name ?? "").split("–").map(Number);
      expect(whole(n ?? null)).toBe(rows.filter((row) => Number(row["ppage"]) >= low && Number(row["ppage"]) < high).length);
    }
    expect(bins.reduce((sum, [, n]) => sum + whole(n ?? null), 0)).toBe(rows.length);
  });

  test("25 personality items: bases, shares and means of every item as they stand in the file", async () => {
    if (!bfi) throw new Error("skipped without data");
    const { codebook, figures } = await figuresOf(bfi.published, "en");
    const rows = await rowsOf("bfi.csv");
    const battery = named(figures, "bfi");
    const items = codebook.variables.filter(({ name }) => name.startsWith("bfi__"));
    expect([items.length, battery.table.rows.length]).toEqual([25, 25]);
    for (const { name, label, values } of items) {
      const given = rows.flatMap((row) => (row[name.slice(5)] === null ? [] : [Number(row[name.slice(5)])]));
      expect(whole(cell(battery, label.en, "n"))).toBe(given.length);
      expect(cell(battery, label.en, "Mean")).toBe((given.reduce((sum, x) => sum + x, 0) / given.length).toFixed(2));
      for (const value of values) expect(cell(battery, label.en, value.label.en)).toBe(`${Math.round((100 * given.filter((x) => String(x) === value.code).length) / given.length)}%`);
    }
    const genders = named(figures, "gender");
    const labels = codebook.variables.find(({ name }) => name === "gender")?.values ?? [];
    expect(labels.length).toBe(2);
    for (const { code, label } of labels) expect(whole(cell(genders, label.en, "Count"))).toBe(rows.filter((row) => row["gender"] === code).length);
  });

  test("index means are those of the keyed items of everybody who answered at least half", async () => {
    if (!bfi) throw new Error("skipped without data");
    const { codebook, figures } = await figuresOf(bfi.published, "en");
    const rows = await rowsOf("bfi.csv");
    const expected = oracle("bfi_alpha_omega.json");
    for (const { name, items, reversed, title } of codebook.constructs) {
      const scored = rows.map((row) => items.flatMap((item) => (row[item.slice(5)] === null ? [] : [reversed.includes(item) ? 7 - Number(row[item.slice(5)]) : Number(row[item.slice(5)])])));
      const mean = (each: readonly number[]): number => each.reduce((sum, x) => sum + x, 0) / each.length;
      // The keying is R's: over complete rows the direct computation gives its mean of the scale.
      expect(mean(scored.filter(({ length }) => length === items.length).map(mean))).toBeCloseTo(expected[name].scale_mean_listwise, 9);
      const scores = scored.filter(({ length }) => length * 2 >= items.length).map((each) => Math.round(mean(each) * 100) / 100);
      const figure = named(figures, name);
      expect(cell(figure, "Mean", "Share")).toBe(mean(scores).toFixed(2));
      expect(figure.title.startsWith(`${title.en}: ${mean(scores).toFixed(1)} on average`)).toBe(true);
      expect(figure.caption).toContain(`n = ${scores.length.toLocaleString("en")}`);
      const counted = figure.table.rows.filter(([bin]) => /^[\d.]+–[\d.]+$/.test(bin ?? "")).reduce((sum, [, n]) => sum + whole(n ?? null), 0);
      expect(counted).toBe(scores.length);
    }
  });

  test("every figure of a release is drawn in both languages, with the same numbers", async () => {
    for (const published of [bfi?.published, nonvoters?.published]) {
      if (!published) throw new Error("skipped without data");
      const [zh, en] = [await figuresOf(published, "zh-cn"), await figuresOf(published, "en")];
      const numbers = ({ table }: Figure): (string | null)[][] => table.rows.map((row) => row.slice(1));
      expect(zh.figures.map(numbers)).toEqual(en.figures.map(numbers));
      for (const { svg, id } of [...zh.figures, ...en.figures]) expect(svg, id).toContain("<svg");
      expect(new Set(zh.figures.map(({ id }) => id)).size).toBe(zh.figures.length);
    }
  });
});

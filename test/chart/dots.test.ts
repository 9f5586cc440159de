import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { paint } from "../../src/chart/canvas.ts";
import { type DotRow, dotRows } from "../../src/chart/dots.ts";
import { LOCALES, type Locale } from "../../src/survey/text.ts";
import { standing } from "./made.ts";

const drawn = (rows: readonly DotRow[]): string => paint({ ...dotRows(rows, [1, 5], 3), alt: "Indices & more" });
const found = (svg: string, selector: string) => [...parseHTML(`<body>${svg}</body>`).document.querySelectorAll(selector)];

test("a dot and its interval stand where the scale has them, an earlier wave has another shape", () => {
  const svg = drawn([{ label: "No time", value: "3.0", at: 3, low: 2.5, high: 3.5, before: 4, aside: "last wave 4.0, no clear change" }]);
  const marks = found(svg, "[aria-label], g[aria-label=dot] path, g path").map((each) => each.getAttribute("transform") ?? "").filter((each) => each.startsWith("translate"));
  // The middle of 1 to 5 is the middle of 320 units; 4 is a quarter of the track further.
  expect(marks.join(" ")).toMatch(/translate\(236\.5,/);
  expect(svg).toMatch(/cx="160"|translate\(160,/);
  expect(svg).toContain("no clear change");
});

test("a row without a mean has words and no dot; the description is escaped", () => {
  const svg = drawn([{ label: "Few", value: "60% favourable" }]);
  expect(found(svg, "circle")).toEqual([]);
  expect(svg).toContain('aria-label="Indices &#38; more"');
  expect(svg).toContain('role="img"');
});

/** Indices beside the wave before, and one by group: what the page shows above its figures. */
const DOTS: Readonly<Record<Locale, readonly DotRow[]>> = {
  "zh-cn": [
    { label: "忙不过来（越低越好）", value: "3.4", at: 3.4, low: 3.2, high: 3.6, before: 3.9, aside: "上期 3.9，↓ 降 0.50（0.21 至 0.79）" },
    { label: "没有方向（越低越好）", value: "2.1", at: 2.1, low: 1.9, high: 2.3, before: 2.2, aside: "上期 2.2，没有明显变化" },
    { label: "没有支持（越低越好）", value: "60% 在有利一侧" },
    { label: "城区", value: "1.0", at: 1, low: 0.9, high: 1.3, heading: "片区" },
    { label: "乡镇 · 高于其他人", value: "4.9", at: 4.9, low: 4.6, high: 5.2 },
  ],
  en: [
    { label: "Overload (lower is better)", value: "3.4", at: 3.4, low: 3.2, high: 3.6, before: 3.9, aside: "last wave 3.9, ↓ down 0.50 (0.21 to 0.79)" },
    { label: "No sense of direction (lower is better)", value: "2.1", at: 2.1, low: 1.9, high: 2.3, before: 2.2, aside: "last wave 2.2, no clear change" },
    { label: "No support (lower is better)", value: "60% favourable" },
    { label: "Urban", value: "1.0", at: 1, low: 0.9, high: 1.3, heading: "Kind of beat" },
    { label: "Rural · higher than the others", value: "4.9", at: 4.9, low: 4.6, high: 5.2 },
  ],
};

test.each(LOCALES)("%s: the picture of indices is the one that was looked at", async (locale) => {
  await expect(standing({ svg: paint({ ...dotRows(DOTS[locale], [1, 5], 3), alt: "Indices" }) })).toMatchFileSnapshot(`../golden/dots.${locale}.svg`);
});

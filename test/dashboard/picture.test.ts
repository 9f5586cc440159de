import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { paint } from "../../src/chart/canvas.ts";
import { rects, texts } from "../../src/chart/marks.ts";
import { pictureIn } from "../../src/dashboard/picture.ts";
import { LOCALES } from "../../src/survey/text.ts";
import { drawn, FIGURES } from "../chart/figures.ts";

const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** Shows one picture after another in the same place. @returns what stands there each time, and whether its first element stayed */
function shown(pictures: readonly string[]): { markup: string; stayed: boolean }[] {
  const host = document.createElement("div");
  const picture = pictureIn(host);
  return pictures.map((svg) => {
    const before = host.firstChild;
    picture.show(svg);
    return { markup: host.innerHTML, stayed: before !== null && host.firstChild === before };
  });
}

const fresh = (svg: string): string => {
  const host = document.createElement("div");
  host.innerHTML = svg;
  return host.innerHTML;
};

const bar = (width: number, label: string, more: readonly string[] = []): string =>
  paint({ height: 40, marks: [rects([{ x1: 0, x2: width, y1: 0, y2: 9 }], { fill: "var(--c1)" }), texts([{ x: 0, y: 20, text: label }, ...more.map((text) => ({ x: 9, y: 30, text }))])], alt: `${label}: ${width}` });

test("values and words change in the elements that are there", () => {
  const pictures = [bar(10, "12%"), bar(200.5, 'more & less < "all" >'), bar(10, "12%"), bar(11, "12%")];
  const seen = shown(pictures);
  expect(seen.map(({ markup }) => markup)).toEqual(pictures.map(fresh));
  expect(seen.map(({ stayed }) => stayed)).toEqual([false, true, true, true]);
});

test("where there are other elements or attributes the picture is read anew", () => {
  const pictures = [bar(10, "12%"), bar(10, "12%", ["n = 9"]), bar(10, "12%").replace(' fill="var(--c1)"', ' fill="none" stroke="red"'), ""];
  const seen = shown(pictures);
  expect(seen.map(({ markup }) => markup)).toEqual(pictures.map(fresh));
  expect(seen.map(({ stayed }) => stayed)).toEqual([false, false, false, false]);
});

test("every kind of figure, one after another and in the other language, stands as if it were alone", () => {
  const pictures = Object.keys(FIGURES).flatMap((name) => LOCALES.flatMap((locale) => [drawn(name, locale).svg ?? "", drawn(name, locale).svg?.replaceAll(/\d+(?=")/g, (digits) => String(Number(digits) + 1)) ?? ""]));
  expect(shown(pictures).map(({ markup }) => markup)).toEqual(pictures.map(fresh));
});

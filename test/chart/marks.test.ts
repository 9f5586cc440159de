import { expect, test } from "vitest";
import { circles, diamonds, rects, rule, strokes, texts } from "../../src/chart/marks.ts";
import { elementsOf } from "./xml.ts";

test("what all marks of a group share is written once, and nothing where there are none", () => {
  const spots = [{ x: 1, y: 2 }, { x: 3, y: 4 }];
  expect(circles(spots, { r: 5, fill: "red", stroke: "none" })).toBe('<g stroke="none" fill="red"><circle r="5" cy="2" cx="1" /><circle r="5" cy="4" cx="3" /></g>');
  expect([texts([]), rects([], { fill: "red" }), strokes([], { stroke: "red" }), circles([], { r: 1, fill: "red", stroke: "red" }), diamonds([], { r: 1, fill: "red", stroke: "red" })].join("")).toBe("");
});

test("places are written in hundredths, without signs or exponents that say nothing", () => {
  expect(strokes([{ x1: 1 / 3, x2: 2 / 3, y1: -0.0001, y2: 1e-9 }], { stroke: "red" })).toContain('d="M0.33,0L0.67,0"');
  expect(rule(99.999, "red")).toContain('d="M0,100L320,100"');
});

test("a rectangle is as wide as what its insets leave, whichever end comes first", () => {
  const [, narrow, gone] = elementsOf(rects([{ x1: 30, x2: 10, y1: 5, y2: 0 }, { x1: 0, x2: 1, y1: 0, y2: 1 }], { fill: "red", insetLeft: 1, insetRight: 2 }));
  expect(narrow?.attributes).toEqual({ x: "11", y: "0", width: "17", height: "5" });
  expect(gone?.attributes["width"]).toBe("0");
});

test("a diamond covers as much as a dot", () => {
  const [, tall = "", wide = ""] = /M0,-([\d.]+)L([\d.]+),0/.exec(diamonds([{ x: 0, y: 0 }], { r: 5.5, fill: "red", stroke: "red" })) ?? [];
  expect(2 * Number(tall) * Number(wide)).toBeCloseTo(Math.PI * 5.5 ** 2, 0);
});

test("no text becomes markup, and what no XML may hold is left out", () => {
  expect(elementsOf(texts([{ x: 0, y: 0, text: "a<b> & \u0000\ud800c\u00a0“d”" }]))[1]?.text).toBe("a&#60;b&#62; &#38; c&#160;“d”");
});

import { expect, test } from "vitest";
import { PAPER } from "../../src/chart/paper.ts";
import { FIGURES } from "./figures.ts";
import { contextOf } from "./made.ts";
import { elementsOf } from "./xml.ts";

test.each(Object.keys(FIGURES))("%s is the same picture on paper as in a whole document, in both languages", (name) => {
  const found = FIGURES[name];
  if (!found) throw new Error(name);
  for (const locale of ["zh-cn", "en"] as const) {
    const context = contextOf(found.codebook, locale, found.facts);
    const [whole, paper] = [found.draw(context), found.draw({ ...context, document: PAPER })];
    expect(elementsOf(paper.svg ?? "<svg></svg>").map(({ attributes, ...rest }) => ({ ...rest, attributes: sorted(attributes) }))).toEqual(elementsOf(whole.svg ?? "<svg></svg>").map(({ attributes, ...rest }) => ({ ...rest, attributes: sorted(attributes) })));
  }
});

const sorted = (attributes: Readonly<Record<string, string>>): [string, string][] => Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));

import { describe, expect, test } from "vitest";
import { LOCALES } from "../../src/survey/text.ts";
import { drawn, FIGURES } from "./figures.ts";
import { standing } from "./made.ts";

/** Pictures to be looked at when they change; `npm run golden` renews them. */
describe.each(Object.keys(FIGURES))("the picture %s", (name) => {
  test.each(LOCALES)("in %s is the one that was looked at", async (locale) => {
    await expect(standing(drawn(name, locale))).toMatchFileSnapshot(`../golden/${name}.${locale}.svg`);
  });
});

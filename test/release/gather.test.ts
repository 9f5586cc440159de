import { describe, expect, test } from "vitest";
import { gather } from "../../src/release/gather.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import { flatten } from "../../src/survey/flatten.ts";
import { rowAt } from "../../src/survey/frame.ts";
import type { Response } from "../../src/responses/response.ts";
import type { Bundle } from "../../src/responses/store.ts";
import type { Survey } from "../../src/survey/load.ts";
import { simulated, surveyNamed } from "./made.ts";

const bundleOf = ({ id, version, definition, study, codebook }: Survey): Bundle => ({ survey: id, version, definition, study, codebook });

/** What a phone never sends, and a store of another time may hold all the same. */
const ODD: readonly unknown[] = ["", " ", null, [], {}, [""], ["nonsense"], "nonsense", 3, "3", Number.NaN, true, [null], { value: "x" }, [{ value: "x" }]];

describe.each(["workload", "transition", "policy", "service", "pulse", "types", "bfi", "nonvoters"])("%s", (id) => {
  const survey = surveyNamed(id);
  const { codebook } = survey;
  const answers = simulated(survey, 120, 5);

  test("answers read one by one into arrays are the rows that flatten gives", async () => {
    const odd = codebook.variables.flatMap(({ path: [first = ""] }, v) => ODD.map((answer, i): Response => {
      const whole = answers[(v + i) % answers.length];
      if (!whole) throw new Error("there are answers");
      return { ...whole, answers: { ...whole.answers, [first]: answer } };
    }));
    const all = [...answers, ...odd];
    const { frame } = await gather(all, bundleOf(survey), []);
    const asked = askedBy(codebook);
    expect(frame.n).toBe(all.length);
    // Of what people wrote only is kept that they did.
    const kept = codebook.variables.flatMap(({ name, kind, columns }) => [...(kind === "text" || kind === "date" || kind === "file" ? [] : columns.map((column) => column.name)), `${name}__na`]);
    all.forEach((response, i) => {
      const flat = flatten(response.answers, codebook, asked);
      const row = rowAt(frame, i);
      const different = kept.filter((column) => row[column] !== flat[column]).map((column) => [column, row[column], flat[column]]);
      expect(different).toEqual([]);
    });
  });
});

test("arrays grow past their first room", async () => {
  const survey = surveyNamed("pulse");
  const some = simulated(survey, 300, 3);
  const many = Array.from({ length: 70_000 }, (_, i) => some[i % some.length]).filter((each) => each !== undefined);
  const { frame, steps } = await gather(many, bundleOf(survey), []);
  expect([frame.n, steps.length]).toEqual([70_000, 70_000]);
  for (const i of [0, 65_535, 65_536, 69_999]) expect(rowAt(frame, i)).toEqual(rowAt(frame, i % 300));
});

import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { Study } from "../../src/survey/study.ts";
import { SEED } from "../seed.ts";
import { hasShared, SHARED } from "../shared.ts";
import { follow } from "./follow.ts";
import { anyCase, followCase } from "./generated.ts";
import { COURT_TYPES, filesIn, read, surveyOf } from "./made.ts";
import { readMending } from "./mend.ts";

/** From the file to the last figure; where it is refused, as the message says that it should be. @returns why it was refused, if it was */
async function fromFile(path: string, name: string, microdata: "public" | "withheld", types?: Study["types"]): Promise<string | undefined> {
  const { made: survey, refusals } = readMending(read(path), (definition) => surveyOf(definition, name, { microdata, ...(types ? { types } : {}) }));
  for (const { where, fix = "" } of refusals) expect([where, fix.length > 0]).toEqual([name, true]);
  if (!survey) throw new Error(`the remedy is none: ${refusals.at(-1)?.message ?? ""}`);
  const { refused, figures, broken } = await follow(survey, { n: 50, seed: 3 });
  expect(broken).toEqual([]);
  expect(figures > 0).toBe(refused === undefined);
  return refused ?? (refusals.length > 0 ? `${refusals.map(({ message }) => message.split("\n")[0]).join("; then ")} (mended)` : undefined);
}

const refused = new Map<string, string>();
let passed = 0;
const note = (name: string, reason: string | undefined): void => {
  if (reason === undefined) passed += 1;
  else refused.set(name, reason);
};

describe.skipIf(!hasShared)("questionnaires from elsewhere go the whole way, those that are refused once their remedy is followed", () => {
  afterAll(() => console.info(`${passed} went the whole way, ${refused.size} were refused:\n${[...refused].map(([name, reason]) => `  ${name}: ${reason.split("\n")[0]}`).join("\n")}`));

  // Each with tables alone or with single responses, the other way with every other SEED.
  test.each(hasShared ? filesIn("surveys").map((name, i) => [name, (i + SEED) % 2 === 0 ? "withheld" : "public"] as const) : [])("%s, %s", async (name, microdata) => {
    note(name, await fromFile(join(SHARED, "surveys", name), name, microdata));
  });

  // An eighth of these, which are much alike, another with every SEED; `npm run prove -- chain` takes all.
  test.each(hasShared ? filesIn("surveys/court-forms").filter((_, i) => i % 8 === SEED % 8) : [])("%s", async (name) => {
    note(name, await fromFile(join(SHARED, "surveys/court-forms", name), name, "withheld", COURT_TYPES));
  });
});

test("so do questionnaires made at random", async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async (one) => {
      const { figures, broken } = await followCase(one);
      expect(broken).toEqual([]);
      expect(figures).toBeGreaterThan(0);
    }),
    // Each writes a database: shrinking would take longer than the seed is worth.
    { numRuns: 15, endOnFailure: true },
  );
}, 240_000);

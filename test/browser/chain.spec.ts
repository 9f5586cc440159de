import { type BrowserContext, expect, test } from "@playwright/test";
import { lookAtData, lookAtExplorer, lookAtForm, lookAtResults } from "../chain/look.ts";
import { answer, download, gather, publish, settle, type Walker } from "../chain/walk.ts";
import { hasShared } from "../shared.ts";
import type { Installation } from "./installation.ts";

/** A small dose of `npm run prove -- chain`: the few questionnaires that between them ask in the most ways. */
const DOSE = 4;

test.skip(!hasShared, "the folder ../shared is not there");
test.describe.configure({ mode: "serial" });
test.use({ viewport: { width: 390, height: 844 } });

let site: Installation;
let walkers: readonly Walker[] = [];
const broken: string[] = [];

/** Greedily: each adds the most types of questions that none before it asks. */
function mostVaried(all: readonly Walker[], count: number): Walker[] {
  const seen = new Set<string>();
  const typesOf = ({ survey }: Walker): Set<string> => new Set(survey.codebook.variables.map(({ type, kind }) => `${type} ${kind}`));
  return Array.from({ length: count }, () => {
    const fresh = (walker: Walker): number => [...typesOf(walker)].filter((type) => !seen.has(type)).length;
    const [next] = [...all].sort((a, b) => fresh(b) - fresh(a));
    if (!next) throw new Error("there are no questionnaires");
    for (const type of typesOf(next)) seen.add(type);
    return next;
  });
}

test.beforeAll(async () => {
  test.setTimeout(240_000);
  walkers = mostVaried(gather({ most: 34 }).walkers, DOSE).map((walker, i) => ({ ...walker, seed: i + 1 }));
  site = await settle(walkers);
});
test.afterAll(() => site?.stop());

const all = async (context: BrowserContext, look: (walker: Walker, at: number, context: BrowserContext) => Promise<readonly string[]>): Promise<void> => {
  for (const [at, walker] of walkers.entries()) broken.push(...(await look(walker, at, context)));
  expect(broken).toEqual([]);
};

test("questionnaires from elsewhere are asked, and answers stored", async ({ context }) => {
  for (const walker of walkers) expect(await answer(site, walker, broken)).toBe(walker.sent);
  await all(context, (walker, at) => lookAtForm(site, context, walker, at % 2 === 0 ? "" : "en/"));
});

test("and released: results, data and explorer are read without an error", async ({ context }) => {
  test.setTimeout(180_000);
  for (const walker of walkers) expect(await publish(site, walker, broken)).toEqual({ stored: walker.sent });
  await site.restart();
  await all(context, async (walker, at) => {
    const locale = at % 2 === 0 ? "en/" : "";
    const { figures, broken: shown } = await lookAtResults(site, context, walker, locale);
    expect(figures).toBeGreaterThan(0);
    await download(site, walker, broken);
    // The database takes seconds: once for each kind of release.
    return [...shown, ...(await lookAtData(site, context, walker, locale)), ...(await lookAtExplorer(site, context, walker, { locale, database: walkers.findIndex(({ microdata }) => microdata === walker.microdata) === at }))];
  });
});

import { chromium } from "@playwright/test";
import { launchOptions } from "../browser/browser.ts";
import { asksAtOnce, lookAtData, lookAtExplorer, lookAtForm, lookAtResults } from "../chain/look.ts";
import { answer, download, gather, publish, settle, type Walker } from "../chain/walk.ts";
import type { Dose, Proof } from "./run.ts";

/** Pages that are looked at beside each other: one for each core of a small machine. */
const BESIDE = 2;

/** Of so many explorers one starts the database, too; all that show one of SurveyJS's own questionnaires do. */
const DATABASES = 10;

/** Takes every questionnaire from elsewhere from its file to the last page, in one installation. */
export async function proveChain({ count, say }: Dose): Promise<Proof> {
  const { walkers, refused, broken: early } = gather({ most: count });
  const broken = [...early];
  say(`${walkers.length} definitions are taken, ${refused.size} of them mended as their refusal says; building their site …`);
  const begun = performance.now();
  const site = await settle(walkers);
  const built = performance.now();
  const browser = await chromium.launch(await launchOptions());
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const locale = (at: number): "" | "en/" => (at % 3 === 0 ? "en/" : "");
    let sent = 0;
    for (const walker of walkers) sent += await answer(site, walker, broken);
    say(`${sent} answers are stored; opening the forms …`);
    await each(walkers, async (walker, at) => void broken.push(...(await lookAtForm(site, context, walker, locale(at)))));
    say("closing, releasing, publishing …");
    let stored = 0;
    const unreleased = new Map<string, string>();
    for (const walker of walkers) {
      const done = await publish(site, walker, broken);
      stored += done.stored;
      if (done.refused !== undefined) unreleased.set(walker.file, done.refused);
    }
    const published = walkers.filter(({ file }) => !unreleased.has(file));
    const again = performance.now();
    await site.restart();
    const rebuilt = performance.now();
    let [figures, files] = [0, 0];
    await each(published, async (walker, at) => {
      const shown = await lookAtResults(site, context, walker, locale(at));
      figures += shown.figures;
      broken.push(...shown.broken, ...(await lookAtData(site, context, walker, locale(at))), ...(await lookAtExplorer(site, context, walker, { locale: locale(at), database: asksDatabase(walker, at) })));
      files += await download(site, walker, broken);
      if ((at + 1) % 25 === 0) say(`${at + 1} of ${published.length} looked at`);
    });
    return {
      area: "chain",
      promise: "every questionnaire from elsewhere, mended as its refusal says if it is refused, goes the whole way: built, answered, stored, released, published, read, without an error",
      figures: {
        definitions: walkers.length,
        "refused as they stand, taken once the remedy was followed": refused.size,
        "refused by the release": unreleased.size,
        "answers stored (201)": sent,
        "found in the store, equal to what was sent": stored,
        "forms begun": walkers.length,
        "of them, forms that ask nothing by themselves": walkers.filter((walker) => !asksAtOnce(walker)).length,
        "released, single answers public": published.filter(({ microdata }) => microdata === "public").length,
        "released, tables only": published.filter(({ microdata }) => microdata === "withheld").length,
        "results, data and explorer pages read": 3 * published.length,
        "explorers whose database answered": published.filter(asksDatabase).length,
        "figures seen": figures,
        "released files with the right checksum": files,
        "errors, complaints, failed requests": broken.length,
        "seconds to build the site": Math.round((built - begun) / 1000),
        "seconds to build it with the releases": Math.round((rebuilt - again) / 1000),
      },
      notes: [...refused, ...unreleased].map(([file, why]) => `refused ${file}: ${why.split("\n")[0]}`),
      broken,
    };
  } finally {
    await browser.close();
    await site.stop();
  }
}

const asksDatabase = ({ id }: Walker, at: number): boolean => id.startsWith("survey") || at % DATABASES === 0;

/** A few beside each other. */
async function each(walkers: readonly Walker[], work: (walker: Walker, at: number) => Promise<void>): Promise<void> {
  const queue = [...walkers.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: BESIDE }, worker));
}

import { chromium } from "@playwright/test";
import { wholeOptions } from "../browser/browser.ts";
import { install } from "../browser/installation.ts";
import { addKinds, EACH_KIND, type Kind } from "./kinds.ts";
import { coldContext, PHONE, QUICK } from "./phone/profiles.ts";
import type { Subject } from "./phone/prepare.ts";
import { visit } from "./phone/visit.ts";
import type { Row } from "./run.ts";

/** How many first answers are lost, by the kind of question, when each is given as early as it can be. */
export async function tapsBench(n: number): Promise<readonly Row[]> {
  const site = await install({ surveys: ["policy", "pulse"] });
  const browser = await chromium.launch(await wholeOptions());
  const rows: Row[] = [];
  try {
    await addKinds(site);
    for (const profile of [QUICK, PHONE])
      for (const kind of EACH_KIND) {
        let lost = 0;
        for (let run = 0; run < n; run++) {
          const context = await coldContext(browser);
          if ((await visit(context, subjectOf(kind, site.url), profile)).lost) lost++;
          await context.close();
        }
        rows.push({ bench: "taps", case: `${kind.name}: lost, ${profile.name}`, value: lost, unit: `of ${n}` });
      }
    return rows;
  } finally {
    await browser.close();
    await site.stop();
  }
}

function subjectOf({ survey, question, field, typed, keys }: Kind, site: string): Subject {
  const within = `[data-name="${question}"]`;
  return {
    url: `${site}/s/${survey}/`,
    reads: ["[data-start]", "main p"],
    steps: ["[data-start]", `${within} ${field}`],
    question,
    saysReady: true,
    ...(typed === undefined ? {} : { typed }),
    ...(keys === undefined ? {} : { keys }),
  };
}

import type { BrowserContext, Page } from "@playwright/test";
import { planFigures } from "../../src/chart/plan.ts";
import { newestRelease, readCodebook } from "../../src/query/releases.ts";
import type { Codebook } from "../../src/survey/codebook.ts";
import { askedBy } from "../../src/survey/conditions.ts";
import type { Installation } from "../browser/installation.ts";
import type { Walker } from "./walk.ts";

/** What a browser shows of a questionnaire from elsewhere, page by page. */

/** How long a page may take, in ms: machines that run tests are busy. */
const PATIENCE = 60_000;

/** Opens one page; whatever fails, asks elsewhere, is stopped by the policy or complains becomes a line. */
async function open(site: Installation, context: BrowserContext, path: string, look: (page: Page) => Promise<string[]>): Promise<string[]> {
  const page = await context.newPage();
  const seen: string[] = [];
  await page.addInitScript("addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))");
  page.on("console", (message) => void (message.type() === "error" && seen.push(`console: ${message.text().slice(0, 300)}`)));
  page.on("pageerror", (error) => void seen.push(`error: ${error.message.slice(0, 300)}`));
  // Chromium calls every HEAD request aborted, for it never has a body; its status is looked at below.
  page.on("requestfailed", (request) => void (request.method() !== "HEAD" && seen.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText ?? ""}`)));
  page.on("request", (request) => void (!request.url().startsWith(site.url) && !/^(data|blob):/.test(request.url()) && seen.push(`asks ${request.url().slice(0, 200)}`)));
  page.on("response", (response) => void (response.status() >= 400 && seen.push(`${response.status()} ${response.url()}`)));
  page.setDefaultTimeout(PATIENCE);
  try {
    await page.goto(site.url + path);
    seen.push(...(await look(page)));
  } catch (error) {
    seen.push(error instanceof Error ? (error.message.split("\n").find((line) => line.trim() !== "") ?? "") : String(error));
  }
  // What is noted from here on comes of leaving.
  const found = [...seen];
  await page.close();
  return found.map((line) => `${path} ${line}`);
}

/** Whether whoever has answered nothing yet is asked something: pages of a larger form may ask nothing before its others are answered. */
export const asksAtOnce = ({ survey: { codebook } }: Walker): boolean => codebook.variables.some((_, i) => askedBy(codebook)({})(i));

/** Agrees, and sees the first question, or in words that there is none. */
export const lookAtForm = (site: Installation, context: BrowserContext, walker: Walker, locale: "" | "en/" = ""): Promise<string[]> =>
  open(site, context, `/${locale}s/${walker.id}/`, async (page) => {
    await page.locator(".consent [data-start]").first().click();
    await page.locator(".questions [data-name]:visible, .questions .sd-body--empty:visible").first().waitFor();
    const words = await page.locator(".questions .sd-body--empty:visible").allInnerTexts();
    return words.length === 0 || (!asksAtOnce(walker) && words.join("").trim() !== "") ? [] : [`shows no question, but “${words.join()}”`];
  });

interface Shown {
  readonly id: string;
  readonly marks: number;
  readonly words: string;
}

const MARKS = "svg :is(rect, circle, path, line)";

/** Every figure of the plan, each with marks or a reason for having none. @returns also how many were seen */
export async function lookAtResults(site: Installation, context: BrowserContext, walker: Walker, locale: "" | "en/" = ""): Promise<{ figures: number; broken: string[] }> {
  const plans = plansOf(site, walker);
  let figures = 0;
  const broken = await open(site, context, `/${locale}results/${walker.id}/`, async (page) => {
    const read = (): Promise<Shown[]> =>
      page.locator("[data-figure]").evaluateAll((all, marks) => all.map((each) => ({ id: each.getAttribute("data-figure") ?? "", marks: each.querySelectorAll(marks).length, words: each.querySelector("[data-part=note]:not([hidden])")?.textContent ?? "" })), MARKS);
    const shown = await read();
    figures = shown.length;
    const filter = page.locator("#filters details.pick:has([data-filter])").first();
    if ((await filter.count()) === 0) return compared(shown, plans);
    await filter.locator("summary").click();
    await filter.locator("[data-filter]").first().check();
    await page.locator("#filter-status").filter({ hasText: String(walker.sent) }).waitFor();
    return [...compared(shown, plans), ...compared(await read(), plans).map((line) => `filtered: ${line}`)];
  });
  return { figures, broken };
}

function compared(shown: readonly Shown[], plans: readonly string[]): string[] {
  const [found, wanted] = [shown.map(({ id }) => id).join(), plans.join()];
  return [...(found === wanted ? [] : [`shows ${found}, not ${wanted}`]), ...shown.filter(({ marks, words }) => marks === 0 && words === "").map(({ id }) => `the figure ${id} shows and says nothing`)];
}

/** The codebook as it is published. */
function codebookOf({ env }: Installation, { id }: Walker): Codebook {
  const published = newestRelease(env["PUBLIC_DIR"] ?? "", id);
  if (!published) throw new Error(`${id} is not published`);
  return readCodebook(published);
}

const plansOf = (site: Installation, walker: Walker): string[] => planFigures(codebookOf(site, walker)).map((plan) => plan.id);

/** Names every variable of the release. */
export const lookAtData = (site: Installation, context: BrowserContext, walker: Walker, locale: "" | "en/" = ""): Promise<string[]> =>
  open(site, context, `/${locale}data/${walker.id}/`, async (page) => {
    const words = (await page.locator("main").textContent()) ?? "";
    return codebookOf(site, walker).variables.flatMap(({ name }) => (words.includes(name) ? [] : [`does not name ${name}`]));
  });

interface Looked {
  readonly locale?: "" | "en/";
  /** Starts the database, which takes seconds. */
  readonly database: boolean;
}

/** One figure, then all of them from the cube; then the database answers. */
export const lookAtExplorer = (site: Installation, context: BrowserContext, walker: Walker, { locale = "", database }: Looked): Promise<string[]> =>
  open(site, context, `/${locale}explore/${walker.id}/`, async (page) => {
    const { variables } = codebookOf(site, walker);
    const plans = plansOf(site, walker);
    await page.locator("figure.explored").first().waitFor();
    await page.locator("input[name=mode][value=all]").check();
    await page.locator("figure.explored").nth(plans.length - 1).waitFor();
    const silent = await page.locator("figure.explored").evaluateAll((all, marks) => all.flatMap((each) => (each.querySelector(marks) || each.querySelector(".note")?.textContent ? [] : [`the figure ${each.id} shows and says nothing`])), MARKS);
    if (!database) return [...silent, ...(await page.locator(".problem").allInnerTexts())];
    await page.locator("#sql > summary").click();
    await page.locator("#sql-text").fill(`SELECT count(*) AS n${walker.microdata === "public" ? ", (SELECT count(*) FROM responses) AS rows" : ""} FROM variables`);
    await page.locator("#sql-run").click();
    await page.locator("#sql-result > *").first().waitFor();
    const counted = (await page.locator("#sql-result tbody td").allInnerTexts()).join();
    const wanted = [variables.length, ...(walker.microdata === "public" ? [walker.sent] : [])].join();
    return [...silent, ...(counted === wanted ? [] : [`the database says ${counted}, not ${wanted}`]), ...(await page.locator(".problem").allInnerTexts())];
  });

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { wholeOptions } from "../browser/browser.ts";
import { install } from "../browser/installation.ts";
import { plainPage } from "./peers/plain.ts";
import { serveFolder } from "./peers/serve.ts";
import { buildSurveyJs } from "./peers/surveyjs.ts";
import { coldContext, PHONE, type Profile, QUICK } from "./phone/profiles.ts";
import type { Subject } from "./phone/prepare.ts";
import { revisit, visit } from "./phone/visit.ts";
import type { Row } from "./run.ts";

const ROOT = join(import.meta.dirname, "../..");
const PLAIN = "plain HTML";
const SURVEYJS = "SurveyJS, quick start";
const OURS = "qingting";
/** The first question of the workload questionnaire, and its first choice. */
const QUESTION = "hours";
const CHOICE = `[data-name="${QUESTION}"] input`;

/**
 * What somebody with a slow phone waits for: ours beside a hand-made page, the floor, and beside SurveyJS as its guide sets it up.
 * A lost tap of SurveyJS's is one that no hand is quick enough for: it draws the battery for a desktop and, some 100 to 300 ms later, for the phone.
 */
export async function formBench(n: number): Promise<readonly Row[]> {
  const definition: Record<string, unknown> = JSON.parse(readFileSync(join(ROOT, "surveys/workload/survey.json"), "utf8"));
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache/peers-"));
  const plainFolder = join(folder, "plain");
  mkdirSync(plainFolder);
  writeFileSync(join(plainFolder, "index.html"), plainPage(definition));
  const plain = await serveFolder(plainFolder);
  const surveyjs = await serveFolder(await buildSurveyJs(join(folder, "surveyjs"), definition));
  const ours = await install({ surveys: ["workload"] });
  const peer = { reads: [`[data-name="${QUESTION}"]`], steps: [CHOICE], question: QUESTION, saysReady: false };
  const subjects = new Map<string, Subject>([
    [PLAIN, { ...peer, url: `${plain.url}/` }],
    [SURVEYJS, { ...peer, url: `${surveyjs.url}/` }],
    [OURS, { url: `${ours.url}/s/workload/`, reads: ["[data-start]", "main p"], steps: ["[data-start]", CHOICE], question: QUESTION, saysReady: true }],
  ]);
  const browser = await chromium.launch(await wholeOptions());
  try {
    return rowsOf(await measure(browser, subjects, n), n);
  } finally {
    await browser.close();
    await Promise.all([plain.stop(), surveyjs.stop(), ours.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Values of one figure in every run; undefined where it never came to pass. */
type Values = (number | undefined)[];
interface Figure {
  readonly unit: string;
  readonly values: Values;
}
type Figures = Map<string, Map<string, Figure>>;

/** The pages take turns, so that a busy minute of the machine meets all of them. */
async function measure(browser: Browser, subjects: ReadonlyMap<string, Subject>, n: number): Promise<Figures> {
  const figures: Figures = new Map();
  const note = (name: string, figure: string, unit: string, value: number | undefined): void => {
    const pages = figures.get(figure) ?? new Map<string, Figure>();
    figures.set(figure, pages);
    const { values } = pages.get(name) ?? { values: [] };
    pages.set(name, { unit, values: [...values, value] });
  };
  for (let run = 0; run <= n; run++)
    for (const [name, subject] of subjects)
      for (const profile of [PHONE, QUICK]) {
        // The first round is not counted: it warms the servers.
        const figuresOfRun = run === 0 ? await warm(browser, subject) : await look(browser, subject, profile);
        for (const [figure, [value, unit]] of Object.entries(figuresOfRun)) note(name, figure, unit, value);
      }
  return figures;
}

type Measured = Readonly<Record<string, readonly [number | undefined, string]>>;

async function warm(browser: Browser, subject: Subject): Promise<Measured> {
  const context = await coldContext(browser);
  await revisit(context, subject, QUICK, false);
  await context.close();
  return {};
}

async function look(browser: Browser, subject: Subject, profile: Profile): Promise<Measured> {
  const context = await coldContext(browser);
  try {
    const { readable, kept, tapToKept, lost, moved, shift, blocked, bytes, strays } = await visit(context, subject, profile);
    const taps = { [`taps lost, ${profile.name}`]: [Number(lost), "lost"] } as const;
    if (profile !== PHONE) return taps;
    const again = await revisit(context, subject, profile, false);
    const offline = await revisit(context, subject, profile, true);
    return {
      readable: [readable, "ms"],
      "first answer kept": [kept, "ms"],
      "tap to kept": [tapToKept, "ms"],
      "question 1 moved": [moved, "px"],
      "layout shift": [shift, "score"],
      "total blocking time": [blocked, "ms"],
      "bytes before readable": [bytes.readable, "bytes"],
      "bytes before first answer kept": [bytes.kept, "bytes"],
      "bytes in all": [bytes.all, "bytes"],
      "requests elsewhere": [strays, "requests"],
      ...taps,
      "second visit, readable": [again, "ms"],
      "second visit, offline, readable": [offline, "ms"],
    };
  } finally {
    await context.close();
  }
}

function rowsOf(figures: Figures, n: number): readonly Row[] {
  const rows: Row[] = [];
  for (const [figure, pages] of figures) {
    const settled = [...pages].map(([name, { unit, values }]) => (unit === "lost" ? { name, unit: `of ${n}`, value: sum(values) } : { name, unit, value: median(values) }));
    for (const { name, unit, value } of settled) {
      const others = settled.filter(({ name: other }) => (name === OURS && other !== OURS) || (name === SURVEYJS && other === PLAIN));
      const row = { bench: "form", case: `${name}: ${figure}`, value, unit };
      const compared = others.flatMap(({ name: against, value: other }) => (value === null || !other ? [] : [{ ...row, against, ratio: value / other }]));
      rows.push(...(compared.length > 0 ? compared : [row]));
    }
  }
  return rows;
}

const sum = (values: Values): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Null where it came to pass in fewer than half of the runs. */
function median(values: Values): number | null {
  const middle = values.map((value) => value ?? Infinity).sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return middle === undefined || middle === Infinity ? null : middle;
}

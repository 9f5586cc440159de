import { join } from "node:path";
import { UsageError, UserError } from "../error.ts";
import { POWER_WORDS } from "../i18n/power.ts";
import { openNative } from "../query/native.ts";
import { fileOf, listReleases, type Published, readCodebook } from "../query/releases.ts";
import { detectableMean, detectableShare, halfWidth, halfWidthOfMean } from "../stats/power.ts";
import { answerValues, variableOf } from "../survey/codebook.ts";
import { loadSurvey, type Survey } from "../survey/load.ts";
import type { Locale, Text } from "../survey/text.ts";
import { languageOf } from "./language.ts";
import { type Invocation, type Output, surveyName, wholeNumber } from "./options.ts";

/** Shares of those asked that may answer. */
const RATES = [0.6, 0.7, 0.8, 1];
/** Answers under which nothing is shown, unless the study says otherwise. */
const SHOWN = 10;
/** Answers from which an index is shown. */
const INDEX = 30;

interface Filter {
  readonly name: string;
  readonly groups: readonly { readonly label: Text; readonly share: number }[];
}

/** What a number of answers can show; all differences in shares of 1, indices in points. */
interface Row {
  readonly rate: number;
  readonly answers: number;
  readonly halfWidth: Readonly<Record<"50" | "80" | "95", number>>;
  readonly waves: number | null;
  readonly filters: readonly { readonly filter: string; readonly groups: readonly number[]; readonly difference: number | null; readonly index: number | null }[];
  readonly index: { readonly halfWidth: number; readonly waves: number | null };
}

/** Says before anybody is asked what the planned number of answers can show. */
export async function powerVerb(invocation: Invocation, output: Output): Promise<boolean> {
  const { settings } = invocation;
  const survey = loadSurvey(settings.surveys, surveyName(invocation));
  const locale = languageOf(invocation);
  const words = POWER_WORDS[locale];
  const wave = waveOf(survey, invocation.flags["wave"]);
  if (wave.admission === "open") {
    if (output.wantsJson) output.json({ survey: survey.id, wave: wave.id, holds: false, why: { "zh-cn": POWER_WORDS["zh-cn"].open, en: POWER_WORDS.en.open } });
    output.say(words.open);
    return true;
  }
  const asked = wholeNumber(invocation, "n", 1, wave.expected ?? 0);
  if (asked === 0) throw new UserError(`the wave ${wave.id} does not say how many people are asked`, { where: `${survey.id}/study.json`, fix: `add "expected" to the wave, or give -n N` });
  const sd = deviation(invocation.flags["sd"]);
  const released = listReleases(settings.publicDir).find(({ manifest }) => manifest.survey === survey.id && !manifest.simulated && manifest.revision > 0);
  const filters = await filtersOf(survey, released);
  const rows = RATES.map((rate) => rowFor(rate, Math.round(asked * rate), filters, { sd, shown: survey.study?.protect.n ?? SHOWN }));
  if (output.wantsJson) output.json({ survey: survey.id, wave: wave.id, holds: true, asked, sd, groups: released ? released.manifest.wave : "equal", rates: rows });
  output.say(words.title(survey.codebook.title[locale], wave.id, asked));
  for (const row of rows) output.say(told(row, filters, survey, locale).join("\n"));
  if (filters.length > 0) output.say(`\n${words.shareOf}: ${released ? words.released(released.manifest.wave) : words.equal}`);
  output.say(`${filters.length > 0 ? "" : "\n"}${words.how(sd)}`);
  return true;
}

function waveOf({ id, study }: Survey, wanted: string | boolean | undefined) {
  const waves = study?.waves ?? [];
  const found = wanted === undefined ? (waves.find(({ trial }) => !trial) ?? waves[0]) : waves.find((wave) => wave.id === wanted);
  if (found) return found;
  throw new UserError(`${id} plans no wave${wanted === undefined ? "" : ` ${String(wanted)}`}`, { where: `${id}/study.json`, fix: waves.length > 0 ? `there are: ${waves.map((wave) => wave.id).join(", ")}` : "write study.json with a wave" });
}

function deviation(given: string | boolean | undefined): number {
  if (given === undefined) return 1;
  const sd = Number(given);
  if (sd > 0 && Number.isFinite(sd)) return sd;
  throw new UsageError(`--sd is ${String(given)}`, { fix: "the standard deviation of the index in points of its scale, such as 0.9" });
}

/** Groups of each filter with their shares: as released, else equal. */
async function filtersOf({ codebook }: Survey, released: Published | undefined): Promise<Filter[]> {
  const counted = released ? await countsIn(released) : new Map<string, number>();
  return codebook.filters.map((name) => {
    const values = answerValues(variableOf(codebook, name));
    const counts = values.map(({ code }) => counted.get(`${name} ${code}`) ?? 0);
    const all = counts.reduce((sum, n) => sum + n, 0);
    return { name, groups: values.map(({ label }, i) => ({ label, share: all > 0 ? (counts[i] ?? 0) / all : 1 / values.length })) };
  });
}

async function countsIn(released: Published): Promise<Map<string, number>> {
  const codebook = readCodebook(released);
  if (codebook.filters.length === 0) return new Map();
  const native = await openNative(join(released.folder, fileOf(released.manifest, "database").name), codebook);
  try {
    const tallies = await native.tally({ variables: codebook.filters });
    return new Map(tallies.flatMap(({ variable, value, n }) => (value === null ? [] : [[`${variable} ${value}`, n] as const])));
  } finally {
    native.close();
  }
}

function rowFor(rate: number, answers: number, filters: readonly Filter[], { sd, shown }: { sd: number; shown: number }): Row {
  const index = { halfWidth: halfWidthOfMean(answers, sd), waves: detectableMean(answers, answers, sd) ?? null };
  return {
    rate,
    answers,
    halfWidth: { "50": halfWidth(0.5, answers), "80": halfWidth(0.8, answers), "95": halfWidth(0.95, answers) },
    waves: detectableShare(answers, answers) ?? null,
    filters: filters.map(({ name, groups }) => {
      const sizes = groups.map(({ share }) => Math.round(share * answers));
      // The two smallest are the hardest to tell apart.
      const [least = 0, next = 0] = sizes.toSorted((a, b) => a - b);
      const isShown = least >= shown;
      return { filter: name, groups: sizes, difference: (isShown ? detectableShare(least, next) : undefined) ?? null, index: (isShown ? detectableMean(least, next, sd) : undefined) ?? null };
    }),
    index,
  };
}

const points = (share: number): string => (100 * share).toFixed(0);
/** Rounded up: what is promised from a number on must hold there. */
const pointsOn = (share: number): string => Math.ceil(100 * share).toFixed(0);
const exact = (score: number): string => score.toFixed(2);

function told({ rate, answers, halfWidth: half, waves, filters, index }: Row, all: readonly Filter[], { codebook, study }: Survey, locale: Locale): string[] {
  const words = POWER_WORDS[locale];
  const least = study?.protect.n ?? SHOWN;
  if (answers < least) return ["", words.rate(Math.round(rate * 100), answers), `  ${words.hidden(least)}`];
  const hardest = filters.toSorted((a, b) => (b.index ?? 0) - (a.index ?? 0))[0];
  return [
    "",
    words.rate(Math.round(rate * 100), answers),
    `  ${words.shares(points(half["50"]), points(half["80"]), points(half["95"]))}`,
    ...(waves === null ? [] : [`  ${words.waves(pointsOn(waves))}`]),
    ...filters.map(({ filter, groups, difference }, i) => `  ${difference === null ? words.groupsNever(filter, Math.min(...groups)) : words.groups(filter, (all[i]?.groups ?? []).map(({ label }) => label[locale]), groups, pointsOn(difference))}`),
    ...(codebook.constructs.length > 0 && answers >= INDEX && index.waves !== null ? [`  ${words.index(exact(index.halfWidth), exact(index.waves), hardest?.index ? exact(hardest.index) : undefined, hardest?.filter ?? "")}`] : []),
  ];
}

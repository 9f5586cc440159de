import { keepOrUndo, listOf, wordsOf } from "../collector/invitations.ts";
import { invite } from "../collector/invite.ts";
import type { Roster } from "../collector/population.ts";
import { UsageError, UserError } from "../error.ts";
import { readRoster } from "../responses/roster.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import type { Codebook } from "../survey/codebook.ts";
import { type Invocation, type Output, required, type Settings, surveyName, wholeNumber } from "./options.ts";
import { withStore } from "./places.ts";

export async function inviteVerb(invocation: Invocation, { say, json, wantsJson }: Output): Promise<boolean> {
  const { settings, flags } = invocation;
  const to = required(invocation, "to");
  const roster = await rosterOf(invocation);
  if ((roster === undefined) === (flags["n"] === undefined)) throw new UsageError("invite needs either --roster FILE or -n N", { fix: "see: npm run -s qingting -- invite --help" });
  const people = roster ?? wholeNumber(invocation, "n", 1);
  const { record, secrets, total, unchecked } = await withStore(settings, async (store) => {
    const wave = await waveToInvite(store, invocation);
    return keepOrUndo(to, (keep) => invite(store, wave, people, keep), (invited) => listOf(invited, roster, siteOf(settings)));
  });
  const words = wordsOf(record);
  if (wantsJson) json({ survey: record.survey, wave: record.wave, to, invited: secrets.length, total, words, unchecked });
  say(`${secrets.length} invitations to ${record.survey} ${record.wave} are in ${to}${total > secrets.length ? `; with former ones there are ${total}` : ""}.`);
  if (record.roster && total > record.roster.n) say(`  That is more than the ${record.roster.n} people of the roster until now: response rates count invitations.`);
  if (unchecked.length > 0) say(`  The roster has no column for ${unchecked.join(", ")}; whether somebody could be told by that was not checked.`);
  say(`  Words of the key: ${words["zh-cn"]} · ${words.en}. They are the same for everybody; people may compare them with those on the page.`);
  say("  Send each person his own line, by a way that only he reads, and tell nobody's link to another: it works once.");
  say("  The links are in no other place and cannot be made again. Once they are sent, delete the file, or keep it away from this machine:");
  say("  never beside the answers, never in a backup of them.");
  if (!settings.site) say(`  The links begin with ${siteOf(settings)}. If people reach the site by another address, replace that in the file, and set SITE_URL from now on. To invite again would count everybody twice.`);
  return true;
}

/** The roster that --roster names. */
export async function rosterOf({ flags }: Invocation): Promise<Roster | undefined> {
  const path = flags["roster"];
  return typeof path === "string" ? { table: await readRoster(path), where: path } : undefined;
}

/** What opening a wave of invited people has and has not checked, in words. */
export function aboutRoster({ survey, wave, roster }: WaveRecord, codebook: Codebook): string {
  const next = `Next: invite ${survey} --wave ${wave} --roster FILE --to links.csv`;
  const traits = codebook.variables.filter(({ role }) => role === "quasi").map(({ name }) => name);
  if (!roster) return `${traits.length > 0 ? `No roster was given, so it was not checked whether somebody could be told by ${traits.join(", ")}. ` : ""}${next}`;
  const checked = Object.keys(roster.margins);
  const unchecked = traits.filter((name) => !checked.includes(name));
  return [
    `${roster.n} people are on the roster; ${checked.length > 0 ? `at least ${roster.least} of them share ${checked.join(", ")} with each other` : "it says nothing that the questionnaire asks about people"}.`,
    ...(unchecked.length > 0 ? [`It has no column for ${unchecked.join(", ")}; whether somebody could be told by that was not checked.`] : []),
    next,
  ].join("\n");
}

async function waveToInvite(store: Store, invocation: Invocation): Promise<WaveRecord> {
  const survey = surveyName(invocation);
  const waves = (await store.waves()).filter((each) => each.survey === survey);
  const wanted = invocation.flags["wave"];
  const found = typeof wanted === "string" ? waves.find(({ wave }) => wave === wanted) : waves.find(({ state }) => state === "open");
  if (!found) throw new UserError(typeof wanted === "string" ? `${survey} ${wanted} was never opened` : `no wave of ${survey} is open`, { fix: `open ${survey} --wave ${typeof wanted === "string" ? wanted : "W"}` });
  return found;
}

/** Where people reach the site, with a slash at the end. */
export const siteOf = ({ site, host, port, base }: Settings): string => `${(site ?? `http://${host}:${port}`).replace(/\/+$/, "")}/${base.replace(/^\/|\/$/g, "")}`.replace(/\/?$/, "/");

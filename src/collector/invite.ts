import { randomBytes } from "node:crypto";
import { UserError } from "../error.ts";
import type { Store, WaveRecord } from "../responses/store.ts";
import type { Codebook } from "../survey/codebook.ts";
import { rosterLeast } from "../survey/study.ts";
import type { Text } from "../survey/text.ts";
import { cellsOf, checkCells, gathered } from "./cells.ts";
import { invitationDigest } from "./digests.ts";
import { type Population, populationOf, type Roster } from "./population.ts";

/** Bytes of an invitation's secret: 128 bits, which nobody guesses. */
const SECRET_BYTES = 16;

export interface Invited {
  readonly record: WaveRecord;
  /** One a person, in the order of the roster. They are nowhere else: what is not kept here is lost. */
  readonly secrets: readonly string[];
  /** All invitations of the wave, by now. */
  readonly total: number;
  /** Questions about who is asked for which the roster has no column. */
  readonly unchecked: readonly string[];
}

/**
 * Makes invitations. Of a person the store learns what group he belongs to, and no name.
 * @param people a roster, or how many
 * @param keep is given the secrets before anything counts as sent; if it throws, nobody was invited
 */
export async function invite(store: Store, record: WaveRecord, people: Roster | number, keep: (invited: Omit<Invited, "total">) => void): Promise<Invited> {
  const { survey, wave } = record;
  const where = `${survey} ${wave}`;
  if (record.admission !== "invited") throw new UserError("this wave is not for invited people only", { where, fix: record.admission === "open" ? `whoever has the link /s/${survey}/ can answer` : 'plan a wave with "admission": "invited"' });
  if (record.state !== "open") throw new UserError("this wave is closed", { where, fix: "plan another wave in study.json", refusal: { code: "closed-already" } });
  const { population: groups, least } = typeof people === "number" ? { population: { people: Array.from({ length: people }, () => ({})), unchecked: [] }, least: undefined } : await checked(store, record, people);
  const secrets = groups.people.map(() => randomBytes(SECRET_BYTES).toString("base64url"));
  const made = { record, secrets, unchecked: groups.unchecked };
  keep(made);
  await store.invite(survey, wave, secrets.map((secret, i) => ({ digest: invitationDigest(survey, wave, secret), groups: groups.people[i] ?? {} })), least);
  const total = (await store.groups(survey, wave)).reduce((sum, { invited }) => sum + invited, 0);
  return { ...made, total };
}

/** The same check as at the opening, for whoever comes in addition, and for waves that opened without a roster. */
async function checked(store: Store, record: WaveRecord, roster: Roster): Promise<{ readonly population: Population; readonly least: number }> {
  const bundle = await store.bundle(record.survey, record.version);
  if (!bundle?.study) throw new UserError("the frozen questionnaire of this wave is missing from the store", { where: `${record.survey} ${record.wave}`, fix: "restore a backup" });
  const population = populationOf(roster, bundle.codebook, bundle.study);
  const least = rosterLeast(bundle.study);
  const names = population.traits.map(({ name }) => name);
  const before = (await store.groups(record.survey, record.wave)).map(({ groups, invited }) => ({ groups, n: invited })).filter(({ groups }) => Object.keys(groups).length > 0);
  const expected = record.roster ? Object.keys(record.roster.margins) : Object.keys(before[0]?.groups ?? {});
  if ((record.roster || before.length > 0) && (expected.length !== names.length || expected.some((name) => !names.includes(name))))
    throw new UserError(`this roster tells ${names.join(", ") || "nothing"} of people, the former one told ${expected.join(", ") || "nothing"}`, { where: roster.where, fix: "use rosters with the same columns for all of a wave", refusal: { code: "roster-columns", now: namesOf(names, bundle.codebook), before: namesOf(expected, bundle.codebook) } });
  const cells = gathered([...before, ...cellsOf(population.people)]);
  // Parts of the roster that was checked may come one after the other.
  if (cells.reduce((sum, { n }) => sum + n, 0) > (record.roster?.n ?? 0)) checkCells(cells, population.traits, least, roster.where);
  return { population, least };
}

/** Variables by their labels. */
function namesOf(names: readonly string[], { variables }: Codebook): Text {
  const labels = names.flatMap((name) => variables.find((variable) => variable.name === name)?.label ?? []);
  return { "zh-cn": labels.map((label) => label["zh-cn"]).join("、"), en: labels.map((label) => label.en).join(", ") };
}

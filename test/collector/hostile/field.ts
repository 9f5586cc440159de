import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { invite } from "../../../src/collector/invite.ts";
import { closeWave, openWave } from "../../../src/collector/waves.ts";
import type { Store } from "../../../src/responses/store.ts";
import type { Variable } from "../../../src/survey/codebook.ts";
import type { Survey } from "../../../src/survey/load.ts";
import { surveyOf } from "../../chain/made.ts";
import { surveyNamed } from "../../release/made.ts";
import { phone, type Phone } from "../phone.ts";
import { openAt } from "./store.ts";

export interface Asked {
  readonly survey: Survey;
  readonly wave: string;
}

/** What is answered, but for the many questions that are there to be many. */
export const variablesOf = ({ survey }: Asked): readonly Variable[] => survey.codebook.variables.filter(({ type, question, path }) => type !== "construct" && path.length > 0 && !/^q\d+$/.test(question));

/** What the collector is asked about: waves of every kind in one file. */
export interface Field {
  readonly folder: string;
  /** The store: a file, or the address of a database. */
  readonly place: string;
  /** The built site; secrets lie beside it. */
  readonly dist: string;
  readonly key: string;
  /** What no answer may hold. */
  readonly secret: string;
  /** Waves that anybody may answer. */
  readonly open: readonly Asked[];
  /** The first of them has a question for words, of 500 characters: `first`. */
  readonly words: Asked;
  readonly closed: Asked;
  readonly invited: Asked;
  readonly invitations: readonly string[];
  /** What somebody sends who was invited. */
  readonly admission: Phone["request"];
}

const DAY = "2026-10-01";
const INVITED = 300;

/** One question of each type whose check could be led astray. */
const TYPES = [
  { type: "checkbox", name: "several", choices: ["a", "b", "c"] },
  { type: "checkbox", name: "own", choices: ["a", "b", "c"], showOtherItem: true },
  { type: "tagbox", name: "tags", choices: ["a", "b"], allowCustomChoices: true },
  { type: "radiogroup", name: "one", choices: ["a", "b"], showOtherItem: true },
  { type: "text", name: "number", inputType: "number" },
  { type: "comment", name: "words" },
  { type: "expression", name: "worked", expression: "{number} + 1" },
  { type: "ranking", name: "order", choices: ["a", "b", "c"] },
  { type: "text", name: "day", inputType: "date" },
  { type: "slider", name: "range", sliderType: "range" },
  { type: "paneldynamic", name: "panels", templateElements: [{ type: "comment", name: "say" }, { type: "checkbox", name: "tick", choices: ["a", "b"] }], maxPanelCount: 5 },
  { type: "file", name: "file" },
  { type: "boolean", name: "yes" },
];

/** From 300 variables on, a check looks for all that is wrong. */
const OTHERS = Array.from({ length: 300 }, (_, i) => ({ type: "boolean", name: `q${i}` }));

/** @param database its address; absent: a file of its own */
export async function makeField(database?: string): Promise<Field> {
  const folder = mkdtempSync(join(tmpdir(), "qingting-hostile-"));
  const [place, dist, secret] = [database ?? join(folder, "answers.sqlite"), join(folder, "dist"), "what-nobody-may-read"];
  mkdirSync(dist);
  writeFileSync(join(dist, "index.html"), "<!doctype html><title>Home</title>");
  writeFileSync(join(folder, "operator.key"), secret);
  const made = (id: string, elements: readonly object[]): Survey => surveyOf({ pages: [{ name: "page", elements }] }, id, { microdata: "withheld" }, id);
  const words = { survey: surveyNamed("policy"), wave: "trial" };
  const open = [words, { survey: surveyNamed("workload"), wave: "trial" }, { survey: made("types", TYPES), wave: "w" }, { survey: made("many", [...TYPES, ...OTHERS]), wave: "w" }];
  const closed = { survey: surveyNamed("service"), wave: "trial" };
  const invited = { survey: surveyNamed("pulse"), wave: "2026-10" };
  const store = await openAt(place);
  for (const { survey, wave } of [...open, closed]) await openWave(store, survey, wave, DAY);
  await closeWave(store, closed.survey.id, closed.wave, DAY);
  const { invitations, admission } = await openInvited(store, invited);
  await store.shutdown();
  return { folder, place, dist, key: "the key of the operator", secret, open, words, closed, invited, invitations, admission };
}

async function openInvited(store: Store, { survey, wave }: Asked): Promise<Pick<Field, "invitations" | "admission">> {
  const record = await openWave(store, survey, wave, DAY);
  const { secrets } = await invite(store, record, INVITED, () => undefined);
  // One blinded message serves for all: the server cannot know.
  const { request } = await phone(record, secrets[0] ?? "");
  return { invitations: secrets, admission: request };
}

import { randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import { type Store, versionsOf, type WaveRecord } from "../responses/store.ts";
import type { Codebook, Variable } from "../survey/codebook.ts";
import { at, isEmpty } from "../survey/flatten.ts";
import { shuffled } from "../survey/random.ts";
import type { Text } from "../survey/text.ts";

/** What was written in words: read by the operator after the end, without any other answer beside it, and cleared one by one. */

export interface Written {
  /** Name of the variable. */
  readonly variable: string;
  readonly label: Text;
  readonly text: string;
}

/** Words that may be published, as the operator has cleared them. */
export interface Quote {
  readonly variable: string;
  /** What they are about, in the operator's words; empty where none was given. */
  readonly theme: string;
  readonly text: string;
}

/** Longest text and theme that are kept, in characters. */
const LONGEST = 5000;

const isOpen = ({ role, kind }: Variable): boolean => role === "open" && kind === "text";

/**
 * Every text of a closed wave, shuffled anew each time: nothing tells which two one person wrote, or who wrote first.
 * @throws UserError where the wave is open, or those who answered were told that no words would be published
 */
export async function writtenIn(store: Store, record: WaveRecord): Promise<Written[]> {
  const where = `${record.survey} ${record.wave}`;
  const codebooks = new Map<string, Codebook>();
  let promised = false;
  for (const version of versionsOf(record)) {
    const bundle = await store.bundle(record.survey, version);
    if (bundle) codebooks.set(version, bundle.codebook);
    if (version === record.version) promised = bundle?.study?.protect.quotes === true;
  }
  if (!promised) throw new UserError("those who answered were told that nothing they write would be published", { where, fix: 'for another wave, set "quotes": true under "protect" in study.json: the page then says that cleared quotes may be', refusal: { code: "no-quotes" } });
  if (record.state === "open") throw new UserError("this wave is still open", { where, fix: `close it first: close ${record.survey} --wave ${record.wave}`, refusal: { code: "still-open" } });
  const all: Written[] = [];
  for await (const { version, answers } of store.responses(record.survey, record.wave))
    for (const variable of codebooks.get(version)?.variables ?? []) {
      if (!isOpen(variable)) continue;
      const answer = at(answers, variable.path);
      if (!isEmpty(answer)) all.push({ variable: variable.name, label: variable.label, text: String(answer).trim() });
    }
  return shuffled(all, unforeseen);
}

/** In [0, 1), by numbers that nobody can repeat. */
const unforeseen = (): number => randomInt(2 ** 47) / 2 ** 47;

const placeOf = (data: string, { survey, wave }: Pick<WaveRecord, "survey" | "wave">): string => join(data, "cleared", `${survey}-${wave}.json`);

/** What was cleared by now. */
export function cleared(data: string, record: Pick<WaveRecord, "survey" | "wave">): Quote[] {
  const path = placeOf(data, record);
  return existsSync(path) ? checkQuotes(JSON.parse(readFileSync(path, "utf8")), path) : [];
}

/** Takes the place of whatever was cleared before. Sorted by what they say: their order tells nothing else. */
export function clear(data: string, record: Pick<WaveRecord, "survey" | "wave">, quotes: readonly Quote[]): Quote[] {
  const path = placeOf(data, record);
  mkdirSync(join(data, "cleared"), { recursive: true, mode: 0o700 });
  const key = ({ variable, theme, text }: Quote): string => JSON.stringify([variable, theme, text]);
  const sorted = [...quotes].map(({ variable, theme, text }) => ({ variable, theme: theme.trim(), text: text.trim() })).filter(({ text }) => text !== "").sort((a, b) => (key(a) < key(b) ? -1 : 1));
  writeFileSync(`${path}.new`, `${JSON.stringify(sorted, null, 1)}\n`, { mode: 0o600 });
  chmodSync(`${path}.new`, 0o600);
  renameSync(`${path}.new`, path);
  return sorted;
}

/** @throws UserError naming the entry that is no quote */
export function checkQuotes(value: unknown, where: string): Quote[] {
  if (!Array.isArray(value)) throw new UserError("this is no list of quotes", { where, fix: "clear the texts again" });
  return value.map((each: unknown, i) => {
    const entry = new Map<string, unknown>(typeof each === "object" && each !== null ? Object.entries(each) : []);
    const [variable, theme, text] = [entry.get("variable"), entry.get("theme") ?? "", entry.get("text")];
    if (typeof variable !== "string" || typeof theme !== "string" || typeof text !== "string" || text.length > LONGEST || theme.length > LONGEST) throw new UserError(`entry ${i + 1} is no quote`, { where, fix: `it has a variable, a theme and a text of ${LONGEST} characters at most` });
    return { variable, theme, text };
  });
}

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/responses/csv.ts";
import { fileBytes } from "../../src/responses/encoding.ts";
import { importerOf, isSetAside, type Quarantined } from "../../src/responses/import.ts";
import { readMapping } from "../../src/responses/mapping.ts";
import { suggest } from "../../src/responses/suggest.ts";
import { openTable } from "../../src/responses/table.ts";
import type { Codebook } from "../../src/survey/codebook.ts";
import { assemble } from "../../src/survey/load.ts";
import { hasShared, SHARED } from "../shared.ts";

/** Real exports, each into a survey written from what is known of its questions. */

const at = (name: string): string => join(SHARED, "responses", name);

interface Question {
  readonly type: string;
  readonly name: string;
  readonly title: { readonly en: string };
  readonly choices: { readonly value: string; readonly text: { readonly en: string } }[];
  showOtherItem?: true;
}

/** Titles and choices as SurveyMonkey's headings and cells have them; short names, for nobody writes such names. */
async function fromSurveyMonkey(name: string): Promise<Codebook> {
  const { columns, rows } = await readCsv(at(name), {});
  const found = new Map<string, Question>();
  for (const [i, column] of columns.entries()) {
    if (i === 0) continue;
    const [, head = column, part] = /^(.*?) +- (.*)$/s.exec(column) ?? [];
    const values = [...new Set(rows.flatMap(({ cells }) => cells[i] ?? []))];
    const isOther = (text: string): boolean => text.startsWith("Other (");
    const type = part !== undefined && !isOther(part) ? "checkbox" : values.length > 25 ? "comment" : "radiogroup";
    const question = found.get(head) ?? { type, name: `q${found.size + 1}`, title: { en: head }, choices: [] };
    found.set(head, question);
    const texts = part === undefined ? (question.type === "radiogroup" ? values : []) : [part];
    for (const text of texts) {
      if (isOther(text)) question.showOtherItem = true;
      else question.choices.push({ value: `c${question.choices.length + 1}`, text: { en: text } });
    }
  }
  return assemble("real", { elements: [...found.values()].map(({ choices, ...rest }) => (rest.type === "comment" ? rest : { ...rest, choices })) }, undefined, name).codebook;
}

/** Column codes and wording as GitHub publishes them beside the data. */
async function fromGitHub(table: string): Promise<Codebook> {
  const [asked, chosen, { columns }] = await Promise.all([readCsv(at("github_oss2024_question_text.csv"), {}), readCsv(at("github_oss2024_choice_text.csv"), {}), readCsv(at(table), {})]);
  const text = new Map(asked.rows.map(({ cells }) => [cells[0], cells[2] ?? ""]));
  const groups = Map.groupBy(columns.flatMap((column) => {
    const [, kind, group = "", item = ""] = /^(ONEHOT|LIKERT)\.(\w+)\.(\w+)$/.exec(column) ?? [];
    const [title = group, label = item] = (text.get(column) ?? "").split(" | ");
    return kind === undefined ? [] : [{ kind, group, title: title || group, item: { value: item.toLowerCase(), text: { en: label } } }];
  }), ({ group }) => group);
  const scale = (group: string): string[] => [...new Set(chosen.rows.flatMap(({ cells }) => (cells[0]?.startsWith(`LIKERT.${group}`) ? (cells[1] ?? []) : [])))];
  const elements = [...groups].map(([group, items]) => {
    const common = { name: group.toLowerCase(), title: { en: items[0]?.title ?? group } };
    return items[0]?.kind === "ONEHOT" ? { type: "checkbox", ...common, choices: items.map(({ item }) => item) } : { type: "matrix", ...common, columns: scale(group), rows: items.map(({ item }) => item) };
  });
  return assemble("real", { elements }, undefined, table).codebook;
}

async function drafted(name: string, codebook: Codebook): Promise<{ draft: ReturnType<typeof suggest>; counts: number[]; entries: Quarantined[]; reached: Set<string> }> {
  const table = await openTable(fileBytes(at(name)));
  const draft = suggest(table, codebook);
  const { take, account } = importerOf(table.columns, readMapping(draft.mapping, "draft"), codebook, { wave: "w1", where: "draft" });
  const entries: Quarantined[] = [];
  const reached = new Set<string>();
  for (const row of table.rows()) {
    const found = take(row);
    if (isSetAside(found)) entries.push(...found);
    else for (const key of Object.keys(found.answers)) reached.add(key);
  }
  const { read, taken, quarantined } = account();
  return { draft, counts: [read, taken, quarantined], entries, reached };
}

describe.skipIf(!hasShared)("drafts for real exports", () => {
  test.each([
    ["538_comma-survey.csv", [1129, 1129, 0]],
    ["538_flying-etiquette.csv", [1040, 1040, 0]],
    ["538_thanksgiving-2015-poll-data.csv", [1058, 1058, 0]],
  ])("%s: every column of a question is matched, every row taken", async (name, counts) => {
    const codebook = await fromSurveyMonkey(name);
    const found = await drafted(name, codebook);
    expect(found.draft.unmatched).toEqual([]);
    expect(found.draft.unanswered).toEqual([]);
    expect(found.draft.mapping).toMatchObject({ language: "en", ignore: ["RespondentID"], labels: true });
    expect(found.counts).toEqual(counts);
  });

  test("words beside “other” come along with the choice, whether it has a column of its own or not", async () => {
    const name = "538_thanksgiving-2015-poll-data.csv";
    const { reached } = await drafted(name, await fromSurveyMonkey(name));
    // Main dish, how it is cooked, stuffing and cranberry sauce; side dishes, pies and desserts have columns per choice.
    expect([...reached].filter((key) => key.endsWith("-Comment")).sort()).toEqual(["q2", "q3", "q4", "q5", "q7", "q8", "q9"].map((question) => `${question}-Comment`));
  });

  test("github_oss2024: columns by codes; what holds no answer at all is set aside, and nothing else", async () => {
    const name = "github_oss2024_negative_incidents.csv";
    const { draft, counts, entries } = await drafted(name, await fromGitHub(name));
    expect(draft.matches).toHaveLength(52);
    expect(draft.unmatched.map(({ column }) => column)).toEqual(["year", "population"]);
    expect(counts).toEqual([13947, 9022, 4925]);
    expect(new Set(entries.map(({ reason }) => reason))).toEqual(new Set(["the row holds no answer"]));
    const { rows, columns } = await readCsv(at(name), {});
    const asked = columns.flatMap((column, i) => (/^(ONEHOT|LIKERT)/.test(column) ? [i] : []));
    // Counted by hand: rows in which nothing was chosen.
    expect(rows.filter(({ cells }) => asked.every((i) => cells[i] === null || cells[i] === "0"))).toHaveLength(4925);
  });
});

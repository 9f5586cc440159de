import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { amendWave, closeWave, openWave } from "../../src/collector/waves.ts";
import { openNative } from "../../src/query/native.ts";
import { release } from "../../src/release/release.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { assemble, type Survey } from "../../src/survey/load.ts";
import { readStudy } from "../../src/survey/study.ts";
import { opened, surveyNamed } from "../release/made.ts";
import { storedIn } from "./fielded.ts";

type Element = Readonly<Record<string, unknown>>;
const zhEn = { "zh-cn": "试", en: "Test" };
const { study: pulse } = surveyNamed("pulse");

/** A survey with these questions, whose open link publishes single answers; `place` is what others may know. */
function survey(elements: readonly Element[], protect: Record<string, unknown> = {}): Survey {
  const study = readStudy({ title: zhEn, about: pulse?.about, waves: [{ id: "w", admission: "open" }], protect: { microdata: "public", why: zhEn, ...protect }, roles: { place: "quasi" } }, "study.json");
  return assemble("made", { elements }, study, "made/survey.json");
}
const place = { type: "radiogroup", name: "place", choices: ["town", "country"] };
const mood = { type: "radiogroup", name: "mood", choices: ["good", "bad"] };
const first = survey([place, mood, { type: "radiogroup", name: "old", choices: ["yes", "no"] }]);
const second = survey([place, { ...mood, title: "How are you?", choices: ["good", "bad", "unsure"] }, { type: "radiogroup", name: "added", choices: ["yes", "no"] }]);

async function wave(counts: readonly [number, number]) {
  const store = await openSqlite(join(mkdtempSync(join(tmpdir(), "qingting-amend-")), "answers.sqlite"));
  await openWave(store, first, "w", "2026-10-01");
  const app = collectorApp({ store });
  const send = async ({ id: made, version }: Survey, n: number, answers: (i: number) => Record<string, unknown>): Promise<number[]> =>
    Promise.all(Array.from({ length: n }, async (_, i): Promise<number> => {
      const response: Answered = { id: crypto.randomUUID(), survey: made, version, wave: "w", language: "en", seconds: 60, answers: answers(i) };
      return (await app.request("/api/responses", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ response }) })).status;
    }));
  const early = await send(first, counts[0], (i) => ({ place: i % 2 ? "town" : "country", mood: i % 3 ? "good" : "bad", old: "yes" }));
  const tooSoon = await send(second, 1, () => ({ mood: "unsure" }));
  await amendWave(store, second, "w");
  // One who had the page open before still sends the former version.
  const late = [...(await send(first, 1, () => ({ place: "town", mood: "bad", old: "no" }))), ...(await send(second, counts[1], (i) => ({ place: i % 2 ? "town" : "country", mood: i % 3 ? "unsure" : "bad", added: "no" })))];
  const record = await closeWave(store, "made", "w", "2026-10-05");
  const responses = await storedIn(store, "made", "w");
  const bundles = await Promise.all([...(record.earlier ?? []), record.version].map((version) => store.bundle("made", version)));
  const [newest, ...former] = bundles.flatMap((bundle) => bundle ?? []).reverse();
  await store.shutdown();
  if (!newest) throw new Error("the store keeps what it froze");
  const out = mkdtempSync(join(tmpdir(), "qingting-amend-out-"));
  const released = await release({ bundle: newest, earlier: former.reverse(), wave: record, responses, out, simulated: false, day: "2026-10-06" });
  return { early, tooSoon, late, made: opened(released.folder) };
}

describe("a wave that is amended while it runs", () => {
  test("takes answers to both versions and releases them in one table that says when each question was asked", async () => {
    const { early, tooSoon, late, made } = await wave([20, 20]);
    expect({ early: new Set(early), tooSoon, late: new Set(late) }).toEqual({ early: new Set([201]), tooSoon: [404], late: new Set([201]) });
    expect(made.manifest).toMatchObject({ responses: 41, versions: [first.version, second.version] });
    const asked = Object.fromEntries(made.codebook.variables.map(({ name, versions }) => [name, versions]));
    expect(asked).toEqual({ place: undefined, mood: undefined, added: [second.version], old: [first.version] });
    const native = await openNative(made.path("database"), made.codebook);
    expect((await native.tally({ variables: ["mood"] })).map(({ value, n }) => [value, n]).sort()).toEqual([["bad", 7 + 1 + 7], ["good", 13], ["unsure", 13]]);
    expect((await native.tally({ variables: ["old"] })).map(({ value, missing, n }) => [value ?? missing, n]).sort()).toEqual([["no", 1], ["not_asked", 20], ["yes", 20]]);
    // “Not asked” tells the version: every combination of traits has five people in each.
    for (const { n } of await native.rows("SELECT place, place__na, old__na = 'not_asked' AS later, count(*)::INTEGER AS n FROM responses GROUP BY ALL")) expect(Number(n)).toBeGreaterThanOrEqual(5);
    native.close();
  });

  test("leaves out what would single out the few who answered one version", async () => {
    const { made } = await wave([20, 3]);
    expect(made.codebook.variables.map(({ name }) => name)).toEqual(["place", "mood"]);
    expect(made.manifest.responses).toBe(24);
  });

  test("may not break what was promised, or change a meaning", async () => {
    const store = await openSqlite(join(mkdtempSync(join(tmpdir(), "qingting-amend-")), "answers.sqlite"));
    await openWave(store, first, "w", "2026-10-01");
    await expect(amendWave(store, first, "w")).rejects.toThrow(/what this wave asks already/);
    await expect(amendWave(store, survey([place, mood], { k: 3 }), "w")).rejects.toThrow(/promised other thresholds/);
    await expect(amendWave(store, survey([place, { type: "comment", name: "mood" }]), "w")).rejects.toThrow(/“mood” was a single before and is a text now/);
    await closeWave(store, "made", "w", "2026-10-05");
    await expect(amendWave(store, second, "w")).rejects.toThrow(/this wave is closed/);
    await store.shutdown();
  });
});

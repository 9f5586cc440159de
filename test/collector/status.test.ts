import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { invite } from "../../src/collector/invite.ts";
import { waveStatus } from "../../src/collector/status.ts";
import { closeWave, openWave } from "../../src/collector/waves.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";
import { answered } from "./phone.ts";

test("of a wave of invited people only tens are told while it is open, and of its groups ever", async () => {
  const survey = surveyNamed("workload");
  const store = await openSqlite(join(mkdtempSync(join(tmpdir(), "qingting-status-")), "answers.sqlite"));
  const roster = { where: "r.csv", table: { columns: ["place"], rows: Array.from({ length: 40 }, (_, i) => ({ line: i + 2, cells: [i < 25 ? "urban" : "rural"] })) } };
  const record = await openWave(store, survey, "2026-q3", "2026-10-01", roster);
  const app = collectorApp({ store });
  const status = async () => {
    const [wave] = await store.waves();
    if (!wave) throw new Error("no wave");
    const { responses, exact, invitations } = await waveStatus(store, wave);
    return { responses, exact, ...invitations, groups: invitations?.groups.map(({ value, invited, admitted, rate }) => [value, invited, admitted, rate]) };
  };
  expect(await status()).toEqual({ responses: 0, exact: false, invited: 0, admitted: 0, groups: [] });
  const { secrets } = await invite(store, record, roster, () => undefined);
  const responses = simulate(survey, { n: 40, seed: 4, wave: "2026-q3" });
  const seen = new Set<string>();
  // Urban people first: 19 of them, then 12 rural ones.
  for (const i of [...Array.from({ length: 19 }, (_, at) => at), ...Array.from({ length: 12 }, (_, at) => 25 + at)]) {
    const response = responses[i];
    if (response) await answered(app, record, secrets[i] ?? "", response);
    seen.add(JSON.stringify(await status()));
  }
  const at = (responded: number, admitted: number, urban: number, rural: number): string =>
    JSON.stringify({ responses: responded, exact: false, invited: 40, admitted, rate: responded / 40, groups: [["urban", 25, ...(urban ? [urban, urban / 25] : [undefined, undefined])], ["rural", 15, ...(rural ? [rural, 0.667] : [undefined, undefined])]] });
  expect([...seen]).toEqual([at(0, 0, 0, 0), at(10, 10, 10, 0), at(20, 20, 10, 0), at(20, 20, 10, 10), at(30, 30, 10, 10)]);
  await closeWave(store, "workload", "2026-q3", "2026-10-02");
  expect(await status()).toEqual({ responses: 31, exact: true, invited: 40, admitted: 31, rate: 0.775, groups: [["urban", 25, 10, 0.4], ["rural", 15, 10, 0.667]] });
  const told = await (await app.request("/api/surveys/workload")).text();
  expect(JSON.parse(told)).toMatchObject({ key: record.key, roster: { n: 40, margins: { place: { urban: 25, rural: 15 } } } });
  expect(told.replace(record.key ?? "", "")).not.toMatch(/PRIVATE|secret|31/);
  await store.shutdown();
});

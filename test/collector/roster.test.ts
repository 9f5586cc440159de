import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { invite } from "../../src/collector/invite.ts";
import { populationOf, type Roster } from "../../src/collector/population.ts";
import { amendWave, closeWave, openWave } from "../../src/collector/waves.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Store, WaveRecord } from "../../src/responses/store.ts";
import { assemble, type Survey } from "../../src/survey/load.ts";
import type { Study } from "../../src/survey/study.ts";
import { surveyNamed } from "../release/made.ts";

const workload = surveyNamed("workload");
const DAY = "2026-10-01";
let store: Store;
beforeEach(async () => {
  store = await openSqlite(join(mkdtempSync(join(tmpdir(), "qingting-roster-")), "answers.sqlite"));
});
afterEach(() => store.shutdown());

/** So many people for each combination of traits. */
function rosterOf(columns: readonly string[], ...cells: readonly (readonly [n: number, ...traits: string[]])[]): Roster {
  const people = cells.flatMap(([n, ...traits]) => Array.from({ length: n }, () => traits));
  return { where: "roster.csv", table: { columns: ["name", ...columns], rows: people.map((traits, i) => ({ line: i + 2, cells: [`Person ${i}`, ...traits] })) } };
}
const EVEN = rosterOf(["place", "years"], [12, "urban", "y0"], [15, "urban", "y5"], [20, "rural", "y0"], [10, "rural", "y5"]);
const open = (roster?: Roster, survey: Survey = workload): Promise<WaveRecord> => openWave(store, survey, "2026-q3", DAY, roster);
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => "it was taken", (error: unknown) => (error instanceof Error ? error.message : String(error)));

/** The survey with a changed study. */
function changed(change: (study: Study) => object): Survey {
  if (!workload.study) throw new Error("the shipped survey has a study");
  return assemble("workload", workload.definition, { ...workload.study, ...change(workload.study) }, "workload/survey.json");
}

describe("a wave of invited people", () => {
  test("has one key, whose secret is in no record", async () => {
    const record = await open(EVEN);
    expect(record.key).toMatch(/^[A-Za-z0-9_-]{390,}$/);
    expect(record.roster).toEqual({ n: 57, least: 10, margins: { place: { urban: 27, rural: 30 }, years: { y0: 32, y5: 25 } } });
    expect(await store.signingKey("workload", "2026-q3")).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(JSON.stringify(await store.waves())).not.toMatch(/PRIVATE|Person/);
  });

  test("opens without a roster, too", async () => {
    expect(await open()).toMatchObject({ admission: "invited", key: expect.stringMatching(/./) });
  });

  test("does not open where somebody stands nearly alone, and every way out is named with what it gives", async () => {
    const message = await refusal(open(rosterOf(["place", "years"], [30, "urban", "y0"], [30, "urban", "y5"], [30, "urban", "y15"], [30, "rural", "y0"], [30, "rural", "y5"], [2, "rural", "y15"])));
    expect(message).toContain("2 of 152 people share what they are asked about themselves with fewer than 10; the smallest group has 2 (place rural, years y15)");
    expect(message).toMatch(/drop or coarsen years .*\n {5}years with y5 and y15 as one: the smallest group has 30, enough\n/);
    expect(message).toContain("without years: the smallest group has 62, enough");
    expect(message).toContain("without place: the smallest group has 32, enough");
    expect(await store.waves()).toEqual([]);
  });

  test("where no single change is enough, several are named", async () => {
    const message = await refusal(open(rosterOf(["place", "years"], [30, "urban", "y0"], [1, "urban", "y5"], [1, "rural", "y0"], [1, "rural", "y5"])));
    expect(message).toMatch(/drop or coarsen (years and place|place and years) .*\n.*without \w+, without \w+: the smallest group has 33, enough\n/);
  });

  test("does not open for fewer people than must share a trait, whatever is asked", async () => {
    expect(await refusal(open(rosterOf([], [9])))).toContain("only 9 people are on this roster");
    expect(await refusal(open(rosterOf([], [10])))).toBe("it was taken");
  });

  test("may be checked down to five where the study says so", async () => {
    const small = rosterOf(["place"], [5, "urban"], [6, "rural"]);
    expect(await refusal(open(small))).toContain("fewer than 10");
    expect((await open(small, changed(({ protect }) => ({ protect: { ...protect, roster: 5 } })))).roster).toMatchObject({ n: 11, least: 5 });
    expect(await refusal(invite(store, await only(), rosterOf(["place"], [6, "urban"], [6, "rural"]), () => undefined))).toBe("it was taken");
  });

  test("cannot ask people more about themselves once it runs", async () => {
    await open(EVEN);
    expect(await refusal(amendWave(store, changed(({ roles }) => ({ roles: { ...roles, lunch: "quasi" } })), "2026-q3"))).toMatch(/lunch/);
    expect(await refusal(amendWave(store, changed(({ protect }) => ({ protect: { ...protect, roster: 5 } })), "2026-q3"))).toContain("set bands and protect.roster back");
  });

  test("a roster for whoever has the link is refused", async () => {
    expect(await refusal(openWave(store, workload, "trial", DAY, EVEN))).toContain("whoever has the link");
  });
});

const only = async (): Promise<WaveRecord> => {
  const [record] = await store.waves();
  if (!record) throw new Error("no wave is open");
  return record;
};

describe("a roster's cells", () => {
  const of = (roster: Roster, survey = workload) => {
    if (!survey.study) throw new Error("no study");
    return populationOf(roster, survey.codebook, survey.study);
  };

  test("are values by code or label, in either language, whatever blanks and width", () => {
    const { people, unchecked } = of(rosterOf(["您的片区主要在城区还是农村？", " YEARS "], [1, "城区", "不到5年"], [1, "Rural", "５ 到 14 年"], [1, "urban", "15 years or more"]));
    expect(people).toEqual([{ place: "urban", years: "y0" }, { place: "rural", years: "y5" }, { place: "urban", years: "y15" }]);
    expect(unchecked).toEqual(["beat", "visits"]);
  });

  test("that are no value are named with their line", () => {
    expect(() => of(rosterOf(["place"], [1, "urban"], [1, "moon"], [1, ""]))).toThrow(/line 3: place is “moon”, not one of urban \(城区\), rural \(农村\)\n.*line 4: place is “”/s);
  });

  test("follow bands and groups", () => {
    const definition = { elements: [{ type: "text", inputType: "number", name: "shops", min: 0 }, { type: "dropdown", name: "county", choices: ["east", "west", "north"] }] };
    if (!workload.study) throw new Error("no study");
    const { title, about, protect, waves } = workload.study;
    const study: Study = {
      ...workload.study, title, about, protect, waves, filters: [], constructs: [], figures: [], ordinal: [], numbers: {}, missing: {}, accepted: {}, short: {},
      roles: { shops: "quasi", county: "quasi" },
      bands: { shops: [0, 200, 250], county: { groups: [{ code: "plain", label: { "zh-cn": "平原", en: "Plain" }, values: ["east", "north"] }, { code: "hills", label: { "zh-cn": "山区", en: "Hills" }, values: ["west"] }] } },
    };
    const { people } = of(rosterOf(["shops", "county"], [1, "199", "east"], [1, "200", "山区"], [1, "250 及以上", "north"], [1, "b2", "plain"]), assemble("made", definition, study, "made/survey.json"));
    expect(people).toEqual([{ shops: "b1", county: "plain" }, { shops: "b2", county: "hills" }, { shops: "b3", county: "plain" }, { shops: "b2", county: "plain" }]);
  });
});

describe("invitations", () => {
  const keep = (): void => undefined;

  test("are random, and only digests and groups are stored", async () => {
    await open(EVEN);
    const { secrets, total } = await invite(store, await only(), EVEN, keep);
    expect([secrets.length, new Set(secrets).size, total]).toEqual([57, 57, 57]);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect((await store.groups("workload", "2026-q3")).map(({ groups, invited, admitted }) => [Object.values(groups).join(" "), invited, admitted])).toEqual([["rural y0", 20, 0], ["rural y5", 10, 0], ["urban y0", 12, 0], ["urban y5", 15, 0]]);
  });

  test("may go out in parts of the roster, and to more people of its groups, but to nobody who is alone", async () => {
    await open(EVEN);
    const record = await only();
    const part = (from: number, to: number): Roster => ({ ...EVEN, table: { ...EVEN.table, rows: EVEN.table.rows.slice(from, to) } });
    await invite(store, record, part(0, 14), keep);
    await invite(store, record, part(14, 57), keep);
    expect((await only()).roster).toEqual(record.roster);
    expect((await invite(store, record, rosterOf(["place", "years"], [1, "urban", "y5"]), keep)).total).toBe(58);
    const grown = { n: 58, least: 10, margins: { place: { urban: 28, rural: 30 }, years: { y0: 32, y5: 26 } } };
    expect((await only()).roster).toEqual(grown);
    expect(await refusal(invite(store, record, rosterOf(["place", "years"], [1, "urban", "y15"]), keep))).toContain("the smallest group has 1 (place urban, years y15)");
    expect(await refusal(invite(store, record, rosterOf(["place"], [20, "urban"]), keep))).toContain("the former one told place, years");
    expect((await invite(store, record, 3, keep)).total).toBe(61);
    // Whoever was refused, or is known by number alone, counts in no group.
    expect((await only()).roster).toEqual(grown);
  });

  test("are checked where the wave opened without a roster", async () => {
    await open();
    expect(await refusal(invite(store, await only(), rosterOf(["place"], [30, "urban"], [3, "rural"]), keep))).toContain("3 of 33 people");
    expect(await store.groups("workload", "2026-q3")).toEqual([]);
    expect((await only()).roster).toBeUndefined();
    await invite(store, await only(), rosterOf(["place"], [30, "urban"], [13, "rural"]), keep);
    expect((await only()).roster).toEqual({ n: 43, least: 10, margins: { place: { urban: 30, rural: 13 } } });
  });

  test("are not made if they cannot be written down", async () => {
    await open(EVEN);
    expect(await refusal(invite(store, await only(), 5, () => { throw new Error("disk full"); }))).toBe("disk full");
    expect(await store.groups("workload", "2026-q3")).toEqual([]);
  });

  test("end with the wave, and are for waves of invited people", async () => {
    await open(EVEN);
    await closeWave(store, "workload", "2026-q3", DAY);
    expect(await refusal(invite(store, await only(), 5, keep))).toContain("this wave is closed");
    const trial = await openWave(store, workload, "trial", DAY);
    expect(await refusal(invite(store, trial, 5, keep))).toContain("not for invited people");
  });
});

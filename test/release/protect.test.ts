import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classesOf } from "../../src/release/classes.ts";
import { othersOf } from "../../src/release/others.ts";
import { protectRows, type Protection } from "../../src/release/protect.ts";
import type { Codebook, Variable } from "../../src/survey/codebook.ts";
import type { FlatRow } from "../../src/survey/flatten.ts";
import { frameOf, rowAt, seriesOf } from "../../src/survey/frame.ts";
import { studySchema } from "../../src/survey/study.ts";
import { hasShared, SHARED } from "../shared.ts";
import { choice, codebookOf, ordered, surveyNamed } from "./made.ts";

const quasi = [choice("region", "quasi", 4), ordered("years", "quasi", 5), choice("level", "quasi", 3)];
const sensitive = [choice("pressure", "sensitive", 3)];
const codebook = codebookOf([...quasi, ...sensitive, choice("mood", "ordinary", 3)]);
const NAMES = ["region", "years", "level", "pressure", "mood"];

const study = studySchema.parse({ ...surveyNamed("pulse").study, bands: {} });

const protect = (rows: readonly FlatRow[], k: number, book: Codebook = codebook, earlier: Parameters<typeof protectRows>[2]["earlier"] = []): Protection => protectRows(book, frameOf(book, rows), { study, k, strata: undefined, others: othersOf("made"), earlier });

const rowsOf = ({ frame }: Protection): FlatRow[] => Array.from({ length: frame.n }, (_, i) => rowAt(frame, i));

/** Rows by what is released of who they are. */
const classesIn = (rows: readonly FlatRow[], names: readonly string[]): FlatRow[][] => [...Map.groupBy(rows, (row) => names.map((name) => `${row[name] ?? ""}?${row[`${name}__na`] ?? ""}`).join("|")).values()];

/** Skewed, so that small classes are common; now and then without an answer. */
const cell = fc.oneof({ weight: 6, arbitrary: fc.constant("v0") }, { weight: 3, arbitrary: fc.constantFrom("v1", "v2") }, { weight: 1, arbitrary: fc.constant(null) });
const table = fc.array(fc.tuple(cell, cell, cell, cell, cell), { minLength: 0, maxLength: 120 }).map((tuples) =>
  tuples.map((cells): FlatRow => Object.fromEntries(NAMES.flatMap((name, at) => [[name, cells[at] ?? null], [`${name}__na`, cells[at] === null ? "no_answer" : null]]))),
);

/** Rows that may be released at all: enough, and with a mixed sensitive answer. */
const releasable = table.filter((rows) => {
  const counts = [...Map.groupBy(rows.filter(({ pressure }) => pressure !== null), ({ pressure }) => pressure).values()].map((each) => each.length).sort((a, b) => b - a);
  return rows.length >= 5 && (counts.length > 2 || (counts[1] ?? 0) > 1);
});

describe("protected rows", () => {
  test("leave no class under k, hidden being a category of its own, and every sensitive answer mixed without any one row", () => {
    fc.assert(
      fc.property(releasable, fc.integer({ min: 3, max: 5 }), (rows, k) => {
        for (const members of classesIn(rowsOf(protect(rows, k)), quasi.map(({ name }) => name))) {
          expect(members.length).toBeGreaterThanOrEqual(k);
          for (const gone of members) {
            const left = new Set(members.filter((row) => row !== gone && row["pressure"] !== null).map((row) => row["pressure"]));
            expect(left.size).toBeGreaterThanOrEqual(2);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("stay where they were, never change an answer, and change a quasi-identifier to hidden or to a value that holds it", () => {
    fc.assert(
      fc.property(releasable, (rows) => {
        const done = protect(rows, 5);
        const after = rowsOf(done);
        expect(after.length).toBe(rows.length);
        rows.forEach((before, i) => {
          for (const name of ["pressure", "mood"]) for (const column of [name, `${name}__na`]) expect(after[i]?.[column]).toBe(before[column]);
          for (const { name } of quasi) {
            const [value, reason] = [after[i]?.[name], after[i]?.[`${name}__na`]];
            if (reason === "hidden") expect(value).toBeNull();
            else if (before[name] === null) expect([value, reason]).toEqual([null, before[`${name}__na`]]);
            else expect(String(value).split("_")).toContain(before[name]);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test("hide nothing where every class is large and mixed already", () => {
    const rows = Array.from({ length: 40 }, (_, i): FlatRow => ({ region: `v${i % 2}`, region__na: null, years: "v0", years__na: null, level: "v1", level__na: null, pressure: `v${(i >> 1) % 2}`, pressure__na: null, mood: "v0", mood__na: null }));
    const done = protect(rows, 5);
    expect(rowsOf(done)).toEqual(rows);
    expect([done.log, done.audit.bitsLost]).toEqual([[], 0]);
  });

  test("merge neighbouring values where that loses less than hiding", () => {
    // Twelve people in each of five steps, but only two of them in the last two.
    const rows = [...Array.from({ length: 36 }, (_, i) => i % 3), 3, 3, 3, 4, 4, 4].map((step): FlatRow => ({ years: `v${step}`, years__na: null }));
    const done = protect(rows, 5, codebookOf([ordered("years", "quasi", 5)]));
    expect(seriesOf(done.frame, "years").variable.values.map(({ code }) => code)).toEqual(["v0", "v1", "v2", "v3_v4"]);
    expect(rowsOf(done).every(({ years__na }) => years__na === null)).toBe(true);
    // Six rows lose one bit each: which of two.
    expect(done.audit.bitsLost).toBeCloseTo(6, 9);
    expect(done.log.map((each) => [each.variable, each.done.en, each.done["zh-cn"]])).toEqual([["years", "neighbouring values merged: years v0 | years v1 | years v2 | years v3 or years v4", "相邻的取值合并为：years v0｜years v1｜years v2｜years v3或years v4"]]);
  });

  test("hide with a trait what is asked of some of its values only", () => {
    const rural: Variable = { ...choice("mule", "ordinary", 2), condition: "({region} = 'v1')", relies: { whether: ["region"], what: [] } };
    const book = codebookOf([choice("region", "quasi", 2), rural]);
    const rows = Array.from({ length: 24 }, (_, i): FlatRow => (i < 4 ? { region: "v1", region__na: null, mule: "v0", mule__na: null } : { region: "v0", region__na: null, mule: null, mule__na: "not_asked" }));
    for (const row of rowsOf(protect(rows, 5, book))) expect([row["region__na"], row["mule__na"], row["mule"]]).toEqual(["hidden", "hidden", null]);
  });

  test("hide what is asked of a part of a band only, where some of one class were asked and others were not", () => {
    const asked: Variable = { ...choice("pension", "ordinary", 2), condition: "{years} > 7", relies: { whether: ["years"], what: [] } };
    const banded = { ...study, bands: { years: [0, 5, 10] } };
    const rows = Array.from({ length: 24 }, (_, i): FlatRow => ({ years: i < 12 ? "v0" : "v1", years__na: null, pension: i < 13 ? null : "v1", pension__na: i < 13 ? "not_asked" : null }));
    const book = codebookOf([ordered("years", "quasi", 2), asked]);
    const done = protectRows(book, frameOf(book, rows), { study: banded, k: 5, strata: undefined, others: othersOf("made"), earlier: [] });
    // One of twelve in the second band was not asked; nobody in the first was, which tells nothing.
    expect(rowsOf(done).map((row) => row["pension__na"])).toEqual([...Array.from({ length: 12 }, () => "not_asked"), ...Array.from({ length: 12 }, () => "hidden")]);
    expect(done.log.map(({ variable }) => variable)).toEqual(["pension"]);
  });

  test("hide with a trait what it decides the choices of, and all of it where the trait is released in bands", () => {
    const office: Variable = { ...choice("office", "ordinary", 3), relies: { whether: [], what: ["region"] } };
    const room: Variable = { ...choice("room", "ordinary", 2), relies: { whether: ["office"], what: [] } };
    const book = codebookOf([choice("region", "quasi", 2), choice("level", "quasi", 2), office, room]);
    // Four of the second region, which is hidden of them and of nobody else.
    const rows = Array.from({ length: 40 }, (_, i): FlatRow => ({ region: i < 4 ? "v1" : "v0", region__na: null, level: `v${i % 2}`, level__na: null, office: i < 4 ? "v2" : `v${i % 2}`, office__na: null, room: "v0", room__na: null }));
    const hidden = rowsOf(protect(rows, 5, book)).map((row) => [row["region__na"], row["office__na"], row["room__na"]].map((why) => why === "hidden"));
    expect(hidden.some(([region]) => region) && hidden.some(([region]) => !region)).toBe(true);
    for (const [region, ...others] of hidden) expect(others).toEqual([region, region]);
    const done = protectRows(book, frameOf(book, rows.map((row) => ({ ...row, region: "v0" }))), { study: { ...study, bands: { region: { groups: [{ code: "all", label: { "zh-cn": "全部", en: "all" }, values: ["v0", "v1"] }] } } }, k: 5, strata: undefined, others: othersOf("made"), earlier: [] });
    expect(rowsOf(done).every((row) => row["office__na"] === "hidden" && row["room__na"] === "hidden")).toBe(true);
    expect(done.log.map(({ variable }) => variable)).toEqual(["office", "room"]);
  });

  test("are refused in words where even hiding everything would give a sensitive answer away", () => {
    const same = Array.from({ length: 30 }, (): FlatRow => ({ region: "v0", region__na: null, years: "v0", years__na: null, level: "v0", level__na: null, pressure: "v1", pressure__na: null, mood: "v0", mood__na: null }));
    expect(() => protect(same, 5)).toThrow(/same answer for nearly everybody[\s\S]*withheld/);
    expect(() => protect(same.slice(0, 4), 5)).toThrow("4 answers are fewer than 5");
  });

  test("of a correction tell of no row more than any release before", () => {
    fc.assert(
      fc.property(releasable, fc.integer({ min: 3, max: 8 }), fc.integer({ min: 3, max: 8 }), (rows, k1, k2) => {
        fc.pre(rows.length >= 8);
        const first = protect(rows, k1);
        const second = protect(rows, k2, codebook, [{ revision: 1, fingerprint: "", told: first.told }]);
        const [before, after] = [rowsOf(first), rowsOf(second)];
        // Whoever lays both releases side by side learns nothing from the second.
        before.forEach((row, i) => {
          for (const { name } of quasi) {
            if (row[`${name}__na`] === "hidden") expect(after[i]?.[`${name}__na`]).toBe("hidden");
            else if (after[i]?.[`${name}__na`] === null) expect(String(after[i]?.[name]).split("_")).toEqual(expect.arrayContaining(String(row[name]).split("_")));
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe.skipIf(!hasShared)("classes agree with sdcMicro", () => {
  const oracle = hasShared ? JSON.parse(readFileSync(join(SHARED, "oracles/sdc_kanonymity.json"), "utf8")) : {};
  const read = (file: string): Record<string, string>[] => {
    const [head = "", ...lines] = readFileSync(join(SHARED, "responses", file), "utf8").trim().split(/\r?\n/).map((line) => line.replaceAll('"', ""));
    return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [head.split(",")[i] ?? "", value])));
  };
  const flat = (rows: readonly Record<string, string>[], keys: readonly string[]): FlatRow[] => rows.map((row) => Object.fromEntries(keys.flatMap((key) => [[key, row[key] ?? null], [`${key}__na`, null]])));
  const listed = (keys: readonly string[], rows: readonly FlatRow[], role: Variable["role"] = "quasi"): Variable[] =>
    keys.map((key) => ({ ...choice(key, role, 0), values: [...new Set(rows.map((row) => String(row[key])))].map((code) => ({ code, label: { "zh-cn": code, en: code } })) }));

  test.each(["testdata_7keys", "testdata_4keys"])("%s: class counts, and none under 5 once protected", (name) => {
    const { keyVars, violate_k2, violate_k3, violate_k5, n_classes, first20_fk } = oracle[name];
    const rows = flat(read("sdc_testdata.csv"), keyVars);
    const book = codebookOf(listed(keyVars, rows));
    const frame = frameOf(book, rows);
    const { n, of } = classesOf(frame, frame.series);
    const under = (k: number): number => [...n].filter((size) => size < k).reduce((sum, size) => sum + size, 0);
    expect([n.length, under(2), under(3), under(5)]).toEqual([n_classes, violate_k2, violate_k3, violate_k5]);
    if (first20_fk) expect([...of.slice(0, 20)].map((id) => n[id])).toEqual(first20_fk);
    const done = protect(rows, 5, book);
    expect(done.audit.smallestAfter).toBeGreaterThanOrEqual(5);
    const touched = rowsOf(done).filter((row) => keyVars.some((key: string) => row[`${key}__na`] === "hidden")).length;
    // Rows that were in a small class, and those drawn in so that hidden is no small class itself.
    expect(touched).toBeGreaterThanOrEqual(violate_k5);
    expect(touched).toBeLessThan(1.5 * violate_k5);
  });

  test("testdata_ldiversity: how many answers to the sensitive question each class holds", () => {
    const { quasi: keys, sensitive: attribute, classes, n_classes } = oracle.testdata_ldiversity;
    const rows = flat(read("sdc_testdata.csv"), [...keys, attribute]);
    const frame = frameOf(codebookOf([...listed(keys, rows), ...listed([attribute], rows, "sensitive")]), rows);
    const found = classesOf(frame, frame.series.slice(0, keys.length));
    expect(found.count).toBe(n_classes);
    const [answers] = found.attributes;
    for (const { n, l, ...traits } of classes) {
      const row = rows.findIndex((each) => keys.every((key: string) => each[key] === String(traits[key])));
      const id = found.of[row] ?? 0;
      expect([found.n[id], answers?.counts.slice(id * answers.size, (id + 1) * answers.size).filter((count) => count > 0).length]).toEqual([n, l]);
    }
  });

  test("francdat: how many share each row's keys", () => {
    const { keyVars, fk } = oracle.francdat_documented_example;
    const rows = flat(read("francdat.csv"), keyVars);
    const frame = frameOf(codebookOf(listed(keyVars, rows)), rows);
    const { of, n } = classesOf(frame, frame.series);
    expect([...of].map((id) => n[id])).toEqual(fk);
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readCsv } from "../../src/dashboard/explorer-csv.ts";
import { qingting } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-invite-"));
const env = { DATA_DIR: join(folder, "data"), SITE_URL: "https://voice.example", BASE_PATH: "/people/" };
const roster = join(folder, "roster.csv");
const invite = (...args: readonly string[]) => qingting(["invite", "workload", ...args], env);
const listed = (name: string): readonly string[][] => readCsv(readFileSync(join(folder, name), "utf8")).map(({ cells }) => [...cells]);

beforeAll(() => {
  const people = Array.from({ length: 24 }, (_, i) => [i === 0 ? "=HYPERLINK(1)" : `王${i}`, i === 1 ? "-1" : String(i), i % 2 ? "农村" : "城区"].join(","));
  writeFileSync(roster, ["姓名,组,place", ...people, ""].join("\n"));
  expect(qingting(["open", "workload", "--wave", "2026-q3", "--roster", roster], env)).toMatchObject({ status: 0, err: "", out: expect.stringMatching(/24 people are on the roster; at least 10 of them share place .*\nIt has no column for years, beat, visits/) });
});

test("a roster becomes a list with one link a person, for the eyes of whoever sends them", () => {
  const to = join(folder, "links.csv");
  const { status, out, err } = invite("--roster", roster, "--to", to);
  expect(`${status}${err}`).toBe("0");
  expect(out).toMatch(/24 invitations .*delete the file/s);
  expect(statSync(to).mode & 0o777).toBe(0o600);
  const [head, ...rows] = listed("links.csv");
  expect(head).toEqual(["姓名", "组", "place", "link", "words"]);
  expect(rows).toHaveLength(24);
  for (const [, , , link, words] of rows) {
    expect(link).toMatch(/^https:\/\/voice\.example\/people\/s\/workload\/#[A-Za-z0-9_-]{22}$/);
    expect(words).toMatch(/^\p{Script=Han}( \p{Script=Han}){3} · [a-z]+( [a-z]+){3}$/u);
  }
  expect(new Set(rows.map((row) => row[3])).size).toBe(24);
  expect(new Set(rows.map((row) => row[4])).size).toBe(1);
  expect(rows[0]?.[0]).toBe("'=HYPERLINK(1)");
  expect(rows[1]?.[1]).toBe("-1");
});

test("neither names nor secrets are in the data folder", () => {
  const secrets = listed("links.csv").slice(1).map((row) => row[3]?.split("#")[1] ?? "?");
  const files = readdirSync(env.DATA_DIR, { recursive: true, encoding: "utf8" }).map((name) => join(env.DATA_DIR, name)).filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const path of files) {
    const text = readFileSync(path).toString("latin1");
    for (const word of [...secrets, Buffer.from("王1").toString("latin1"), "HYPERLINK"]) expect(text.includes(word), `${path} holds ${word}`).toBe(false);
  }
});

test("a number of people needs no roster; one JSON value says what was made", () => {
  const { status, out, err } = invite("-n", "5", "--to", join(folder, "more.csv"), "--json");
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ survey: "workload", wave: "2026-q3", invited: 5, total: 29, words: { en: expect.stringMatching(/ /) } });
  expect(err).toContain("more than the 24 people of the roster");
  expect(listed("more.csv")).toHaveLength(6);
});

test("a list that is there already is never written over", () => {
  const before = readFileSync(join(folder, "links.csv"), "utf8");
  expect(invite("-n", "5", "--to", join(folder, "links.csv"))).toMatchObject({ status: 1, err: expect.stringContaining("it may hold invitations that are nowhere else") });
  expect(readFileSync(join(folder, "links.csv"), "utf8")).toBe(before);
});

test("refusals leave no list behind", () => {
  const to = join(folder, "none.csv");
  expect(invite("--to", to)).toMatchObject({ status: 2, err: expect.stringContaining("either --roster FILE or -n N") });
  expect(invite("--roster", join(folder, "links.csv"), "--to", to)).toMatchObject({ status: 1, err: expect.stringContaining("has a column “link” already") });
  expect(invite("-n", "5", "--to", join(folder, "nowhere/none.csv"))).toMatchObject({ status: 1, err: expect.stringContaining("cannot be written") });
  expect(qingting(["invite", "pulse", "-n", "5", "--to", to], env)).toMatchObject({ status: 1, err: expect.stringContaining("no wave of pulse is open") });
  expect(existsSync(to)).toBe(false);
  expect(JSON.parse(qingting(["invite", "workload", "-n", "1", "--to", join(folder, "last.csv"), "--json"], env).out)).toMatchObject({ total: 30 });
});

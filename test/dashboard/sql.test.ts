import { describe, expect, test } from "vitest";
import { complete, nearest } from "../../src/dashboard/explorer-complete.ts";
import { faultOf, lineOf } from "../../src/dashboard/explorer-fault.ts";
import { isOutOfMemory } from "../../src/dashboard/explorer-work.ts";
import { standInLine } from "../../src/query/line.ts";

const COLUMNS = [["responses", "beat", "text", "Size of the beat"], ["responses", "beat__na", "text", "why there is no answer"], ["responses", "hours__visit", "number", "Store visits"], ["cube", "value", "text", null], ["recoded", "beat.r", "text", "Size of the beat (recoded)"]];
const offered = (sql: string, cursor = sql.length): string[] => complete(sql, cursor, COLUMNS).offers.map(({ name }) => name);

describe("completion", () => {
  test("offers tables, columns by any of their parts and by what they mean, and keywords", () => {
    expect(offered("SELECT be").slice(0, 3)).toEqual(["beat", "beat__na", "beat.r"]);
    expect(offered("SELECT vis")).toEqual(["hours__visit"]);
    expect(offered("SELECT store")).toEqual(["hours__visit"]);
    expect(offered("SELECT * FROM resp")[0]).toBe("responses");
    expect(offered("SELECT * gro")).toEqual(["GROUP BY"]);
  });
  test("replaces the word at the cursor, quoting what SQL would not take bare", () => {
    expect(complete("SELECT \"bea, 1", 11, COLUMNS)).toMatchObject({ from: 7 });
    expect(complete("SELECT beat. FROM r", 12, COLUMNS).offers.map(({ insert }) => insert)).toEqual(['"beat.r"']);
  });
  test.each(["", "SELECT ", "SELECT 'be", "SELECT 1 -- be", "SELECT 12", "SELECT beat", "GROUP BY all", "SELECT 'it''s be"])("keeps quiet in %j", (sql) => expect(offered(sql)).toEqual([]));
});

test("near names are those that a slip of the fingers makes", () => {
  expect(nearest("ovretime", ["overtime", "overlong", "beat"])).toEqual(["overtime"]);
  expect(nearest("bet", ["beat", "place"])).toEqual(["beat"]);
  expect(nearest("quality", ["beat", "place"])).toEqual([]);
});

describe("an error of the database", () => {
  // As DuckDB 1.4 words them.
  test("about a column names the place and what may have been meant", () => {
    const sql = "SELECT beet\nFROM responses";
    const fault = faultOf('Binder Error: Referenced column "beet" not found in FROM clause!\nCandidate bindings: "beat"\n\nLINE 1: SELECT beet\n               ^', sql, COLUMNS, "en");
    expect(fault).toMatchObject({ what: "There is no column “beet”.", from: 7, to: 11, near: ["beat"] });
    expect(lineOf(sql, 7)).toEqual({ line: 1, column: 8 });
  });
  test("about a table, on a later line, in Chinese", () => {
    const fault = faultOf('Catalog Error: Table with name response does not exist!\nDid you mean "responses"?\n\nLINE 2: FROM response\n             ^', "SELECT beat\nFROM response", COLUMNS, "zh-cn");
    expect(fault).toMatchObject({ what: "没有叫“response”的表。", from: 17, to: 25, near: ["responses"] });
  });
  test.each([
    ['Parser Error: syntax error at or near "FROM"\n\nLINE 1: SELECT count(* FROM responses\n                       ^', "SELECT count(* FROM responses", 15, /at “FROM”/],
    ["Parser Error: syntax error at end of input", "SELECT beat FROM", undefined, /not complete/],
    ['Binder Error: column "beat" must appear in the GROUP BY clause or must be part of an aggregate function.\n\nLINE 1: SELECT beat, count(*)\n               ^', "SELECT beat, count(*)", 7, /GROUP BY/],
    ["Binder Error: No function matches the given name and argument types 'sum(VARCHAR)'.\n\nLINE 1: SELECT sum(beat)\n               ^", "SELECT sum(beat)", 7, /this type/],
    ['Invalid Input Error: Cannot execute statement of type "DELETE" on database "data" which is attached in read-only mode!', "DELETE FROM responses", undefined, /not changed/],
    ["Permission Error: file system operations are disabled by configuration", "SELECT * FROM 'a.csv'", undefined, /no other file/],
    ["Something New Error: nobody foresaw this", "SELECT 1", undefined, /does not take/],
  ])("%s", (message, sql, from, words) => {
    const fault = faultOf(message, sql, COLUMNS, "en");
    expect(fault.from).toBe(from);
    expect(fault.what).toMatch(words);
    expect(fault.own).toBe(message.split("\n\nLINE")[0]);
  });
});

test("what means that memory has ended is told from what a query did wrong", () => {
  for (const message of ["Out of Memory Error: could not allocate block of size 256.0 KiB", "memory access out of bounds", "Array buffer allocation failed", '{"exception_type":"Out of Memory","exception_message":"failed to allocate: out of memory"}']) expect(isOutOfMemory(new Error(message)), message).toBe(true);
  for (const message of ["Catalog Error: Table with name memory does not exist!", "Conversion Error: Could not convert"]) expect(isOutOfMemory(new Error(message)), message).toBe(false);
});

describe("a line of queries", () => {
  const later = <T>(value: T): Promise<T> => new Promise((done) => setTimeout(() => done(value), 5));
  async function* letters(): AsyncGenerator<string> {
    yield* ["a", "b", "c"];
  }
  test("answers one at a time, the next when a stream is left", async () => {
    const { turn, stream } = standInLine();
    const said: string[] = [];
    const first = turn(async () => said.push(await later("first")));
    const second = turn(async () => said.push("second"));
    await Promise.all([first, second]);
    for await (const letter of stream(() => later(letters()))) {
      said.push(letter);
      if (letter === "b") break;
    }
    await turn(async () => said.push("third"));
    expect(said).toEqual(["first", "second", "a", "b", "third"]);
  });
  test("stops what is at work and goes on; ended, it answers nobody", async () => {
    const line = standInLine();
    const work = line.turn(async () => Promise.reject(await later(new Error("interrupted"))));
    const told = expect(work).rejects.toThrow(expect.objectContaining({ name: "Stopped" }));
    await later(0);
    await line.stop();
    await told;
    expect(await line.turn(() => later(1))).toBe(1);
    const hung = line.turn(() => new Promise(() => {}));
    const failed = [expect(hung).rejects.toThrow("gone"), expect(line.turn(() => later(1))).rejects.toThrow("gone")];
    await later(0);
    line.end(new Error("gone"));
    await Promise.all(failed);
  });
});

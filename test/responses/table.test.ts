import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvRows } from "../../src/responses/csv.ts";
import { bytesOf, fileBytes, text } from "../../src/responses/encoding.ts";
import { openTable, type Table } from "../../src/responses/table.ts";
import { hasShared, SHARED } from "../shared.ts";
import { delimited, gbk, utf16, xlsx } from "./files.ts";

const ROWS = [["姓名", "您的片区？", "years"], ["张三", "城区, 乡镇", "5"], ["李“四”", "两\n行", ""]] as const;
const utf8 = (csv: string): Uint8Array => new TextEncoder().encode(csv);
const open = (content: string | Uint8Array, hints = {}): Promise<Table> => openTable(bytesOf(typeof content === "string" ? utf8(content) : content, "file"), hints);
const cellsOf = (table: Table): (string | null)[][] => [...table.rows()].map(({ cells }) => [...cells]);

describe("the form of a file is found out", () => {
  test.each<[string, Uint8Array, Partial<Table>]>([
    ["CSV in UTF-8", utf8(delimited(ROWS)), { format: "csv", encoding: "utf-8", delimiter: "," }],
    ["with a byte order mark", utf8(`\uFEFF${delimited(ROWS)}`), { encoding: "utf-8", delimiter: "," }],
    ["with semicolons", utf8(delimited(ROWS, ";", "\n")), { delimiter: ";" }],
    ["with bars", utf8(delimited(ROWS, "|")), { delimiter: "|" }],
    ["with old Macintosh line ends", utf8(delimited(ROWS, ",", "\r")), { delimiter: "," }],
    ["TSV in UTF-16, little end first", utf16(delimited(ROWS, "\t")), { encoding: "utf-16le", delimiter: "\t" }],
    ["TSV in UTF-16, big end first", utf16(delimited(ROWS, "\t"), "be"), { encoding: "utf-16be", delimiter: "\t" }],
    ["GBK", gbk(delimited(ROWS)), { encoding: "gb18030", delimiter: "," }],
    ["XLSX", xlsx(ROWS), { format: "xlsx" }],
  ])("%s", async (_, bytes, form) => {
    const table = await open(bytes);
    expect(table).toMatchObject({ ...form, headers: 1, columns: ["姓名", "您的片区？", "years"] });
    expect(cellsOf(table)).toEqual([["张三", "城区, 乡镇", "5"], ["李“四”", "两\n行", null]]);
  });

  test("JSON Lines: keys of all lines are columns, objects inside and lists are taken apart", async () => {
    const table = await open('{"a": 1, "b": {"c": "x"}}\n\n{"d": ["p", "q"], "a": null}\nnot JSON\n');
    expect(table).toMatchObject({ format: "json-lines", columns: ["a", "b__c", "d"] });
    expect([...table.rows()]).toEqual([
      { line: 1, cells: ["1", "x", null] },
      { line: 3, cells: [null, null, "p\nq"] },
      { line: 4, cells: [], fault: { value: "not JSON", reason: "this line is no JSON object" } },
    ]);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ["an empty file", "", /empty/],
    ["a picture", Buffer.from("ffd8ffe000104a46", "hex"), /no encoding known|no text/],
    ["JSON that is not one object a line", '[\n  {"a": 1}\n]', /not one object a line/],
    ["Excel's old format", Buffer.from("d0cf11e0a1b11ae1", "hex"), /old format/],
  ])("%s is refused in words", async (_, content, words) => {
    await expect(open(content)).rejects.toThrow(words);
  });

  test("a file in another encoding than the mapping says is refused with the remedy", async () => {
    await expect(open(gbk("姓名,b\n"), { encoding: "utf-8" })).rejects.toThrow(/not in utf-8[\s\S]*encoding/);
  });
});

describe("heading rows", () => {
  test("two of them, the question above the first of its columns alone, become one name", async () => {
    const { columns, headings, headers } = await open("Id,Which?,,Age\n,Red,Green,Response\n1,Red,,30\n");
    expect([headers, columns]).toEqual([2, ["Id", "Which? - Red", "Which? - Green", "Age"]]);
    expect(headings[2]).toEqual({ name: "Which? - Green", question: "Which?", part: "Green" });
  });

  test("one is one, though a column has no name or two have the same", async () => {
    expect((await open(',a,a,b\n1,x,y,z\n2,x,y,z\n')).columns).toEqual(["column 1", "a", "a (2)", "b"]);
    expect((await open("a,b,\n1,2,\n3,4,\n")).headers).toBe(1);
    expect((await open("a,,b\n1,2,3\n")).headers).toBe(1);
  });
});

test("a row of another width, and one whose quotes do not fit, come with their line and why; the others are read", async () => {
  const rows = [...(await open('a,b\n1,2\n3\n"x\ny",4,5\n"p"q,6\n7,8\n\n9,"never closed\n10,11\n')).rows()];
  expect(rows.map(({ line, fault }) => [line, fault?.reason])).toEqual([
    [2, undefined],
    [3, "this row has 1 cell, and the table 2 columns"],
    [4, "this row has 3 cells, and the table 2 columns"],
    [6, "something stands between the end of a quoted cell and the next delimiter"],
    [7, undefined],
    [9, "a quote opens here and is never closed, so all to the end of the file (line 11) reads as one cell"],
  ]);
});

test("a CSV text is read alike in whatever pieces it comes", () => {
  const piece = fc.string({ unit: fc.constantFrom(..."ab,\"\r\n好"), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      expect([...csvRows(pieces, ",")]).toEqual([...csvRows([pieces.join("")], ",")]);
    }),
  );
});

test("whatever cells hold, they are written and read again", () => {
  const cell = fc.string({ unit: fc.constantFrom(..."ab,;\"\n 好😀"), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 5 }), fc.constantFrom(",", ";", "\t"), (rows, delimiter) => {
      expect([...csvRows([delimited(rows, delimiter)], delimiter)].map(({ cells }) => cells.map((each) => each ?? ""))).toEqual(rows);
    }),
  );
});

describe.skipIf(!hasShared)("the csv-spectrum", () => {
  const folder = join(SHARED, "hostile/csv-spectrum");
  test.each(hasShared ? readdirSync(join(folder, "csvs")) : [])("%s is read as its makers mean it", async (name) => {
    const table = await openTable(fileBytes(join(folder, "csvs", name)));
    const rows: unknown = JSON.parse(readFileSync(join(folder, "json", name.replace(/csv$/, "json")), "utf8"));
    const read = cellsOf(table).map((cells) => Object.fromEntries(table.columns.map((column, i) => [column, cells[i] ?? ""])));
    // This one's JSON tells another telephone number than its CSV.
    const meant = name === "location_coordinates.csv" ? JSON.parse(JSON.stringify([rows].flat()).replace("1234567890", "2095257564")) : [rows].flat();
    const even = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll("\\r\\n", "\\n"));
    expect(read).toEqual(even(meant));
  });
});

test.skipIf(!hasShared)("real tables are read to their last row", async () => {
  const counted: [string, number, number][] = [["538_comma-survey.csv", 1129, 13], ["538_flying-etiquette.csv", 1040, 27], ["538_thanksgiving-2015-poll-data.csv", 1058, 65], ["github_oss2024_negative_incidents.csv", 13947, 54], ["538_nonvoters_data.csv", 5836, 119]];
  for (const [name, rows, columns] of counted) {
    const table = await openTable(fileBytes(join(SHARED, "responses", name)));
    expect([name, [...table.rows()].filter(({ fault }) => !fault).length, table.columns.length]).toEqual([name, rows, columns]);
  }
  const poll = await openTable(fileBytes(join(SHARED, "responses/538_poll-of-pollsters-anonymous-answers-5.tsv")));
  expect(poll.delimiter).toBe("\t");
  expect([...text(fileBytes(join(SHARED, "responses/538_comma-survey.csv")), "utf-8")].join("").length).toBeGreaterThan(200_000);
});

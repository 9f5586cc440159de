import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRoster, rosterFrom } from "../../src/responses/roster.ts";

const TEXT = "姓名,place,years\n张三,城区,不到 5 年\n李四,农村,15 年及以上\n";
const TABLE = { columns: ["姓名", "place", "years"], rows: [{ line: 2, cells: ["张三", "城区", "不到 5 年"] }, { line: 3, cells: ["李四", "农村", "15 年及以上"] }] };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** 姓名,place / 张三,城区 as Excel on a Chinese machine saves it. */
const GB18030 = Buffer.from("d0d5c3fb2c706c6163650d0ad5c5c8fd2cb3c7c7f80d0a", "hex");

describe("a roster is read as an office saves it", () => {
  test.each<[string, Uint8Array]>([
    ["CSV in UTF-8", utf8(TEXT)],
    ["with a byte order mark and CRLF", utf8(`\uFEFF${TEXT.replaceAll("\n", "\r\n")}`)],
    ["separated by semicolons", utf8(TEXT.replaceAll(",", ";"))],
    ["separated by tabs", utf8(TEXT.replaceAll(",", "\t"))],
    ["Excel's “Unicode text”", Buffer.from(`\uFEFF${TEXT.replaceAll(",", "\t")}`, "utf16le")],
    ["with empty lines and blanks around", utf8(TEXT.replace("张三,城区", " 张三 ,城区 ") + "\n,,\n\n")],
  ])("%s", async (_, bytes) => {
    expect(await rosterFrom(bytes, "roster")).toEqual(TABLE);
  });

  test("in GB18030", async () => {
    expect(await rosterFrom(GB18030, "roster")).toEqual({ columns: ["姓名", "place"], rows: [{ line: 2, cells: ["张三", "城区"] }] });
  });

  test("the first sheet of XLSX, written by openpyxl", async () => {
    expect(await readRoster(join(import.meta.dirname, "../fixtures/roster.xlsx"))).toEqual({
      columns: ["姓名", "您的片区主要在城区还是农村？", "years", "工号", "入职"],
      rows: [
        { line: 2, cells: ["张三", "城区", "不到5年", "7001", "2020-03-01"] },
        { line: 3, cells: ["李四", "rural", "15 years or more", "0007002", "2001-12-31"] },
        { line: 5, cells: ["=1+1 王", "农村", "y5", "-1", null] },
      ],
    });
  });
});

describe("what is no roster is refused in words", () => {
  test.each<[string, Uint8Array, RegExp]>([
    ["nothing", utf8(""), /not a CSV|nobody is on this roster/],
    ["a heading alone", utf8("name,place\n"), /nobody is on this roster/],
    ["the old format of Excel", Buffer.from("d0cf11e0a1b11ae1", "hex"), /Excel's old format/],
    ["a ZIP file that is no sheet", Buffer.from("504b0304aaaa", "hex"), /not an Excel sheet/],
    ["a picture", Buffer.from("ffd8ffe000104a46", "hex"), /in no encoding known|not a CSV|nobody/],
  ])("%s", async (_, bytes, words) => {
    await expect(rosterFrom(bytes, "roster")).rejects.toThrow(words);
  });

  test("a file that is not there", async () => {
    await expect(readRoster(join(mkdtempSync(join(tmpdir(), "qingting-roster-")), "none.csv"))).rejects.toThrow(/cannot be read/);
  });
});

test("reading leaves no copy of names behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "qingting-roster-"));
  writeFileSync(join(folder, "a.csv"), TEXT);
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  await readRoster(join(folder, "a.csv"));
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  expect(readdirSync(folder)).toEqual(["a.csv"]);
  expect(readFileSync(join(folder, "a.csv"), "utf8")).toBe(TEXT);
});

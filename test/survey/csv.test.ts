import { describe, expect, test } from "vitest";
import { csvText } from "../../src/survey/csv.ts";

describe("a cell", () => {
  test.each(["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "-", "+86 139", "-1e5x"])("that a spreadsheet would run is text: %j", (text) => {
    expect(/^"?(.*?)"?\n$/s.exec(csvText([[text]]))?.[1]).toBe(`'${text}`);
  });

  test.each(["-1", "+2.5", "0", "-0.75", "a=b", "1-2", "'", ""])("that is none stays as it is: %j", (text) => {
    expect(csvText([[text]])).toBe(`${text}\n`);
  });

  test("that is a number, true or nothing is written plainly", () => {
    expect(csvText([[-1, 2.5, true, null]])).toBe("-1,2.5,true,\n");
  });

  test("with quotes, commas or line breaks is quoted, whether it is a heading or not", () => {
    expect(csvText([['a"b', "c,d"], ["e\nf", "=HYPERLINK(\"x\")"]], "\r\n")).toBe('"a""b","c,d"\r\n"e\nf","\'=HYPERLINK(""x"")"\r\n');
  });
});

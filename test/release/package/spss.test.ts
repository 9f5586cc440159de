import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
// It names no file to import in its “exports”, so it is imported by its path.
import { SavBufferReader } from "../../../node_modules/sav-reader/dist/index.js";
import { MISSING } from "../../../src/survey/codebook.ts";
import { codedOf } from "../../../src/release/package/coded.ts";
import { numbered } from "../../../src/release/package/numbers.ts";
import { clipped } from "../../../src/release/package/sav-records.ts";
import { contents, PREFIX, rows, sql, type Written, written } from "./fixture.ts";
import { hasHaven, hasPspp, ran } from "./programs.ts";

let made: Written;
beforeAll(async () => {
  made = await written();
});

const columns = contents.frame ? numbered(codedOf(contents.frame)) : [];

/** What each cell is in SPSS: a number for the answer or for the reason. */
const expected = rows.map((row) =>
  Object.fromEntries(
    columns.map(({ name, coded: { variable, column }, values, missing }) => {
      const reason = MISSING.findIndex((each) => each === row[`${variable.name}__na`]);
      const value = column ? row[column.name] : 1;
      return [name, reason >= 0 ? missing[reason] : typeof value === "string" ? values.find(({ code }) => code === value)?.number : (value ?? null)];
    }),
  ),
);

describe("a system file, read by sav-reader", () => {
  const read = async (language: string) => {
    const reader = new SavBufferReader(readFileSync(made.path(`data.${language}.sav`)));
    await reader.open();
    return { meta: reader.meta, rows: await reader.readAllRows() };
  };

  test("holds every answer, and where there is none the reason as a declared missing value", async () => {
    const { meta, rows: found } = await read("en");
    expect(meta.header.n_cases).toBe(rows.length);
    expect(found.map((row: Record<string, unknown>) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])))).toEqual(expected);
    for (const { name, missing } of columns) {
      const { missing: declared } = meta.sysvars.find((each) => each.name === name) ?? {};
      expect(declared).toMatchObject({ min: missing.at(-1), max: missing[0] });
    }
  });

  test("has labels in its language, as many bytes of them as SPSS takes", async () => {
    const { meta } = await read("zh");
    const labels = Object.fromEntries(meta.getValueLabels("all_").map(({ val, label }) => [val, String(label).trim()]));
    expect(labels).toMatchObject({ 1: "甲，乙", 2: "说“x”", 4: "多云🌦", [-1]: "未问到或不适用", [-5]: "为保护而隐去" });
    expect(meta.sysvars.find(({ name }) => name === "tools__wechat")?.label).toBe("用什么：微信");
    expect(clipped("好".repeat(50), 120).toString()).toBe("好".repeat(40));
    expect(clipped("a🌦", 4).toString()).toBe("a");
  });
});

test("reasons keep clear of answers: negative codes move them down", () => {
  expect(columns.find(({ name }) => name === "minus")?.missing).toEqual([-91, -92, -93, -94, -95]);
  expect(columns.find(({ name }) => name === "hours")?.missing).toEqual([-1, -2, -3, -4, -5]);
});

describe.skipIf(!hasPspp)("PSPP", () => {
  test.each(["zh", "en"])("makes of the codes by our syntax what the system file holds (%s)", async (language) => {
    const script = [`INSERT FILE="${PREFIX}read.${language}.sps".`, 'SAVE TRANSLATE /OUTFILE="a.csv" /TYPE=CSV /FIELDNAMES /REPLACE.', `GET FILE="${PREFIX}data.${language}.sav".`, 'SAVE TRANSLATE /OUTFILE="b.csv" /TYPE=CSV /FIELDNAMES /REPLACE.', "DISPLAY DICTIONARY.", ""];
    writeFileSync(`${made.folder}/both.sps`, script.join("\n"));
    const said = ran("pspp", ["both.sps"], made.folder);
    expect(said).not.toMatch(/warning|error/i);
    const [a, b] = await Promise.all(["a", "b"].map((name) => sql(`FROM read_csv('${made.folder}/${name}.csv', header = true, all_varchar = true)`)));
    expect(a?.map(({ row: _, ...rest }) => rest)).toEqual(b);
    expect(b?.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, String(cell ?? "").trim() === "" ? null : Number(cell)])))).toEqual(expected);
    expect(said).toContain(language === "zh" ? "为保护而隐去" : "hidden for protection");
  });
});

test.skipIf(!hasHaven)("ReadStat, through R's haven, finds every number, label and declared range", () => {
  const program = `library(haven); d <- read_sav("${PREFIX}data.zh.sav", user_na = TRUE); for (name in names(d)) cat(name, paste(attr(d[[name]], "na_range"), collapse = " "), paste(format(as.numeric(d[[name]]), trim = TRUE), collapse = " "), "\\n"); cat(names(attr(d$all_, "labels")), "\\n")`;
  const lines = ran("Rscript", ["-e", program], made.folder).trim().split("\n");
  columns.forEach(({ name, missing }, i) => {
    const [found, lowest, highest, ...numbers] = (lines[i] ?? "").trim().split(/\s+/);
    expect([found, Number(lowest), Number(highest)]).toEqual([name, missing.at(-1), missing[0]]);
    expect(numbers.map((each) => (each === "NA" ? null : Number(each)))).toEqual(expected.map((row) => row[name]));
  });
  for (const label of ["甲，乙", "多云🌦", "为保护而隐去"]) expect(lines.at(-1)).toContain(label);
});

import { beforeAll, describe, expect, test } from "vitest";
import { readSheet } from "read-excel-file/node";
import { naColumn } from "../../../src/survey/codebook.ts";
import { neutral } from "../../../src/survey/csv.ts";
import { codebook, rows, sql, type Written, written } from "./fixture.ts";
import { readFileSync } from "node:fs";

let made: Written;
beforeAll(async () => {
  made = await written();
});

const columns = codebook.variables.flatMap((variable) => [...variable.columns.map(({ name, type }) => ({ name, type, variable })), { name: naColumn(variable), type: "VARCHAR", variable }]);
const labelled = (name: string, value: unknown): unknown => columns.find((column) => column.name === name)?.variable.values.find(({ code, missing }) => code === value && missing === undefined)?.label.en ?? value;

describe("CSV, read by DuckDB", () => {
  const read = (name: string): Promise<Record<string, unknown>[]> => sql(`FROM read_csv('${made.path(name)}', header = true, all_varchar = true, strict_mode = true)`);
  const said = (value: unknown): string | null => (value === null || value === undefined ? null : neutral(String(value)));

  test("codes are the rows, numbered where a repeated question has a table of its own", async () => {
    expect(await read("codes.csv")).toEqual(rows.map((row, i) => ({ row: String(i + 1), ...Object.fromEntries(columns.map(({ name }) => [name, said(row[name])])) })));
  });

  test("labels stand for codes, and reasons stay", async () => {
    const found = await read("labels.en.csv");
    expect(found).toEqual(rows.map((row, i) => ({ row: String(i + 1), ...Object.fromEntries(columns.map(({ name, variable }) => [name, said(variable.kind === "number" || name.endsWith("__na") ? row[name] : labelled(name, row[name]))])) })));
    expect(found[3]?.["all"]).toBe("cloudy 🌦");
    expect((await read("labels.zh.csv"))[0]?.["all"]).toBe("甲，乙");
  });

  test("a copy for Excel differs by the byte order mark alone", () => {
    for (const name of ["codes", "labels.zh", "labels.en"]) expect(made.text(`${name}.excel.csv`)).toBe(`\uFEFF${made.text(`${name}.csv`)}`);
  });

  test("nothing begins as a formula would, and negative codes stay numbers", async () => {
    for (const name of ["codes.csv", "labels.zh.csv", "labels.en.csv", "codebook.csv", "quotes.csv"])
      for (const row of await sql(`FROM read_csv('${made.path(name)}', header = true, all_varchar = true)`))
        for (const cell of Object.values(row)) if (typeof cell === "string" && !/^-\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    expect((await read("codes.csv"))[0]?.["minus"]).toBe("-2");
  });

  test("a repeated question is a table of one row an entry", async () => {
    expect(await read("repeated-visits.csv")).toEqual(rows.flatMap((row, i) =>
      [1, 2, 3].flatMap((entry) => {
        const at = (part: string): unknown => row[`visits__${entry}__${part}`];
        const given = [at("shop__na"), at("did__na")].some((reason) => reason === null);
        return given ? [{ row: String(i + 1), entry: String(entry), ...Object.fromEntries(["shop", "shop__na", "did__order", "did__talk", "did__na"].map((part) => [part, said(at(part))])) }] : [];
      })));
  });
});

describe("Parquet, read by DuckDB", () => {
  test("holds the rows with their types, choices as small whole numbers", async () => {
    expect(await sql(`FROM read_parquet('${made.path("data.parquet")}')`)).toEqual(rows.map((row, i) => ({ row: BigInt(i + 1), ...Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])) })));
    const types = await sql(`DESCRIBE FROM read_parquet('${made.path("data.parquet")}')`);
    expect(types.slice(1).map((each) => each["column_type"])).toEqual(columns.map(({ type, variable, name }) => (name === naColumn(variable) ? "VARCHAR" : variable.kind === "multiple" ? "TINYINT" : variable.kind === "ranking" ? "SMALLINT" : type)));
  });

  test("carries the labels with it", async () => {
    const [found] = await sql(`SELECT decode(value) AS value FROM parquet_kv_metadata('${made.path("data.parquet")}') WHERE decode(key) = 'qingting.codebook'`);
    expect(JSON.parse(String(found?.["value"])).all.values["a,b"]).toEqual({ label_zh: "甲，乙", label_en: "a, b" });
  });
});

describe("XLSX, read by read-excel-file", () => {
  test("has labels in both languages, codes and the codebook", async () => {
    const sheet = (number: number) => readSheet(readFileSync(made.path("data.xlsx")), number);
    const text = (value: unknown): unknown => (typeof value === "string" ? neutral(value) : (value ?? null));
    const [head, ...body] = await sheet(3);
    expect(head).toEqual(["row", ...columns.map(({ name }) => name)]);
    // The reader trims nothing but leaves out what trails empty.
    expect(body).toEqual(rows.map((row, i) => [i + 1, ...columns.map(({ name }) => text(row[name]))]));
    expect((await sheet(1))[4]?.[1]).toBe("多云🌦");
    expect((await sheet(2))[3]?.[1]).toBe("'=1+1");
    expect((await sheet(4)).some((row) => row[0] === "naughty")).toBe(true);
  });
});

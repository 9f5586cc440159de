import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fileWords } from "../../../src/i18n/files.ts";
import { contents, PREFIX, sql, type Written, withheld, written } from "./fixture.ts";
import { hasUnzip, ran } from "./programs.ts";

let [first, second, tables]: Written[] = [];
beforeAll(async () => {
  first = await written();
  second = await written();
  tables = await written(withheld);
});

test("equal contents give equal bytes, whatever the time zone", async () => {
  const zone = process.env["TZ"];
  process.env["TZ"] = "Pacific/Kiritimati";
  const elsewhere = await written();
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
  const bytes = (made: Written | undefined) => made?.files.map(({ name, sha256 }) => [name, sha256]);
  expect(bytes(second)).toEqual(bytes(first));
  expect(bytes(elsewhere)).toEqual(bytes(first));
});

test("says of every file what it is, how large, and its checksum, and leaves nothing else behind", () => {
  for (const made of [first, tables]) {
    const names = made?.files.map(({ name }) => name) ?? [];
    expect(readdirSync(made?.folder ?? "").sort()).toEqual([...names].sort());
    for (const { name, bytes, sha256, role } of made?.files ?? []) {
      const content = readFileSync(join(made?.folder ?? "", name));
      expect([bytes, sha256], name).toEqual([content.length, createHash("sha256").update(content).digest("hex")]);
      for (const locale of ["zh-cn", "en"] as const) expect(role === "database" || fileWords(name, locale), name).toBeTruthy();
    }
  }
});

test.skipIf(!hasUnzip)("the ZIP holds every other file, and its checksums hold", () => {
  const folder = first?.folder ?? "";
  ran("unzip", ["-q", "-o", `${PREFIX.slice(0, -1)}.zip`, "-d", "out"], folder);
  const inside = join(folder, "out", PREFIX.slice(0, -1));
  expect(readdirSync(inside).sort()).toEqual(first?.files.filter(({ role }) => role !== "archive").map(({ name }) => name).sort());
  expect(ran("sha256sum", ["-c", "--quiet", `${PREFIX}SHA256SUMS`], inside)).toBe("");
  ran("rm", ["-r", "out"], folder);
});

describe("where single responses are withheld", () => {
  test("there are tables and words alone", async () => {
    expect(tables?.files.some(({ role }) => role === "microdata" || role === "script" || role === "repeated")).toBe(false);
    const counts = await sql(`FROM read_csv('${tables?.path("tables.csv") ?? ""}', header = true, all_varchar = true)`);
    expect(counts.length).toBe(contents.cube.cell.length);
    expect(counts.find(({ variable, value }) => variable === "all" && value === "a,b")).toMatchObject({ label_zh: "甲，乙", label_en: "a, b", missing: null, n: "8" });
    expect(existsSync(tables?.path("codes.csv") ?? "")).toBe(false);
  });
});

test("what fails leaves no thread behind", async () => {
  const broken = { ...contents, definition: { ...contents.definition, size: 1n } };
  await expect(written(broken)).rejects.toThrow(/BigInt/);
});

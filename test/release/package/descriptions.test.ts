import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";
import { datasetJsonLd } from "../../../src/query/dataset.ts";
import { naColumn } from "../../../src/survey/codebook.ts";
import { codebook, contents, PREFIX, sql, type Written, withheld, written } from "./fixture.ts";
import { ddiSchema, hasDdiSchema, hasPackageProfiles, hasXmllint, packageProfiles, ran } from "./programs.ts";

let [open, tables]: Written[] = [];
beforeAll(async () => {
  [open, tables] = await Promise.all([written(), written(withheld)]);
});
const each = (): Written[] => [open, tables].filter((made) => made !== undefined);
const columns = codebook.variables.flatMap((variable) => [...variable.columns.map(({ name }) => name), naColumn(variable)]);

describe("DDI-Codebook", () => {
  test.skipIf(!hasDdiSchema)("is valid by the schema of its makers", () => {
    for (const made of each()) ran("xmllint", ["--noout", "--nonet", "--schema", ddiSchema, made.path("codebook.xml")], made.folder);
  });

  test.skipIf(!hasXmllint)("names every column, and labels every value in both languages", () => {
    const count = (xpath: string): string => ran("xmllint", ["--xpath", `string(count(${xpath}))`, open?.path("codebook.xml") ?? ""], "/").trim();
    expect(count("//*[local-name()='var']")).toBe(String(columns.length));
    expect(count("//*[local-name()='var'][@name='naughty']/*[local-name()='catgry']/*[local-name()='labl'][@xml:lang='zh-CN']")).toBe(String(codebook.variables.find(({ name }) => name === "naughty")?.values.length));
  });
});

describe("Data Package", () => {
  test.skipIf(!hasPackageProfiles)("is valid by the profiles of its makers", () => {
    // These are drafts 7 with keywords of their own for editors.
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const profile = (name: string): object => JSON.parse(readFileSync(join(packageProfiles, `${name}.json`), "utf8"));
    for (const made of each()) {
      const found = JSON.parse(made.text("datapackage.json"));
      expect(ajv.validate(profile("datapackage"), found), ajv.errorsText()).toBe(true);
      for (const resource of found.resources) {
        expect(ajv.validate(profile("dataresource"), resource), ajv.errorsText()).toBe(true);
        if (resource.schema) expect(ajv.validate(profile("tableschema"), resource.schema), ajv.errorsText()).toBe(true);
      }
    }
  });

  test("describes the columns of the tables in their order, and each file as it is", async () => {
    const { resources } = JSON.parse(open?.text("datapackage.json") ?? "");
    const withSchema = resources.filter((resource: { schema?: object }) => resource.schema);
    expect(withSchema.map(({ path }: { path: string }) => path)).toEqual([`${PREFIX}codes.csv`, `${PREFIX}repeated-visits.csv`]);
    for (const { path, schema } of withSchema) {
      const [head] = await sql(`SELECT * FROM read_csv('${open?.folder ?? ""}/${path}', header = false, all_varchar = true) LIMIT 1`);
      expect(schema.fields.map(({ name }: { name: string }) => name)).toEqual(Object.values(head ?? {}));
    }
    for (const { path, bytes, hash } of resources) expect(open?.files).toContainEqual(expect.objectContaining({ name: path, bytes, sha256: hash.replace("sha256:", "") }));
  });
});

describe("Croissant and schema.org", () => {
  test("every field has its column, every file its checksum", () => {
    const { recordSet, distribution } = JSON.parse(open?.text("croissant.json") ?? "");
    expect(recordSet[0].field.map(({ source }: { source: { extract: { column: string } } }) => source.extract.column)).toEqual(columns);
    const ids = distribution.map((file: Record<string, string>) => file["@id"]);
    expect(ids).toContain(recordSet[0].field[0].source.fileObject["@id"]);
    expect(JSON.parse(tables?.text("croissant.json") ?? "").recordSet).toBeUndefined();
  });

  test("a page may embed what search engines read", () => {
    const { frame: _, ...rest } = contents;
    const found = datasetJsonLd({ ...rest.facts, files: open?.files ?? [] }, codebook, { page: "https://example.org/data/made/", folder: "https://example.org/releases/made/w1/r1/", day: "2026-10-20" });
    expect(found).toMatchObject({ "@type": "Dataset", name: "Are you “satisfied”, & <why>?, Wave one", license: "https://creativecommons.org/licenses/by/4.0/", temporalCoverage: "2026-10-01/2026-10-10", url: "https://example.org/data/made/" });
  });
});

describe("pages to print", () => {
  test.each([["zh", "“满意”吗？：问卷", "第一页", "电话", "只在此条件下显示：“负数”选了“好”"], ["en", "Are you “satisfied”, & <why>?: questionnaire", "Page one", "phone", "Shown only if: “Negatives” was answered “good”"]])("the questionnaire has every question, choice and condition in words (%s)", (language, title, page, choice, condition) => {
    const { document } = parseHTML(open?.text(`questionnaire.${language}.html`) ?? "");
    const text = document.body.textContent ?? "";
    expect(document.title).toBe(title);
    for (const each of [page, choice, condition]) expect(text).toContain(each);
    for (const name of ["all", "minus", "score", "tools", "order", "yes", "hours", "words", "bat", "visits", "shop", "did", "naughty"]) expect([...document.querySelectorAll("h3 + p code")].map((code) => code.textContent)).toContain(name);
    expect([...document.querySelectorAll("li")].map((item) => item.textContent)).toEqual(expect.arrayContaining(codebook.variables.find(({ name }) => name === "naughty")?.values.slice(0, 50).map(({ label }) => label.en.replace(/\r/g, "")) ?? []));
    expect(document.querySelectorAll("script, [onerror], img, iframe").length).toBe(0);
  });

  test("the codebook has every variable and value", () => {
    for (const made of each())
      for (const language of ["zh", "en"]) {
        const { document } = parseHTML(made.text(`codebook.${language}.html`));
        expect([...document.querySelectorAll("h3 code")].map((code) => code.textContent).sort()).toEqual(codebook.variables.map(({ name }) => name).sort());
        expect(document.querySelectorAll("script, img, iframe").length).toBe(0);
      }
  });
});

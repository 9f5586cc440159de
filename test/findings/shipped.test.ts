import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";
import { foundOf, type Found } from "../../src/components/findings.ts";
import type { Difference } from "../../src/findings/differences.ts";
import type { Item, Measured } from "../../src/findings/measure.ts";
import { sentenceOf } from "../../src/findings/sentence.ts";
import { newestRelease, type Published } from "../../src/query/releases.ts";
import { readCsv } from "../../src/responses/csv.ts";
import { listSurveys } from "../../src/survey/load.ts";
import { LOCALES } from "../../src/survey/text.ts";
import { qingting } from "../cli/run.ts";

/** The pages of the shipped surveys, built from their codebooks alone, against a computation of one's own over the released rows. */

const SURVEYS = resolve(import.meta.dirname, "../../surveys");
const folder = mkdtempSync(join(tmpdir(), "qingting-findings-"));
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  cpSync(resolve(import.meta.dirname, "../../public/favicon.svg"), at("public/favicon.svg"));
  const { status, err } = qingting(["build"], { SURVEYS_DIR: SURVEYS, DATA_DIR: at("data"), OUT_DIR: at("out"), PUBLIC_DIR: at("public"), DIST_DIR: at("dist") });
  if (status !== 0) throw new Error(err);
}, 240_000);

type Row = Readonly<Record<string, string>>;

async function rowsOf({ folder: release, manifest }: Published): Promise<Row[]> {
  const file = manifest.files.find(({ name }) => name.endsWith("-codes.csv"))?.name ?? "";
  const { columns, rows } = await readCsv(join(release, file), { delimiter: ",", encoding: "utf-8" });
  return rows.map(({ cells }) => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ""])));
}

/** The number that an item stands for, from rows. */
function counted({ as, variable, codes }: Item, rows: readonly Row[]): { n: number; value: number } {
  const answered = rows.filter((row) => (row[`${variable.name}__na`] ?? "") === "");
  const columns = variable.columns.filter(({ code }) => code !== undefined && codes.includes(code));
  const worth = (row: Row): number => {
    if (as === "index" || as === "amount") return Number(row[variable.name]);
    if (as === "first") return Number(columns.some(({ name }) => Number(row[name]) === 1 && row[name] !== ""));
    if (variable.kind === "multiple") return Number(columns.some(({ name }) => Number(row[name]) === 1));
    return Number(codes.includes(row[variable.name] ?? ""));
  };
  return { n: answered.length, value: answered.reduce((sum, row) => sum + worth(row), 0) / answered.length };
}

const expectSame = ({ n, value }: Measured, mine: { n: number; value: number }): void => {
  expect(n).toBe(mine.n);
  expect(value).toBeCloseTo(mine.value, 9);
};

const groupsIn = ({ filter, code }: Difference, rows: readonly Row[]): [Row[], Row[]] => {
  const known = rows.filter((row) => (row[`${filter.name}__na`] ?? "") === "");
  return [known.filter((row) => row[filter.name] === code), known.filter((row) => row[filter.name] !== code)];
};

describe.each(listSurveys(SURVEYS))("%s", (id) => {
  const open = async (): Promise<{ found: Found; rows: Row[] }> => {
    const published = newestRelease(at("public"), id);
    if (!published) throw new Error(`${id} was not published`);
    return { found: await foundOf(published, at("public")), rows: await rowsOf(published) };
  };

  test("three sentences stand on its page as text, and their links lead to figures", async () => {
    const { found } = await open();
    expect(found.claims.length).toBe(3);
    for (const locale of LOCALES) {
      const { document } = parseHTML(readFileSync(at(`dist/${locale === "en" ? "en/" : ""}results/${id}/index.html`), "utf8"));
      const items = [...document.querySelectorAll("[data-finding]")];
      const sentences = found.claims.map((claim) => sentenceOf(claim, found.ground, locale));
      const plain = (text: string | null | undefined): string => (text ?? "").replace(/\s+/g, " ");
      expect(items.length).toBe(3);
      sentences.forEach(({ text, n }, i) => expect(plain(items[i]?.textContent)).toContain(`${plain(text)} ${n}`));
      for (const link of document.querySelectorAll("[data-finding] a")) expect(document.getElementById(link.getAttribute("href")?.slice(1) ?? "")).not.toBeNull();
      expect(sentences.every(({ text }) => (locale === "en" ? !/[\u4e00-\u9fff]/.test(text) : /[\u4e00-\u9fff]/.test(text)))).toBe(true);
    }
  });

  test("their numbers are those of the released rows", async () => {
    const { found, rows } = await open();
    for (const claim of found.claims) {
      if (claim.kind === "group") {
        const [inside, outside] = groupsIn(claim.found, rows);
        expectSame(claim.found.inside, counted(claim.item, inside));
        expectSame(claim.found.outside, counted(claim.item, outside));
      } else expectSame(claim.measured, counted(claim.item, rows));
      if (claim.kind === "level" || claim.kind === "split") expectSame(claim.other, counted(claim.second, rows));
      const [, share] = /(\d+)%/.exec(sentenceOf(claim, found.ground, "en").text) ?? [];
      if (share !== undefined) expect(Number(share)).toBe(Math.round(100 * claim.measured.value));
    }
  });

  test("so are those of every group that was compared, every index, and every strength", async () => {
    const { found, rows } = await open();
    for (const each of found.differences ?? []) {
      const [inside, outside] = groupsIn(each, rows);
      expectSame(each.inside, counted(each.item, inside));
      expectSame(each.outside, counted(each.item, outside));
    }
    for (const { mean, variable } of found.indices) if (mean) expectSame(mean, counted({ as: "index", variable, codes: [] }, rows));
    expect(found.indices.length).toBe(found.ground.codebook.constructs.length);
  });
});

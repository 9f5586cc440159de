import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPostgres } from "../../src/responses/postgres.ts";
import type { Response } from "../../src/responses/response.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Bundle, Store, WaveRecord } from "../../src/responses/store.ts";
import { surveyNamed } from "../release/made.ts";
import type { TestServer } from "./server.ts";

/** Where answers may be kept. Each place is new and empty; `open` may be called again, for a second collector at the same place. */
export interface Place {
  readonly address: string;
  readonly open: () => Promise<Store>;
}

export const KINDS = ["SQLite", "PostgreSQL"] as const;

export async function newPlace(kind: (typeof KINDS)[number], server: () => TestServer): Promise<Place> {
  if (kind === "SQLite") {
    const path = join(mkdtempSync(join(tmpdir(), "qingting-store-")), "answers.sqlite");
    return { address: path, open: () => openSqlite(path) };
  }
  const url = await server().database();
  return { address: url, open: () => openPostgres(url, () => {}) };
}

export const WAVE: WaveRecord = {
  survey: "pulse", wave: "w1", version: "0123456789abcdef", state: "open", admission: "invited", opened: "2026-10-01",
  protect: { k: 5, n: 10 }, microdata: "public", title: { "zh-cn": "第一期 \u0000 期", en: "First" }, key: "AAAA",
};

export function bundleNamed(id: string): Bundle {
  const { definition, study, codebook, version } = surveyNamed(id);
  return { survey: id, version, definition, study, codebook };
}

export const answered = (answers: Response["answers"] = { a: 1 }, change: Partial<Response> = {}): Response => ({ id: randomUUID(), survey: WAVE.survey, wave: WAVE.wave, version: WAVE.version, language: "zh-cn", seconds: 60, answers, ...change });

export const many = (n: number, answers?: Response["answers"]): Response[] => Array.from({ length: n }, () => answered(answers));

export const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Row[] => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/** How often each outcome came. */
export function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

import { readFileSync } from "node:fs";
import type { Cube } from "../../../src/cube/cube.ts";
import { openNative } from "../../../src/query/native.ts";
import type { Methods } from "../../../src/query/files.ts";
import { release } from "../../../src/release/release.ts";
import type { Response } from "../../../src/responses/response.ts";
import type { WaveRecord } from "../../../src/responses/store.ts";
import type { Survey } from "../../../src/survey/load.ts";
import { folderOfOwn, type Made, opened } from "../made.ts";
import type { Population } from "./population.ts";

export type Row = Readonly<Record<string, unknown>>;

/** What anybody can download of one release, as read from its files. */
export interface Read extends Made {
  /** Empty where microdata is withheld. */
  readonly rows: readonly Row[];
  readonly methods: Methods;
  /** The cube as a table of the database. */
  readonly table: readonly Row[];
}

interface Way {
  readonly microdata: "public" | "withheld";
  readonly k?: number;
  readonly out?: string;
  readonly responses?: readonly Response[];
}

const bundleOf = ({ id, version, definition, study, codebook }: Survey) => ({ survey: id, version, definition, study, codebook });

/** Releases a population through the public door and reads back what is published. @throws UserError where it is refused */
export async function releasedFrom({ survey, former, responses, roster, plan }: Pick<Population, "survey" | "former" | "responses" | "roster" | "plan">, { microdata, k = plan.k, out = folderOfOwn(), responses: others = responses }: Way): Promise<Read> {
  const wave: WaveRecord = {
    survey: survey.id, wave: "w", version: survey.version, ...(former ? { earlier: [former.version] } : {}), state: "closed",
    admission: microdata === "public" ? "invited" : "open", opened: "2026-10-01", closed: "2026-10-10", protect: { k, n: 10 }, microdata,
    title: { "zh-cn": "w", en: "w" }, ...(roster && microdata === "public" ? { roster } : {}),
  };
  const done = await release({ bundle: bundleOf(survey), earlier: former ? [bundleOf(former)] : [], wave, responses: others, out, simulated: false, day: "2026-10-20" });
  return readRelease(opened(done.folder, done.manifest));
}

async function readRelease(made: Made): Promise<Read> {
  const native = await openNative(made.path("database"), made.codebook);
  try {
    const table = await native.rows("FROM cube");
    const rows = made.manifest.microdata === "public" ? await native.rows("FROM responses") : [];
    return { ...made, table, rows, methods: JSON.parse(readFileSync(made.path("methods", "methods.json"), "utf8")) };
  } finally {
    native.close();
  }
}

/** Counts as the table tells them, one line each. */
export const countsIn = ({ cells, cell, n }: Cube): { readonly variable: string; readonly value: string | null; readonly missing: string | null; readonly n: number }[] =>
  [...cell].flatMap((index, i) => {
    const about = cells[index];
    return about ? [{ variable: about.variable, value: about.value, missing: about.missing, n: n[i] ?? 0 }] : [];
  });

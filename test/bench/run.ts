import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** One measured figure; `ratio` is value / against, both measured in the same run because machines are noisy. */
export interface Row {
  readonly bench: string;
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  readonly against?: string;
  readonly ratio?: number;
}

const BENCHES: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  validate: async () => (await import("./validate.ts")).validateBench(),
  large: async () => (await import("./large.ts")).largeBench(),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`no bench is called ${unknown.join(", ")}; there are: ${Object.keys(BENCHES).join(", ")}\n`);
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const row of await bench()) {
    rows.push(row);
    const against = row.against === undefined || row.ratio === undefined ? "" : `   ${row.ratio.toFixed(2)} x ${row.against}`;
    process.stdout.write(`${row.bench.padEnd(10)} ${row.case.padEnd(44)} ${Math.round(row.value).toLocaleString("en")} ${row.unit}${against}\n`);
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** One measured figure; `ratio` is value / against, both measured in the same run because machines are noisy. */
export interface Row {
  readonly bench: string;
  readonly case: string;
  /** Null where it did not come to pass: a page that does not open. */
  readonly value: number | null;
  readonly unit: string;
  readonly against?: string;
  readonly ratio?: number;
}

const BENCHES: Readonly<Record<string, (n: number, stored: number) => Promise<readonly Row[]>>> = {
  validate: async () => (await import("./validate.ts")).validateBench(),
  large: async () => (await import("./large.ts")).largeBench(),
  form: async (n) => (await import("./form.ts")).formBench(n),
  taps: async (n) => (await import("./taps.ts")).tapsBench(n),
  release: async (_n, stored) => (await import("./release.ts")).releaseBench(stored),
  results: async (n, stored) => (await import("./results.ts")).resultsBench(n, stored),
  collector: async (_n, stored) => (await import("./collector.ts")).collectorBench(stored),
};

const words = ({ case: what, value, unit }: Row): string => (value === null ? (what.includes("visit") ? "does not open" : "never") : `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : 0 })} ${unit}`);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "string" }, runs: { type: "string", short: "n", default: "5" }, stored: { type: "string", default: "100000" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  process.stderr.write(`no bench is called ${unknown.join(", ")}; there are: ${Object.keys(BENCHES).join(", ")}\n`);
  process.exit(2);
}
const rows: Row[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const row of await bench(Number(values.runs), Number(values.stored))) {
    rows.push(row);
    const against = row.against === undefined || row.ratio === undefined ? "" : `   ${row.ratio.toFixed(2)} x ${row.against}`;
    process.stdout.write(`${row.bench.padEnd(10)} ${row.case.padEnd(44)} ${words(row)}${against}\n`);
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/** What one area of proof found: its figures, and what went against the promise. */
export interface Proof {
  readonly area: string;
  readonly promise: string;
  readonly figures: Readonly<Record<string, number>>;
  /** What the figures do not say, one line each. */
  readonly notes?: readonly string[];
  /** One line each; none where the promise held. */
  readonly broken: readonly string[];
}

export interface Dose {
  readonly count: number;
  readonly seed: number;
  /** For words on the way: some proofs take minutes. */
  readonly say: (text: string) => void;
}

/** Proofs too long for every test run, each with its usual dose. */
const AREAS: Readonly<Record<string, { readonly count: number; readonly prove: (dose: Dose) => Promise<Proof> }>> = {
  kills: { count: 100, prove: async (dose) => (await import("./kills.ts")).proveKills(dose) },
  delivery: { count: 1000, prove: async (dose) => (await import("./delivery.ts")).proveDelivery(dose) },
  unlinkable: { count: 20, prove: async (dose) => (await import("./unlinkable.ts")).proveUnlinkable(dose) },
  requests: { count: 100_000, prove: async (dose) => (await import("./requests.ts")).proveRequests(dose) },
  definitions: { count: 1000, prove: async (dose) => (await import("./definitions.ts")).proveDefinitions(dose) },
  generated: { count: 400, prove: async (dose) => (await import("./generated.ts")).proveGenerated(dose) },
  chain: { count: 1000, prove: async (dose) => (await import("./chain.ts")).proveChain(dose) },
  attacks: { count: 200, prove: async (dose) => (await import("./attacks.ts")).proveAttacks(dose) },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { count: { type: "string", short: "n" }, seed: { type: "string" }, json: { type: "string" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(AREAS, name));
const numbers = [values.count, values.seed].filter((text) => text !== undefined);
if (unknown.length > 0 || numbers.some((text) => !/^\d+$/.test(text))) {
  process.stderr.write(`${unknown.length > 0 ? `nothing to prove is called ${unknown.join(", ")}` : "-n and --seed are whole numbers"}; there are: ${Object.keys(AREAS).join(", ")}\n`);
  process.exit(2);
}
const proofs: Proof[] = [];
for (const [name, { count, prove }] of Object.entries(AREAS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const proof = await prove({ count: Number(values.count ?? count), seed: Number(values.seed ?? 1), say: (text) => process.stderr.write(`${text}\n`) });
  proofs.push(proof);
  process.stdout.write(`${proof.area}: ${proof.promise}\n`);
  for (const [figure, value] of Object.entries(proof.figures)) process.stdout.write(`  ${figure.padEnd(44)} ${value.toLocaleString("en")}\n`);
  for (const line of proof.notes ?? []) process.stdout.write(`  ${line}\n`);
  process.stdout.write(proof.broken.length === 0 ? "  held\n" : `  BROKEN\n${proof.broken.map((line) => `    ${line}\n`).join("")}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(proofs, null, 2)}\n`);
process.exitCode = proofs.some(({ broken }) => broken.length > 0) ? 1 : 0;

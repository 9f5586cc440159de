import { finding, type Rules } from "./finding.ts";

/** Names that the programs of researchers accept. */

const RESERVED = new Set(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]);
/** Bytes of a variable name in SPSS. */
const BYTES = 64;

export const names: Rules = ({ codebook, asked }) => [
  ...codebook.variables.flatMap((variable) =>
    [...new Set([variable.name, ...variable.columns.map(({ name }) => name)])].filter((name) => isRefused(name)).map((name) => finding("error", "spss-name", variable.question, { name })),
  ),
  // What is written in the questionnaire may be shortened in the data, but then nobody finds it again.
  ...asked.filter(({ name }) => new TextEncoder().encode(name).length > BYTES).map(({ name, variables }) => finding("warning", "long-name", name, { name, becomes: variables[0]?.name ?? "" })),
];

const isRefused = (name: string): boolean => RESERVED.has(name.toUpperCase()) || /[._]$/.test(name);

import { z } from "zod";
import { UserError } from "../error.ts";
import { LOCALES } from "../survey/text.ts";
import { LONGEST_SECONDS } from "./response.ts";

/** How the table of another tool becomes responses: which column answers which question, and in what words. */

const reason = z.enum(["not_asked", "no_answer", "dont_know", "refused"]);
const reasons = z.record(z.string(), reason);

export const mappingSchema = z.strictObject({
  $schema: z.string().optional(),
  columns: z
    .record(z.string().min(1), z.string().min(1))
    .optional()
    .describe("Column of the table -> question, question__row or question__choice; absent: columns are taken by their names"),
  values: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))
    .default({})
    .describe("Variable -> value in the table -> value in the survey; what is not named stays as it is"),
  missing: reasons.default({}).describe("Values that are no answer, in every column"),
  missingIn: z.record(z.string(), reasons).default({}).describe("Variable -> values that are no answer there"),
  weight: z.string().optional().describe("Column that says as how many each answer counts"),
  ignore: z.array(z.string()).default([]).describe("Columns that are left out on purpose"),
  language: z.enum(LOCALES).default("zh-cn").describe("Language in which people were asked"),
  seconds: z.int().multipleOf(30).min(0).max(LONGEST_SECONDS).default(0).describe("Time taken, where nobody measured it"),
  delimiter: z.string().length(1).default(","),
  encoding: z.enum(["utf-8", "gb18030"]).default("utf-8").describe("gb18030 reads GBK and GB2312 too"),
});

export type Mapping = z.output<typeof mappingSchema>;
export type Reason = z.output<typeof reason>;

/** Reads a parsed mapping file; an empty one takes columns by their names. @throws UserError that names every wrong path */
export function readMapping(value: unknown, where: string): Mapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `${path.length === 0 ? "(top)" : path.map(String).join(".")}: ${message}`);
  throw new UserError(`this is not a mapping\n     ${lines.join("\n     ")}`, { where, fix: "correct these places; docs: “Answers of another tool”" });
}

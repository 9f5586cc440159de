import { z } from "zod";
import { UserError } from "../error.ts";
import { LOCALES } from "../survey/text.ts";
import { ENCODINGS } from "./encoding.ts";
import { LONGEST_SECONDS } from "./response.ts";

/** How the table of another tool becomes responses: which column answers which question, and in what words. */

const reason = z.enum(["not_asked", "no_answer", "dont_know", "refused"]);
const reasons = z.record(z.string(), reason);

const unsure = z.strictObject({
  column: z.string().describe("Column of the table"),
  value: z.string().optional().describe("Value in it that is in doubt; absent: the column itself is"),
  taken: z.string().optional().describe("What the draft takes it for; absent: nothing"),
  guesses: z.array(z.strictObject({ for: z.string().describe("Question, choice or value"), score: z.number().min(0).max(1).describe("Likeness, from 0 to 1") })).default([]).describe("What else it may be, the likeliest first"),
  note: z.string().optional().describe("Why it is in doubt"),
});

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
  labels: z.boolean().default(false).describe("Cells hold the words of choices, in any language of the survey, where they hold no value"),
  others: z.array(z.string()).default([]).describe("Variables in which whatever is no choice is words beside “other”"),
  separators: z.record(z.string(), z.string().min(1)).default({}).describe("Variable -> characters that part several choices in one cell"),
  missing: reasons.default({}).describe("Values that are no answer, in every column"),
  missingIn: z.record(z.string(), reasons).default({}).describe("Variable -> values that are no answer there"),
  weight: z.string().optional().describe("Column that says as how many each answer counts"),
  ignore: z.array(z.string()).default([]).describe("Columns that are left out on purpose"),
  language: z.enum(LOCALES).default("zh-cn").describe("Language in which people were asked"),
  seconds: z.int().multipleOf(30).min(0).max(LONGEST_SECONDS).default(0).describe("Time taken, where nobody measured it"),
  headers: z.int().min(1).max(3).optional().describe("Heading rows; absent: found out"),
  delimiter: z.string().length(1).optional().describe("What separates cells; absent: found out"),
  encoding: z.enum(ENCODINGS).optional().describe("gb18030 reads GBK and GB2312 too; absent: found out"),
  unsure: z.array(unsure).default([]).describe("What a draft was not sure of; read by people, not by the import"),
});

export type Mapping = z.output<typeof mappingSchema>;
/** A mapping as it is written into a file. */
export type WrittenMapping = z.input<typeof mappingSchema>;
export type Unsure = NonNullable<WrittenMapping["unsure"]>[number];
export type Reason = z.output<typeof reason>;

/** Reads a parsed mapping file; an empty one takes columns by their names. @throws UserError that names every wrong path */
export function readMapping(value: unknown, where: string): Mapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `${path.length === 0 ? "(top)" : path.map(String).join(".")}: ${message}`);
  throw new UserError(`this is not a mapping\n     ${lines.join("\n     ")}`, { where, fix: "correct these places; docs: “Answers of another tool”" });
}

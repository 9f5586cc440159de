import { z } from "zod";
import { UserError } from "../error.ts";
import { LICENCES } from "./licence.ts";

/** What `study.json` may say: everything about a survey that SurveyJS has no place for. */

const text = z
  .strictObject({ "zh-cn": z.string().min(1), en: z.string().min(1) })
  .describe("The same text in Chinese and English");

const name = z.string().min(1).describe("Name of a question, or question__row for one row of a matrix");

const role = z.enum(["identifier", "quasi", "sensitive", "open", "ordinary"]);

const about = z
  .strictObject({
    sponsor: text.describe("Who pays for and commissions the survey"),
    conductor: text.describe("Who carries it out"),
    population: text.describe("Whom the results speak about"),
    frame: text.describe("The list or way by which people are reached"),
    sample: text.describe("How people are chosen; say so if everybody is asked"),
    recruitment: text.describe("How people are invited, and what they get for it"),
    mode: text.describe("How answers are given: on the web, by phone …"),
    questions: text.describe("Where the exact wording can be read"),
    weighting: text.describe("How answers are weighted, or that they are not"),
    processing: text.describe("How answers are checked and altered before release"),
    limitations: text.describe("What the results cannot show"),
  })
  .describe("The eleven disclosure items of AAPOR's Code of Ethics");

/** What a release must disclose, by the names in `about`. */
export const DISCLOSED: readonly string[] = Object.keys(about.shape);

const day = z.iso.date();

const wave = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "use small letters, digits and hyphens, 32 at most"),
  title: text.optional(),
  opens: day.optional(),
  closes: day.optional(),
  admission: z
    .enum(["invited", "open", "imported"])
    .describe("invited: one person one answer; open: whoever has the link; imported: answers of another tool"),
  minutes: z.number().positive().max(60).optional().describe("What the invitation promises"),
  expected: z.int().positive().optional().describe("How many people are asked, for the dry run"),
  trial: z.boolean().optional().describe("Opened by itself where nothing is stored yet, so that the form can be tried"),
});

const band = z.union([
  z.array(z.number()).min(2).describe("Lower edges of bands of a number; the last band has no upper edge"),
  z
    .strictObject({ groups: z.array(z.strictObject({ code: z.string().min(1), label: text, values: z.array(z.string()).min(1) })).min(2) })
    .describe("Values that are released as one"),
]);

const bands = z.union([
  band,
  z
    .strictObject({ levels: z.array(band).min(1) })
    .describe("A hierarchy, the finest first: the first is always released; a coarser one where that loses less than hiding. With one level, values are never merged"),
]);

const construct = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,27}$/, "use small letters, digits and hyphens, 28 at most"),
  title: text,
  note: text.optional().describe("What a high score means"),
  items: z.array(name).min(2),
  reversed: z.array(name).default([]),
  favourable: z.enum(["low", "high"]),
});

const figure = z.strictObject({
  show: name.describe("A question, a row of a matrix or a construct"),
  as: z.enum(["bars", "battery", "diverging", "heatmap", "histogram", "nps", "timeuse", "ranking", "index", "text"]).optional(),
  middle: z
    .union([z.string().min(1), z.tuple([z.string().min(1), z.string().min(1)])])
    .optional()
    .describe("Where a scale turns that is not balanced: the value in the middle, or the two between which it turns"),
  title: text.optional().describe("A heading instead of the question's own"),
});

const did = z.strictObject({
  said: text.describe("What was said, in one or two sentences"),
  did: text.describe("What was done about it"),
  figure: name.optional().describe("Where it can be seen: a question, a row of a matrix or a construct"),
});

const type = z
  .object({
    as: z.string().min(1).describe("Type of SurveyJS as which it is asked"),
    take: z.record(z.string(), z.string()).optional().describe("Property of that type -> property of the element whose content it gets"),
  })
  .catchall(z.json());

export const studySchema = z.strictObject({
  $schema: z.string().optional(),
  title: text,
  summary: text.optional().describe("One sentence for the home page"),
  about,
  licence: z.enum(LICENCES).optional().describe("Default CC-BY-4.0: under which the released data may be used"),
  waves: z.array(wave).min(1),
  protect: z
    .strictObject({
      k: z.int().min(3).default(5).describe("No combination of quasi-identifiers is shared by fewer people"),
      n: z.int().min(5).default(10).describe("No figure stands on fewer answers"),
      roster: z.int().min(5).optional().describe("Default 10: so many people of the roster at least share all that they are asked about themselves"),
      microdata: z.enum(["public", "withheld"]).optional().describe("Default: public where people are invited, withheld on open links"),
      quotes: z.boolean().optional().describe("True: what people write may be quoted once the operator has cleared it, and the page says so before they begin"),
      why: text.optional().describe("Why microdata of an open link may be published all the same; repeated on every page"),
    })
    .prefault({}),
  roles: z
    .record(name, z.union([role, z.strictObject({ role, why: text })]))
    .default({})
    .describe("What each question could do to a person; what is not named gets the safest role of its kind"),
  ordinal: z.array(name).default([]).describe("Single choices whose values stand in order"),
  numbers: z
    .record(name, z.strictObject({ unit: text, step: z.number().positive().optional() }))
    .default({})
    .describe("Matrices and choices whose values are numbers"),
  missing: z
    .record(z.string(), z.enum(["not_asked", "no_answer", "dont_know", "refused"]))
    .default({})
    .describe("Values that say why there is no answer"),
  bands: z.record(name, bands).default({}),
  filters: z.array(name).max(6).default([]).describe("By what the results page can be narrowed"),
  weight: z.strictObject({ variable: name }).optional().describe("Number that every answer counts as"),
  margins: z.record(name, z.literal("roster")).default({}),
  short: z.record(name, text).optional().describe("What a question is called inside of a sentence, beside a filter and under a figure, instead of by its whole wording"),
  constructs: z.array(construct).default([]),
  figures: z.array(figure).default([]).describe("Which figures come first, in this order; the others follow"),
  did: z.array(did).min(1).optional().describe("You said, we did: written once there are results, and no part of the version"),
  earlier: z
    .record(name, z.record(z.string(), z.string()))
    .default({})
    .describe("A wave that was amended: what codes of earlier versions are called now, per question"),
  types: z
    .record(z.string().min(1), type)
    .optional()
    .describe("Types of questions of another tool: as which of SurveyJS's own each is asked, and with which properties"),
  accepted: z.record(z.string(), z.string().min(1)).default({}),
});

export type Study = z.output<typeof studySchema>;
export type Wave = Study["waves"][number];
export type Role = z.output<typeof role>;
export type Band = z.output<typeof band>;
export type FigureRequest = z.output<typeof figure>;

/** Reads a parsed `study.json`. @throws UserError that names every wrong path and what to write instead. */
export function readStudy(value: unknown, where: string): Study {
  const result = studySchema.safeParse(value);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`);
    throw new UserError(`this is not a study file\n     ${lines.join("\n     ")}`, {
      where,
      fix: "correct these places; docs: “The study file”",
    });
  }
  const study = result.data;
  const twice = study.waves.find((wave, i) => study.waves.findIndex((other) => other.id === wave.id) !== i);
  if (twice) throw new UserError(`two waves are called ${twice.id}`, { where: `${where} waves`, fix: "give each wave an id of its own" });
  const open = study.waves.some((wave) => wave.admission === "open");
  if (open && study.protect.microdata === "public" && !study.protect.why)
    throw new UserError("an open link publishes microdata without saying why", {
      where: `${where} protect`,
      fix: 'add "why" in both languages, or set "microdata" to "withheld"',
    });
  return study;
}

/** Whether single answers or tables only may be published for a wave. */
export function microdataOf(study: Study, wave: Wave): "public" | "withheld" {
  return study.protect.microdata ?? (wave.admission === "open" ? "withheld" : "public");
}

/** How many people of the roster must share all that they are asked about themselves, unless the study says so. */
const ROSTER = 10;

export const rosterLeast = ({ protect }: Study): number => protect.roster ?? ROSTER;

const pathOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? "(top)" : path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("").replace(/^\./, "");

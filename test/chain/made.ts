import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codebook } from "../../src/survey/codebook.ts";
import { assemble, type Survey } from "../../src/survey/load.ts";
import { readStudy, type Study } from "../../src/survey/study.ts";
import { SHARED } from "../shared.ts";

/** Questionnaires that nobody here wrote, and the least that a study must say of them. */

export const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, "utf8"));

export const filesIn = (folder: string): string[] => readdirSync(join(SHARED, folder)).filter((name) => name.endsWith(".json")).sort();

const both = (text: string) => ({ "zh-cn": text, en: text });

const names = (...items: readonly string[]) => ({ as: "multipletext", items: items.map((name) => ({ name })) });

/** What the widgets of the court forms are, in SurveyJS's own types. */
export const COURT_TYPES: NonNullable<Study["types"]> = {
  yesno: { as: "radiogroup", choices: ["y", "n"] },
  infotext: { as: "html", take: { html: "title" } },
  infotexttitle: { as: "html", take: { html: "body" } },
  helptext: { as: "html", take: { html: "body" } },
  custombutton: { as: "html", take: { html: "buttonText" } },
  personname: names("first", "middle", "last"),
  address: names("street", "city", "state", "country", "postcode"),
  contactinfo: names("phone", "email", "fax"),
  faxcontactinfo: names("phone", "email", "fax"),
  customdatetime: { as: "text", inputType: "datetime-local" },
  textbeforeinputnumber: { as: "text", inputType: "number" },
  multipletextinput: { as: "comment" },
  advancedradiogroup: { as: "comment" },
  advancedradiogroupwithdescription: { as: "comment" },
  radioGroup: { as: "radiogroup" },
  customradiogroup: { as: "radiogroup" },
  multiplecommentcheckbox: { as: "checkbox" },
  multiplecommentwithdescriptioncheckbox: { as: "checkbox" },
};

interface Wanted {
  readonly microdata: "public" | "withheld";
  readonly types?: Study["types"];
  /** Name of a variable that says who is asked and narrows the results. */
  readonly filter?: (codebook: Codebook) => string | undefined;
}

/** An open trial link: numbers are declared ordinary, everything else keeps the safest role. */
export function surveyOf(definition: Record<string, unknown>, where: string, { microdata, types, filter = () => undefined }: Wanted, id = "made"): Survey {
  const about = Object.fromEntries(["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"].map((key) => [key, both("a test")]));
  const study = (roles: Study["roles"], filters: readonly string[]): Study => readStudy({ title: both(id), about, waves: [{ id: "w", admission: "open", trial: true }], protect: { microdata, ...(microdata === "public" ? { why: both("nobody answered") } : {}) }, roles, filters, ...(types ? { types } : {}) }, "study.json");
  const { codebook } = assemble(id, definition, study({}, []), where);
  const filters = [filter(codebook) ?? []].flat();
  const quasi = codebook.variables.filter(({ role, name }) => role === "quasi" && !filters.includes(name));
  const roles = [...quasi.map(({ name }) => [name, { role: "ordinary", why: both("made up") }] as const), ...filters.map((name) => [name, "quasi"] as const)];
  return assemble(id, definition, study(Object.fromEntries(roles), filters), where);
}

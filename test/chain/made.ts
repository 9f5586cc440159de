import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

/** An open link without quasi-identifiers: numbers are declared ordinary, everything else keeps the safest role. */
export function surveyOf(definition: Record<string, unknown>, where: string, { microdata, types }: { microdata: "public" | "withheld"; types?: Study["types"] }): Survey {
  const about = Object.fromEntries(["sponsor", "conductor", "population", "frame", "sample", "recruitment", "mode", "questions", "weighting", "processing", "limitations"].map((key) => [key, both("a test")]));
  const study = (roles: Study["roles"]): Study => readStudy({ title: both("made"), about, waves: [{ id: "w", admission: "open" }], protect: { microdata, ...(microdata === "public" ? { why: both("nobody answered") } : {}) }, roles, ...(types ? { types } : {}) }, "study.json");
  const first = assemble("made", definition, study({}), where);
  const quasi = first.codebook.variables.filter(({ role }) => role === "quasi");
  return assemble("made", definition, study(Object.fromEntries(quasi.map(({ name }) => [name, { role: "ordinary", why: both("made up") } as const]))), where);
}

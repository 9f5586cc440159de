import { UserError } from "../error.ts";
import { answerValues, type Codebook, type Variable } from "./codebook.ts";
import { formsOf, groupsOf } from "./forms.ts";
import type { Study } from "./study.ts";
import { bandNames } from "./variables.ts";

/**
 * Refuses a form that none of the variables shown can have in a release.
 * @throws UserError naming the place and the forms there are
 */
export function refuseForms(codebook: Codebook, study: Study, where: string): void {
  study.figures.forEach(({ show, as, middle }, i) => {
    refuseMiddle(codebook, show, middle, `${where} figures[${i}]`);
    if (as === undefined) return;
    const construct = codebook.constructs.some(({ id, name }) => id === show || name === show);
    const groups = groupsOf(codebook, show).map((group) => group.map((variable) => asReleased(variable, study)));
    const possible = construct ? ["index"] : [...new Set(groups.flatMap(formsOf))];
    if (possible.length === 0 || possible.includes(as)) return;
    throw new UserError(`figures[${i}] asks for “${show}” as ${as}, which its answers cannot be drawn as`, { where, fix: `write ${possible.map((form) => `"as": "${form}"`).join(" or ")}, or leave "as" out` });
  });
}

/** @throws UserError for something done about a question that there is not */
export function refuseDid(codebook: Codebook, study: Study, where: string): void {
  study.did?.forEach(({ figure }, i) => {
    if (figure === undefined || groupsOf(codebook, figure).length > 0 || codebook.constructs.some(({ id, name }) => id === figure || name === figure)) return;
    throw new UserError(`did[${i}] points to “${figure}”, which is no question and no construct`, { where, fix: "name a question, question__row or a construct, or leave “figure” out" });
  });
}

/** A middle must be a value of what is shown: a slip would silently draw another scale. */
function refuseMiddle(codebook: Codebook, show: string, middle: Study["figures"][number]["middle"], where: string): void {
  if (middle === undefined) return;
  const codes = new Set(groupsOf(codebook, show).flatMap((group) => group.flatMap((variable) => answerValues(variable).map(({ code }) => code))));
  const unknown = [middle].flat().find((code) => !codes.has(code));
  if (unknown !== undefined) throw new UserError(`“${unknown}” is no value of “${show}”`, { where: `${where}.middle`, fix: `write one of ${[...codes].slice(0, 12).join(", ") || "its values"}, or leave "middle" out` });
}

function asReleased(variable: Variable, study: Study): Variable {
  if (variable.role === "open" || variable.role === "identifier") return { ...variable, columns: [] };
  const banded = bandNames(variable).some((name) => Object.hasOwn(study.bands, name));
  // Bands are answers with names, whatever was typed.
  return banded ? { ...variable, kind: "ordinal", values: [] } : variable;
}

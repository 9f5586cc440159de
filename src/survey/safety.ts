import { UserError } from "../error.ts";
import { circleIn } from "./safety/cycles.ts";
import { wrongExpression } from "./safety/expressions.ts";
import { wrongPattern } from "./safety/patterns.ts";
import { wrongAddress, wrongService, wrongStorage } from "./safety/reach.ts";
import { wrongScalar } from "./safety/scalars.ts";
import { tooLarge, wrongEntry, wrongKey, wrongList, wrongNumber, wrongStyle, wrongText } from "./safety/shapes.ts";
import { type Finding, type Place, type Rule, walk } from "./safety/walk.ts";

/**
 * What a questionnaire may not hold. Whoever wrote the file is not trusted: it is read by everybody who answers, on their own phone.
 * Markup in texts is not refused but cleaned where it is shown (`form/sanitise.ts`).
 */

const RULES = [wrongKey, wrongList, wrongEntry, wrongText, wrongNumber, wrongStyle, tooLarge, wrongService, wrongAddress, wrongStorage, wrongExpression, wrongPattern, wrongScalar];

/** @throws UserError with the JSON path of the first thing that is refused. */
export function refuseUnsafe(definition: object, where: string): void {
  refuse(firstIn(definition, RULES, circleIn), where);
}

/** What everything that works by recursion must know before: the file is not deep, nor without measure. */
export function refuseDeep(definition: object, where: string): void {
  refuse(firstIn(definition, [], () => undefined), where);
}

function refuse(finding: Finding | undefined, where: string): void {
  if (finding) throw new UserError(finding.path === "" ? finding.what : `${finding.path}: ${finding.what}`, { where, fix: finding.fix });
}

function firstIn(definition: object, rules: readonly Rule[], inAll: (places: readonly Place[]) => Finding | undefined): Finding | undefined {
  const places: Place[] = [];
  const steps = walk(definition);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value ?? inAll(places);
    const place = step.value;
    for (const rule of rules) {
      const finding = rule(place);
      if (finding) return finding;
    }
    places.push(place);
  }
}

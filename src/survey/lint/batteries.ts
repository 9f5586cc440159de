import { finding, type Rules } from "./finding.ts";
import { isAgreement, rowsOf } from "./subject.ts";

/** Rows that share a scale, and the indices made of them. */

/** Items under which an index hangs on single words. */
const ITEMS = 3;
/** Rows after which people begin to tick alike; a phone shows about this many one below the other. */
const ROWS = 7;

export const batteries: Rules = ({ asked, codebook }) => {
  const reversedIn = new Set(codebook.constructs.filter(({ reversed }) => reversed.length > 0).flatMap(({ items }) => items));
  const agreement = asked.filter((each) => each.isBattery && isAgreement(each) && each.variables.length >= 3);
  return [
    ...agreement.filter(({ variables }) => !variables.some(({ name }) => reversedIn.has(name))).map(({ name }) => finding("warning", "acquiescence", name)),
    ...codebook.constructs.filter(({ items }) => items.length < ITEMS).map(({ id, title, items }) => finding("warning", "few-items", `constructs.${id}`, { title, n: items.length })),
    ...asked.filter((each) => each.isBattery && rowsOf(each).length > ROWS).map((each) => finding("warning", "long-battery", each.name, { n: rowsOf(each).length, most: ROWS })),
  ];
};

/** What SurveyJS leaves to the author and a small screen needs, wherever a question stands: at the top, in a panel, in a cell. */

type Plain = Record<string, unknown>;

/** Where questions stand. */
const HOLDERS = ["pages", "elements", "questions", "templateElements", "detailElements", "columns"];

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** What would leave a person without a way on, or lay itself over the page. */
const IN_THE_WAY = ["showNavigationButtons", "navigationButtonsVisibility", "showTOC", "headerView"];

/** Adds to a definition what its author has left open. Changes and returns what it is given. */
export function forPhones(definition: Plain): Plain {
  for (const key of IN_THE_WAY) delete definition[key];
  for (const key of HOLDERS) {
    const inner = definition[key];
    for (const each of Array.isArray(inner) ? inner : []) if (isPlain(each)) forPhones(each);
  }
  // Where blanks stand alone, SurveyJS 3.0.0 takes the value of a row for a text; so it is in the answers.
  const { rows } = definition;
  if (definition["type"] === "matrix" && Array.isArray(rows)) definition["rows"] = rows.map(named);
  const type = definition["cellType"] ?? definition["type"];
  if (type === "slider") definition["labelCount"] ??= marksOf(definition);
  // Dragging wants a mouse and two hands: a tap is enough to put things in order.
  if (type === "ranking") definition["selectToRankEnabled"] ??= true;
  // Drawn as wide as the screen, kept as large as was asked for.
  if (type === "signaturepad") definition["signatureAutoScaleEnabled"] ??= true;
  return definition;
}

function named(row: unknown): unknown {
  if (!isPlain(row)) return typeof row === "string" ? row : String(row);
  return { ...row, ...("value" in row ? { value: String(row["value"]) } : {}) };
}

/** As many marks as fall on values that can be chosen, six at most: of 6 to 20 in ones not 8.8, but 6, 13 and 20. */
function marksOf({ min = 0, max = 100, step = 1 }: Plain): number {
  const steps = (Number(max) - Number(min)) / Number(step);
  return ([5, 4, 3, 2].find((parts) => Number.isInteger(steps / parts)) ?? 1) + 1;
}

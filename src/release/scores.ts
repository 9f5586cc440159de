import { type Codebook, type Construct, type Variable } from "../survey/codebook.ts";
import { type Frame, reasonIndex, type Series, seriesOf } from "../survey/frame.ts";

/** Scores of one item, NaN where not answered; of a reversed item turned. */
export function itemScores(frame: Frame, construct: Construct): Float64Array[] {
  return construct.items.map((name) => {
    const { variable, reasons, cells } = seriesOf(frame, name);
    const [first] = cells;
    if (!first) throw new Error(`${construct.id} counts on ${name}, which is not released`);
    const scores = variable.values.flatMap((value) => value.score ?? []);
    const [low, high] = [variable.min ?? Math.min(...scores), variable.max ?? Math.max(...scores)];
    const turned = construct.reversed.includes(name);
    const ofCode = first.as === "codes" ? first.dictionary.map((code) => variable.values.find((value) => value.code === code)?.score ?? Number.NaN) : undefined;
    return Float64Array.from(reasons, (reason, row) => {
      const at = first.at[row] ?? Number.NaN;
      const score = reason !== 0 ? Number.NaN : ofCode ? (ofCode[at] ?? Number.NaN) : at;
      return turned ? low + high - score : score;
    });
  });
}

/**
 * Adds one number per construct: the mean of the items answered if they are at least half.
 * @param step to which means are rounded: fine where rows are released; coarse where only counts of 10 and more are, or most
 * scores would be left out as too rare, and with them the ends of the scale
 */
export function addScores(codebook: Codebook, frame: Frame, step: 0.01 | 0.5): { codebook: Codebook; frame: Frame } {
  const added = codebook.constructs.map((construct): Series => scored(scoreVariable(construct), itemScores(frame, construct), step));
  return {
    codebook: { ...codebook, variables: [...codebook.variables, ...added.map(({ variable }) => variable)] },
    frame: { n: frame.n, series: [...frame.series, ...added] },
  };
}

const NO_ANSWER = reasonIndex("no_answer");

function scored(variable: Variable, items: readonly Float64Array[], step: number): Series {
  const n = items[0]?.length ?? 0;
  const at = new Float64Array(n).fill(Number.NaN);
  const reasons = new Uint8Array(n);
  for (let row = 0; row < n; row++) {
    let [given, sum] = [0, 0];
    for (const item of items) {
      const score = item[row] ?? Number.NaN;
      if (Number.isNaN(score)) continue;
      given += 1;
      sum += score;
    }
    if (given > 0 && given * 2 >= items.length) at[row] = Math.round((Math.round(sum / given / step) * step) * 100) / 100;
    else reasons[row] = NO_ANSWER;
  }
  return { variable, reasons, cells: [{ as: "numbers", at }] };
}

function scoreVariable({ id, name, title }: Construct): Variable {
  return { name, question: name, path: [name], type: "construct", kind: "number", label: title, values: [], columns: [{ name, type: "DOUBLE" }], role: "ordinary", construct: id };
}


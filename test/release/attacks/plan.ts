import type { Definition } from "../../../src/survey/build.ts";

/** What one made-up survey asks. */
export interface Plan {
  readonly k: number;
  readonly traits: readonly Trait[];
  readonly sensitive: readonly Sensitive[];
  /** Of whom alone the question `detail` is asked; absent where nobody is asked it. */
  readonly detailOn: Condition | undefined;
  readonly constructItems: readonly string[];
  readonly hasRanking: boolean;
  readonly margins: readonly string[];
  readonly isAmended: boolean;
  /** How far traits and answers go together, from 0 to 1. */
  readonly correlation: number;
}

export interface Trait {
  readonly name: string;
  readonly kind: "choice" | "ordered" | "number";
  /** Of each value, skewed. */
  readonly shares: readonly number[];
  readonly band?: unknown;
}

export interface Sensitive {
  readonly name: string;
  readonly kind: "single" | "multiple" | "number";
  readonly shares: readonly number[];
  readonly on: Condition | undefined;
}

/** On what it depends whether a question is asked. */
export interface Condition {
  readonly trait: string;
  /** As SurveyJS writes it. */
  readonly expression: string;
  readonly holds: (value: unknown) => boolean;
}

export function planOf(random: () => number, n: number): Plan {
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const skewed = (values: number): number[] => Array.from({ length: values }, (_, i) => 1 / (i + 1) ** (0.3 + 1.5 * random()));
  const traits = Array.from({ length: whole(2, 5) }, (_, i): Trait => {
    const drawn = random();
    const name = `q${i}`;
    if (i > 0 && drawn < 0.25) return { name, kind: "number", shares: [], band: random() < 0.6 ? [0, 5, 10, 20] : { levels: [[0, 5, 10, 20, 30], [0, 10, 20]] } };
    if (drawn < 0.6) return { name, kind: "ordered", shares: skewed(whole(3, 6)), ...(random() < 0.15 ? { band: { levels: [{ groups: [group("low", ["v0", "v1"]), group("high", ["v2"])] }] } } : {}) };
    return { name, kind: "choice", shares: skewed(whole(2, n > 200 ? 7 : 4)) };
  });
  const conditionOn = ({ name, kind, band }: Trait): Condition => {
    if (kind === "number") return { trait: name, expression: `{${name}} > 7`, holds: (value) => Number(value) > 7 };
    // What is grouped before anything else is cut by its own condition too.
    const code = band === undefined ? "v1" : "v0";
    return { trait: name, expression: `{${name}} = '${code}'`, holds: (value) => value === code };
  };
  const anyTrait = (): Trait => traits[whole(0, traits.length - 1)] ?? { name: "q0", kind: "choice", shares: [1] };
  const sensitive = Array.from({ length: whole(1, 3) }, (_, i): Sensitive => {
    const kind = i === 0 ? "single" : i === 1 ? "multiple" : "number";
    return { name: `s${i}`, kind, shares: skewed(kind === "number" ? whole(4, 8) : whole(2, 4)), on: i > 0 && random() < 0.3 ? conditionOn(anyTrait()) : undefined };
  });
  const plain = traits.find(({ kind, band }) => kind === "choice" && band === undefined);
  return {
    k: random() < 0.7 ? 5 : whole(3, 10),
    traits,
    sensitive,
    detailOn: random() < 0.6 ? conditionOn(anyTrait()) : undefined,
    constructItems: random() < 0.6 ? Array.from({ length: whole(2, 3) }, (_, i) => `t${i}`) : [],
    hasRanking: random() < 0.4,
    margins: plain && random() < 0.6 ? [plain.name] : [],
    isAmended: random() < 0.2,
    correlation: 0.8 * random(),
  };
}

const group = (code: string, values: readonly string[]) => ({ code, label: { "zh-cn": code, en: code }, values });
const codes = (letter: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${letter}${i}`);

/** The questionnaire; `later` is asked since it was amended. */
export function definitionOf({ traits, sensitive, detailOn, constructItems, hasRanking, isAmended }: Plan, isNew: boolean): Definition {
  const onlyIf = (on: Condition | undefined) => (on ? { visibleIf: on.expression } : {});
  return {
    elements: [
      ...traits.map(({ name, kind, shares }) => (kind === "number" ? { type: "text", inputType: "number", name, min: 0, max: 40 } : { type: "radiogroup", name, choices: codes("v", shares.length) })),
      ...sensitive.map(({ name, kind, shares, on }) =>
        kind === "number" ? { type: "text", inputType: "number", name, min: 0, max: 20, ...onlyIf(on) } : { type: kind === "single" ? "radiogroup" : "checkbox", name, choices: codes("a", shares.length), ...onlyIf(on) },
      ),
      { type: "radiogroup", name: "mood", choices: codes("m", 3) },
      ...(detailOn ? [{ type: "radiogroup", name: "detail", choices: codes("d", 2), ...onlyIf(detailOn) }] : []),
      ...constructItems.map((name) => ({ type: "rating", name, rateMin: 1, rateMax: 5 })),
      ...(hasRanking ? [{ type: "ranking", name: "order", choices: codes("r", 3) }] : []),
      { type: "comment", name: "comment" },
      ...(isAmended && isNew ? [{ type: "radiogroup", name: "later", choices: codes("m", 2) }] : []),
    ],
  };
}

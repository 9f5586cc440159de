import { createHash } from "node:crypto";
import type { Response as Answered } from "../../../src/responses/response.ts";
import { randomFrom } from "../../../src/survey/random.ts";
import { simulate } from "../../../src/survey/simulate.ts";
import type { Asked, Field } from "./field.ts";
import type { Material } from "./material.ts";

/** Everything that is drawn: equal seeds draw the same. */
export interface Draw {
  readonly field: Field;
  readonly material: Material;
  readonly random: () => number;
  /** A whole number below. */
  readonly below: (n: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** Somebody who has not answered yet, of a wave that is open to all, unless another is given. */
  readonly person: (asked?: Asked) => Answered;
  /** How often this was asked for under a name before. */
  readonly turn: (name: string) => number;
  /** Whose answer was stored long ago, if anybody's: `remember` says when it is sent. */
  readonly earlier: () => Answered | undefined;
  readonly remember: (response: Answered) => void;
}

/** People who are made up at a time. */
const BATCH = 50;
/** Requests that lie between an answer and its repetition: more than are under way. */
const APART = 400;

export function drawFrom(field: Field, material: Material, seed: number): Draw {
  const random = randomFrom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error("there is nothing to draw from");
    return item;
  };
  const waiting = new Map<string, Answered[]>();
  const turns = new Map<string, number>();
  const turn = (name: string): number => {
    const before = turns.get(name) ?? 0;
    turns.set(name, before + 1);
    return before;
  };
  const person = (asked: Asked = pick(field.open)): Answered => {
    const { survey, wave } = asked;
    const some = waiting.get(survey.id) ?? [];
    waiting.set(survey.id, some);
    if (some.length === 0) some.push(...simulate(survey, { n: BATCH, seed: seed + turn(`batch ${survey.id}`), wave }));
    const next = some.pop();
    if (!next) throw new Error("nobody answers");
    // Simulated people of equal seeds have equal ids.
    return { ...next, id: idOf(`${seed} ${turn("id")}`) };
  };
  const past: Answered[] = [];
  return {
    field, material, random, below, pick, person, turn,
    earlier: () => (past.length > APART ? past.shift() : undefined),
    // No more than will be sent again.
    remember: (response) => {
      if (past.length <= 2 * APART) past.push(response);
    },
  };
}

function idOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

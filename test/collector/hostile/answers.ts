import type { Response as Answered } from "../../../src/responses/response.ts";
import type { Variable } from "../../../src/survey/codebook.ts";
import type { Draw } from "./draw.ts";
import { variablesOf } from "./field.ts";
import { answer, type Hostile, taken, withKey } from "./request.ts";

/** Answers that are right, and answers of which one thing is wrong. */

export function right({ person, remember }: Draw): Hostile {
  const response = person();
  remember(response);
  return taken("answers: right", response);
}

/** Sent before: the same again, or something else under its id. */
export function again(draw: Draw): Hostile {
  const before = draw.earlier();
  if (!before) return right(draw);
  if (draw.random() < 0.5) return answer("answers: again", { response: before }, [200], { response: before });
  return answer("answers: under another's id", { response: { ...before, seconds: (before.seconds + 30) % 7200 } }, [409]);
}

/** What no question takes, but those that hold whatever an expression works out. */
const WRONG: readonly unknown[] = [null, { "no such part": 1 }, [[]], [{ a: { b: { c: [null] } } }], [[[["deep"]]]], { length: 3 }, { toString: "x", valueOf: "y" }];

export function wrongType({ field, person, pick }: Draw): Hostile {
  const asked = pick(field.open);
  const response = person(asked);
  const variable = pick(variablesOf(asked).filter(({ type }) => type !== "expression"));
  const [question = "", row] = variable.path;
  const part = variable.path.length === 2 && row !== undefined && !row.startsWith("[");
  const wrong = pick([...WRONG, ...wrongFor(variable)]);
  const answers = withKey(response.answers, question, part ? { [row]: wrong } : variable.path.length === 1 ? wrong : pick(WRONG));
  return answer("answers: wrong type", { response: { ...response, answers } }, [422], { pointer: `/response/answers/${question}` });
}

function wrongFor({ kind, type, values, unlisted }: Variable): readonly unknown[] {
  const [first] = values;
  const raw = first?.raw ?? first?.code;
  if (kind === "multiple" || kind === "ranking") return [raw, 5, true, "text", [null], [raw, {}], ...(unlisted === undefined ? [["no such choice"], [raw, raw]] : [])];
  if (kind === "file" || kind === "date") return [5, true, false];
  if (kind === "text") return ["长".repeat(4001), "x".repeat(100_000)];
  if (values.length === 0) return kind === "number" ? ["", "12 apples", "0x10", "Infinity", "NaN", true, "1".repeat(41), `${"1".repeat(60_000)}x`, " ".repeat(60_000)] : [];
  return unlisted === undefined && type !== "file" ? ["no such choice", 1e308, -1, 0.1, "", "__proto__"] : [];
}

/** Keys that JavaScript, JSON pointers or people give a meaning. */
const KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__", "then", "toJSON", "", "a/b~c", "~", "\u0000", "\ud800", "длинный", "length", "0", "k".repeat(50_000)] as const;

export function strayKey({ person, pick }: Draw): Hostile {
  const response = person();
  const key = pick(KEYS);
  // As RFC 6901 writes it; of long ones the beginning will do.
  const shown = `/${key.slice(0, 40).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const value = pick<unknown>([1, null, { polluted: true }, ["x"], "x"]);
  switch (pick(["answers", "response", "around", "inside"] as const)) {
    case "answers": return answer("answers: stray key", { response: { ...response, answers: withKey(response.answers, key, value) } }, [422], { pointer: `/response/answers${shown}` });
    case "inside": return answer("answers: stray key inside", { response: { ...response, answers: inside(response, key, value) } }, [422], { pointer: "/response/answers/" });
    case "response": return answer("answers: stray key beside them", { response: withKey(response, key, value) }, [422], { pointer: `/response${shown}` });
    default: return answer("answers: stray key around them", withKey({ response }, key, value), [422], { pointer: shown });
  }
}

/** In the place of every answer, and beside them, so that it is refused whatever takes an object. */
function inside({ answers }: Answered, key: string, value: unknown): Record<string, unknown> {
  const inner = key.length < 2 || key.length > 100 ? "__proto__" : key;
  return withKey(Object.fromEntries(Object.keys(answers).map((name) => [name, withKey({}, inner, value)])), "__proto__", value);
}

/** For each part of the envelope what it cannot be. */
const ENVELOPE: Readonly<Record<keyof Answered, readonly unknown[]>> = {
  id: [null, 5, "", "no-uuid", "B071C772-4831-4B7C-B5B4-A8D80E4EC6B2", "b071c772-4831-1b7c-b5b4-a8d80e4ec6b2", "b071c772-4831-4b7c-b5b4-a8d80e4ec6b2\n", ["b071c772-4831-4b7c-b5b4-a8d80e4ec6b2"]],
  survey: [null, 5, "", "../etc", "A", "a".repeat(41), "policy\n", { toString: "policy" }],
  version: [null, 0, "", "V1", "0123456789abcdeF", "0".repeat(17)],
  wave: [null, 5, "", "-", "w".repeat(33), "trial'; --", []],
  language: [null, "fr", "", "EN", ["en"], "__proto__", "constructor"],
  seconds: [null, "30", 31, -30, 7230, 0.5, 1e300, 30.000001, [30], true],
  answers: [null, [], "{}", 0, true, "[object Object]"],
};

export function wrongEnvelope({ person, pick, random }: Draw): Hostile {
  const response = person();
  const [key, wrong] = pick(Object.entries(ENVELOPE));
  const change = random() < 0.2 ? Object.fromEntries(Object.entries(response).filter(([name]) => name !== key)) : withKey(response, key, pick(wrong));
  return answer("answers: wrong envelope", { response: change }, [422], { pointer: `/response/${key}` });
}

/** Well-formed, and not to be taken. */
export function misplaced({ field, person, pick }: Draw): Hostile {
  const response = person();
  const forged = { message: "A".repeat(86), signature: "A".repeat(342) };
  const invited = person(field.invited);
  return pick<() => Hostile>([
    () => answer("answers: unknown survey", { response: { ...response, survey: "nothing" } }, [404]),
    () => answer("answers: unknown wave", { response: { ...response, wave: "never" } }, [404]),
    () => answer("answers: unknown version", { response: { ...response, version: "0123456789abcdef" } }, [404]),
    () => answer("answers: wave is closed", { response: person(field.closed) }, [410]),
    () => answer("answers: not invited", { response: invited }, [403]),
    () => answer("answers: forged credential", { response: invited, credential: forged }, [403]),
    () => answer("answers: wrong credential", { response: invited, credential: pick<unknown>([5, "x", [], {}, { ...forged, message: 5 }, { ...forged, signature: "+/=" }, { ...forged, more: 1 }, { ...forged, signature: "A".repeat(1025) }]) }, [422], { pointer: "/credential" }),
    () => answer("answers: no response", pick<unknown>(["{}", "[]", "null", "1", '"response"', { response: null }, { response: [] }, { response: "x" }]), [422], { pointer: "/response" }),
  ])();
}

import type { Draw } from "./draw.ts";
import { variablesOf } from "./field.ts";
import { answer, type Hostile, post, taken, withKey } from "./request.ts";

/** What is too deep, too long, or too much. */

/** Largest request that the collector takes, in bytes. */
const LARGEST = 262_144;

const arrays = (levels: number, inside = ""): string => "[".repeat(levels) + inside + "]".repeat(levels);
const objects = (levels: number, inside = "1"): string => '{"a":'.repeat(levels) + inside + "}".repeat(levels);

/** A body whose answer to a question is this text. */
const around = (response: object, answers: object, question: string, text: string): string => JSON.stringify({ response: { ...response, answers: withKey(answers, question, "HERE") } }).replace('"HERE"', () => text);

export function deep({ field, person, pick }: Draw): Hostile {
  const asked = pick(field.open);
  const response = person(asked);
  const question = pick([...new Set(variablesOf(asked).flatMap(({ path }) => path[0] ?? []))]);
  const levels = pick([101, 1000, 10_000, 60_000, 100_000]);
  // As deep as fits into a request.
  const [array, object] = [arrays(Math.min(levels, 60_000)), objects(Math.min(levels, 20_000))];
  const nested = pick([() => arrays(levels), () => arrays(levels, '"x"'), () => objects(Math.min(levels, 40_000)), () => `[${array},${array}]`, () => `[${object},${object}]`])();
  const pointer = `/response/answers/${question}`;
  return pick<() => Hostile>([
    () => answer("sizes: nested deep, an answer", around(response, response.answers, question, nested), [422], { pointer }),
    () => answer("sizes: nested deep, an answer", around(response, response.answers, question, nested), [422], { pointer }),
    () => answer("sizes: nested deep, the envelope", around(response, {}, "x", "1").replace('{"x":1}', () => nested), [422], { pointer: "/response/answers" }),
    () => answer("sizes: nested deep, all of it", nested, [422]),
    () => answer("sizes: nested deep, never closed", pick(["[", '{"a":', '[{"":']).repeat(50_000).slice(0, LARGEST), [400]),
  ])();
}

export function large({ field, person, pick, below }: Draw): Hostile {
  const response = person(field.words);
  const padded = (length: number): Buffer => {
    const text = JSON.stringify({ response });
    return Buffer.from(text + " ".repeat(length - Buffer.byteLength(text)));
  };
  const chunked = pick([true, false]);
  return pick<() => Hostile>([
    () => taken("sizes: as large as may be", response, padded(LARGEST), { chunked }),
    () => answer("sizes: a byte too large", padded(LARGEST + 1), [413], { chunked }),
    () => answer("sizes: text of 1 MB", { response: { ...response, answers: { first: pick(["长", "x", "\u0000", "😀"]).repeat(350_000) } } }, [413], { chunked }),
    () => answer("sizes: 1 MB of nothing", Buffer.alloc(2 ** 20, pick([0, 32, 91, 255])), [413], { chunked }),
    () => post("sizes: large admission", "/api/admissions", { ...field.admission, blinded: "A".repeat(4096 + below(200_000)) }, [413], { chunked }),
  ])();
}

export function many({ field, person, pick }: Draw): Hostile {
  const asked = pick(field.open);
  const response = person(asked);
  const sent = (answers: unknown, kind: string): Hostile => answer(kind, { response: { ...response, answers } }, [422], { pointer: "/response/answers/" });
  const multiple = pick(variablesOf(asked).filter(({ kind, path }) => kind === "multiple" && path.length === 1));
  return pick<() => Hostile>([
    () => sent(withKey(response.answers, multiple.path[0] ?? "", Array.from({ length: 25_000 }, (_, i) => `x${i}`)), "sizes: many choices"),
    () => sent(withKey(response.answers, multiple.path[0] ?? "", Array.from({ length: 60_000 }, () => "")), "sizes: many choices"),
    () => sent(withKey(response.answers, multiple.path[0] ?? "", Array.from({ length: 40_000 }, () => ({}))), "sizes: many choices"),
    () => sent(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, 1])), "sizes: many questions"),
    () => sent(withKey(response.answers, "k".repeat(200_000), 1), "sizes: a long key"),
  ])();
}

/** Words at the edge of what the question takes. */
export function long({ field, person, pick }: Draw): Hostile {
  const response = person(field.words);
  const letter = pick(["x", "长", "😀", "e\u0301", "\u0000", "\ud800"]);
  const limit = Math.floor(500 / [...letter].length);
  const write = (times: number) => ({ ...response, answers: { ...response.answers, first: letter.repeat(times) } });
  const fits = write(limit);
  return pick([true, false]) ? taken("sizes: words as long as may be", fits) : answer("sizes: words too long", { response: write(limit + 1) }, [422], { pointer: "/response/answers/first" });
}

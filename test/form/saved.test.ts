import { expect, test } from "vitest";
import { readSaved } from "../../src/form/saved.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";

const [response] = simulate(surveyNamed("transition"), { n: 1, seed: 1, wave: "trial" });
const text = `${JSON.stringify(response)}\n`;

test("a saved file is read as it was written, and after an editor has put a mark before it", () => {
  for (const each of [text, `\uFEFF${text}`, `\r\n${text}\r\n`, JSON.stringify(response, null, 2)]) expect(readSaved(each)).toEqual({ sheet: { response } });
});

test("with the right to answer beside it, too; with anything that is not one, not", () => {
  const credential = { message: "A".repeat(86), signature: "abc" };
  expect(readSaved(JSON.stringify({ response, credential }))).toEqual({ sheet: { response, credential } });
  expect(readSaved(JSON.stringify({ response, credential: { message: "short" } }))).toEqual({ bad: { why: "part", key: "message" } });
});

test("whatever else it is, is said", () => {
  expect(readSaved("")).toEqual({ bad: { why: "empty" } });
  expect(readSaved(" \n")).toEqual({ bad: { why: "empty" } });
  expect(readSaved("x".repeat(300_000))).toEqual({ bad: { why: "large" } });
  for (const each of ["PK\u0003\u0004", "<html>", "load,useful\n4,most", text.trim().slice(0, -1), `${text}${text}`]) expect(readSaved(each), each.slice(0, 20)).toEqual({ bad: { why: "json" } });
  for (const each of ["7", "null", "[]", "{}", '"x"', '{"response":7}', '{"name":"qingting","version":"1"}']) expect(readSaved(each), each).toEqual({ bad: { why: "other" } });
  expect(readSaved(JSON.stringify({ ...response, seconds: 7 }))).toEqual({ bad: { why: "part", key: "seconds" } });
  expect(readSaved(JSON.stringify({ ...response, answers: [] }))).toEqual({ bad: { why: "part", key: "answers" } });
  expect(readSaved(JSON.stringify({ ...response, more: 1 }))).toEqual({ bad: { why: "part", key: "more" } });
});

import { expect, test } from "vitest";
import { join, resolve } from "node:path";
import { assemble, loadSurvey } from "../../src/survey/load.ts";

const SURVEYS = resolve(import.meta.dirname, "../../surveys");
const { definition, study, version } = loadSurvey(SURVEYS, "transition");
const both = (text: string) => ({ "zh-cn": text, en: text });
const withDid = (figure?: string) => {
  if (!study) throw new Error("transition has no study file");
  return assemble("transition", definition, { ...study, did: [{ said: both("said"), did: both("did"), ...(figure === undefined ? {} : { figure }) }] }, join(SURVEYS, "transition/survey.json"));
};

test("what was done about the answers is written afterwards and changes no version", () => {
  expect(withDid().version).toBe(version);
  expect(withDid("direction").version).toBe(version);
  expect(withDid("time__bits").version).toBe(version);
});

test("something done about a question that there is not is refused, with place and remedy", () => expect(() => withDid("nobody-asks")).toThrow(/did\[0\] points to “nobody-asks”/));

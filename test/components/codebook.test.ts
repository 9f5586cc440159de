import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { conditionInWords } from "../../src/survey/spoken.ts";
import { isUserError } from "../../src/error.ts";
import { noteIn } from "../../src/i18n/codebook.ts";
import { frameOf } from "../../src/survey/frame.ts";
import { withoutTelling } from "../../src/release/versions.ts";
import { assemble } from "../../src/survey/load.ts";
import { LOCALES } from "../../src/survey/text.ts";
import { filesIn, read, surveyOf } from "../chain/made.ts";
import { choice, codebookOf } from "../release/made.ts";
import { hasShared, SHARED } from "../shared.ts";

const made = (...elements: readonly object[]) => assemble("made", { elements }, undefined, "made/survey.json").codebook;

describe("a note of the codebook", () => {
  const panel = { type: "paneldynamic", name: "shops", templateElements: [{ type: "text", name: "street" }] };
  const { notes } = made({ type: "text", name: "a", colour: "red" }, { type: "text", name: "b" }, { type: "text", name: "b" }, panel, { type: "file", name: "photo", storeDataAsText: true }, { type: "html", html: "x" });

  test("is said in Chinese on Chinese pages", () => {
    expect(notes.map((note) => noteIn(note, "zh-cn"))).toEqual([
      "SurveyJS 不认得 text 的属性 colour，忽略了",
      "html 缺少必须有的属性 name，SurveyJS 照样读了",
      "“shops”最多可填 100 项：前 10 项各有自己的列；再往后的只计入 shops__count，内容只在原始答卷里。把 maxPanelCount 设为 10 以下，或者导出原始答卷",
      "“b”问了不止一次：几处共用一个回答，合为一个变量",
    ]);
    expect(notes.map((note) => noteIn(note, "en"))).toEqual(notes);
  });

  test.skipIf(!hasShared)("of every questionnaire from elsewhere has its Chinese words", () => {
    const found = (hasShared ? filesIn("surveys") : []).flatMap((name) => {
      try {
        return surveyOf(read(join(SHARED, "surveys", name)), name, { microdata: "public" }).codebook.notes;
      } catch (error) {
        if (isUserError(error)) return [];
        throw error;
      }
    });
    expect(found.length).toBeGreaterThan(10);
    for (const note of found) expect(noteIn(note, "zh-cn")).toMatch(/\p{Script=Han}{3}/u);
  });
});

describe("a condition in words", () => {
  const text = (zh: string, en: string) => ({ "zh-cn": zh, default: en });
  const choice = { type: "checkbox", name: "used", title: text("用过哪些？", "Used which?"), choices: [{ value: "phone", text: text("电话", "Phone") }, { value: "chat", text: text("微信", "Chat") }] };
  const number = { type: "text", inputType: "number", name: "visits", title: text("几户", "Visits") };
  const panel = { type: "paneldynamic", name: "shops", title: text("走访的店", "Shops"), maxPanelCount: 3, templateElements: [{ type: "text", name: "street", title: text("街道", "Street"), visibleIf: "{visits} > 5" }] };
  const codebook = made(choice, number, panel);
  const said = (condition: string) => LOCALES.map((locale) => conditionInWords(condition, codebook, locale));

  test("names questions and answers in both languages", () => {
    expect(said("{used} contains 'phone' and {visits} >= 3")).toEqual(["“用过哪些？”选了“电话”，并且“几户”不小于 3", "“Used which?” was answered “Phone”, and “Visits” is 3 or more"]);
    expect(said("{used} noneof ['phone', 'chat'] or ({visits} empty)")).toEqual(["“用过哪些？”没有选“电话”、“微信”；或者没有回答“几户”", "“Used which?” was not answered “Phone” or “Chat”; or “Visits” was not answered"]);
  });

  test("of an entry says how many there must be", () => {
    const third = codebook.variables.find(({ name }) => name === "shops__3__street");
    expect(said(third?.condition ?? "")).toEqual(["“走访的店”填了 3 项或更多，并且“几户”大于 5", "“Shops” has 3 entries or more, and “Visits” is above 5"]);
  });

  test("that says more stays an expression", () => {
    expect(said("{visits} + 2 > 5")).toEqual([undefined, undefined]);
    expect(said("{used} anyof {visits}")).toEqual([undefined, undefined]);
    expect(said("({visits} > 5 or {used} = 'x') and {visits} < 9")).toEqual([undefined, undefined]);
  });
});

test("margins by what no roster can hold are refused", () => {
  const { definition, study } = surveyOf({ elements: [{ type: "radiogroup", name: "q", choices: ["a", "b"] }] }, "survey.json", { microdata: "withheld" });
  if (!study) throw new Error("the fixture has a study");
  expect(() => assemble("made", definition, { ...study, margins: { q: "roster" } }, "survey.json")).toThrow(/margins name “q”[\s\S]*roles\.q to "quasi"/);
  expect(() => assemble("made", definition, { ...study, margins: { r: "roster" } }, "survey.json")).toThrow(/margins names “r”/);
});

test("what one small version makes impossible to release is noted, in both languages", () => {
  const [kept, added] = [choice("kept", "ordinary", 2), { ...choice("added", "ordinary", 2), versions: ["b"] }];
  const both = codebookOf([kept, added]);
  const rows = Array.from({ length: 12 }, (_, i) => ({ kept: `v${i % 2}`, kept__na: null, added: i < 3 ? "v0" : null, added__na: i < 3 ? null : "not_asked" }));
  const { codebook, log } = withoutTelling(both, frameOf(both, rows), Uint8Array.from(rows, (_row, i) => Number(i < 3)), 5);
  expect(codebook.variables.map(({ name }) => name)).toEqual(["kept"]);
  expect(log.map(({ variable }) => variable)).toEqual(["added"]);
  expect(LOCALES.map((locale) => codebook.notes.map((note) => noteIn(note, locale)))).toEqual([
    ["“added”只在问卷的部分版本里问过，其中有一版不足 5 人回答，因此不发布"],
    ["“added” was asked in some versions of the questionnaire, one of which fewer than 5 people answered: not released"],
  ]);
});

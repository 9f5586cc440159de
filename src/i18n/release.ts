import type { Text } from "../survey/text.ts";

/** What a release does to answers, in words that go into its log, the operator's preview and the methods. */
export const DONE = {
  identifier: { "zh-cn": "能认出人，不发布", en: "identifies people: not released" },
  text: { "zh-cn": "文字、日期或文件：不发布内容，只发布有没有回答", en: "text, date or file: not released, only whether it was answered" },
  banded: { "zh-cn": "归成粗档发布", en: "released in bands" },
  merged: (labels: readonly Text[]): Text => ({ "zh-cn": `相邻的取值合并为：${labels.map((label) => label["zh-cn"]).join("｜")}`, en: `neighbouring values merged: ${labels.map((label) => label.en).join(" | ")}` }),
  rolledUp: (labels: readonly Text[]): Text => ({ "zh-cn": `归并为：${labels.map((label) => label["zh-cn"]).join("｜")}`, en: `rolled up: ${labels.map((label) => label.en).join(" | ")}` }),
  oneVersion: (k: number): Text => ({ "zh-cn": `只在问卷的部分版本里问过，其中有一版不足 ${k} 人回答，不发布`, en: `asked in some versions of the questionnaire, one of which fewer than ${k} people answered: not released` }),
  dependent: (names: readonly string[]): Text => ({ "zh-cn": `${names.join("、")} 隐去的地方，这一题也隐去：问没问到、能选什么，会透露它`, en: `hidden where ${names.join(", ")} is: whether it was asked, or what could be chosen, would tell` }),
  evened: { "zh-cn": "有特征被隐去的答卷，用特征相同的各份的平均权重：权重会透露隐去的特征", en: "where a trait is hidden, the mean weight of all who share the other traits: the weight would tell it" },
  someRows: { "zh-cn": "部分答卷里隐去", en: "hidden in some responses" },
} satisfies Readonly<Record<string, Text | ((...given: never[]) => Text)>>;

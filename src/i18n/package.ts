import type { Locale } from "../survey/text.ts";

/** Words in the files of a release beside those of the data pages. */
const ZH = {
  answered: "已回答",
  notChosen: "未选",
  chosen: "选了",
  sheets: { codes: "代码", labels: "标签", codebook: "编码簿", tables: "汇总表" },
  codebookTitle: (title: string): string => `${title}：编码簿`,
  questionnaireTitle: (title: string): string => `${title}：问卷`,
  released: (day: string, version: string): string => `${day} 发布，${version} 版`,
  simulated: "模拟数据：没有人这样回答过。",
  oneOf: "选一项",
  anyOf: "可选多项",
  inOrder: "排出次序",
  aNumber: "填数字",
  words: "填文字",
  aDate: "填日期",
  yesOrNo: "是或否",
  aRating: "打分",
  aFile: "上传文件",
  repeatedly: "可填多项，每项一组",
  required: "必答",
  onlyIf: "只在此条件下显示：",
  rows: "逐行回答",
  columns: "每行从中选",
  parts: "每项填写",
};

export type PackageWords = typeof ZH;

const EN: PackageWords = {
  answered: "answered",
  notChosen: "not chosen",
  chosen: "chosen",
  sheets: { codes: "codes", labels: "labels", codebook: "codebook", tables: "tables" },
  codebookTitle: (title) => `${title}: codebook`,
  questionnaireTitle: (title) => `${title}: questionnaire`,
  released: (day, version) => `Released ${day}, version ${version}`,
  simulated: "Simulated data: nobody gave these answers.",
  oneOf: "choose one",
  anyOf: "choose any",
  inOrder: "put in order",
  aNumber: "a number",
  words: "in words",
  aDate: "a date",
  yesOrNo: "yes or no",
  aRating: "a rating",
  aFile: "a file",
  repeatedly: "as often as it takes, a group each",
  required: "required",
  onlyIf: "Shown only if: ",
  rows: "row by row",
  columns: "each row one of",
  parts: "for each",
};

export const PACKAGE: Readonly<Record<Locale, PackageWords>> = { "zh-cn": ZH, en: EN };

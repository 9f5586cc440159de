import { fileWords } from "../../i18n/files.ts";
import { licenceOf } from "../../survey/licence.ts";
import type { Contents } from "../contents.ts";

/** Files in plain words: README.txt, LICENCE.txt, CITATION.cff. */

export function readme({ facts, frame, day }: Contents, files: readonly string[]): string {
  const { title, waveTitle, simulated, responses, protect, microdata } = facts;
  return [
    ...(simulated ? ["SIMULATED 模拟数据：没有人这样回答过。Nobody gave these answers.", ""] : []),
    `${title["zh-cn"]} · ${waveTitle["zh-cn"]}`,
    `${title.en} · ${waveTitle.en}`,
    "",
    `发布日期 Released: ${day}`,
    `答卷 Responses: ${responses}${microdata === "withheld" ? "（取整到 5 rounded to 5）" : ""}`,
    `许可 Licence: ${licenceOf(facts).title}, ${licenceOf(facts).url}`,
    "",
    microdata === "public"
      ? `任何一组可识别特征至少由 ${protect.k} 人共有，否则隐去（__na 列写明原因）。\nEvery combination of identifying characteristics is shared by at least ${protect.k} people; otherwise it is hidden (the __na column says why a value is missing).`
      : "只发布汇总表：每个计数先加一个很小的随机误差（最多 8），10 以下的不列，其余取整到 5；能由总数推算出来的也不列。多选题和排序题若只有不到 10 人跳过，则以被问到的人为基数。\nTables only: each count gets a small random error (8 at most); those under 10 are left out, all others rounded to 5, and whatever would give a left-out count away is left out too. Where fewer than 10 skipped a question with several answers, its base is all who were asked.",
    "",
    ...(frame
      ? [
          "缺失不是空白：CSV、Parquet 和 Excel 里，每个变量后面的 __na 列写明原因；SPSS 里原因是用户缺失值（-1 未问到，-2 未回答，-3 不清楚，-4 不愿回答，-5 隐去；与回答相撞时另取，见 numbers.csv）；Stata 里是 .a 到 .e。",
          "Missing is never blank: in CSV, Parquet and Excel the __na column after each variable says why; in SPSS the reasons are user-missing values (-1 not asked, -2 no answer, -3 don't know, -4 refused, -5 hidden; others where these are answers, see numbers.csv); in Stata .a to .e.",
          "",
          ...(files.some((name) => name.endsWith(".xlsx")) ? [] : ["超过 100,000 行，没有供 Excel 用的文件。Over 100,000 rows, so there are no files for spreadsheets.", ""]),
        ]
      : []),
    ...files.map((name) => `${name}\n    ${fileWords(name, "zh-cn") ?? ""}\n    ${fileWords(name, "en") ?? ""}`),
    "",
    "release.json 列出每个文件的大小和 SHA-256。release.json lists every file with its size and SHA-256.",
    "",
  ].join("\n");
}

export function licenceText({ facts }: Contents): string {
  const { id, title, url } = licenceOf(facts);
  const owner = facts.about["sponsor"];
  return [
    `SPDX-License-Identifier: ${id}`,
    "",
    `${title}`,
    url,
    "",
    ...(id === "CC0-1.0"
      ? ["这些数据放弃一切权利，任何人可以任意使用。请照样注明出处。", "All rights in these data are waived; anybody may use them for any purpose. Citing them is asked for all the same."]
      : [
          `这些数据可以复制、分发和改作，也可商用，条件是注明出处${id === "CC-BY-SA-4.0" ? "，改作后以同样的许可发布" : ""}。出处怎样写，见 CITATION.cff。`,
          `These data may be copied, shared and adapted, also commercially, as long as their source is named${id === "CC-BY-SA-4.0" ? " and what is made of them is under the same licence" : ""}. CITATION.cff says how.`,
        ]),
    "全文见上面的网址。The whole text is at the address above.",
    ...(owner ? ["", `${owner["zh-cn"]}`, `${owner.en}`] : []),
    "",
    "不得用这些数据辨认任何人：答卷是按这一承诺收集的。",
    "Whatever the licence allows, do not try to find out who anybody is: people answered under that promise.",
    "",
  ].join("\n");
}

/** Citation File Format 1.2.0: https://citation-file-format.github.io. JSON's strings are YAML's as well. */
export function citation({ facts, day }: Contents): string {
  const text = (value: string): string => JSON.stringify(value);
  const author = (facts.about["conductor"] ?? facts.about["sponsor"])?.en ?? facts.survey;
  const url = licenceOf(facts).id;
  return [
    "cff-version: 1.2.0",
    "type: dataset",
    `title: ${text(`${facts.simulated ? "SIMULATED: " : ""}${facts.title.en}, ${facts.waveTitle.en}`)}`,
    `message: ${text(facts.simulated ? "Simulated data: do not cite." : "If you use these data, name them with their version; a corrected release has another.")}`,
    "authors:",
    `  - name: ${text(author)}`,
    `version: ${text(`r${facts.revision}`)}`,
    `date-released: ${day}`,
    `license: ${url}`,
    `abstract: ${text(`${facts.title["zh-cn"]}，${facts.waveTitle["zh-cn"]}`)}`,
    "",
  ].join("\n");
}

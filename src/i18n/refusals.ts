import type { Locale, Text } from "../survey/text.ts";

/** Why something was refused, as the operator's page says it. Elsewhere the words of the error stand. */


const ZH = {
  "other-open": ({ wave }: { wave: string }): string => `这份问卷的 ${wave} 还在收集。一份问卷同时只开一期：先结束它，再开这一期。`,
  "opened-before": (): string => "这一期已经开过。每期只开一次；要再问一遍，请在 study.json 里另计划一期。",
  "never-opened": (): string => "这一期还没有开过。",
  "closed-already": (): string => "这一期已经结束。结束了不能再开；要再问一遍，请在 study.json 里另计划一期。",
  "still-open": (): string => "这一期还在收集。请先结束它。",
  "no-study": (): string => "这份问卷没有 study.json，没有写明向答题人承诺什么，所以不能开期次。可以照着自带的问卷写一份。",
  "not-planned": ({ planned }: { planned: string }): string => `study.json 里没有计划这一期。计划了的：${planned}。`,
  "no-day": ({ given }: { given: string }): string => `“${given}”不是日期。请照 2026-12-31 的样子写。`,
  "ends-before": ({ opened }: { opened: string }): string => `这一期 ${opened} 才开始，结束日期不能更早。要现在结束，请点“结束这一期”。`,
  "not-confirmed": ({ name }: { name: string }): string => `没有照写要清除的是什么。请写：${name}`,
  purged: ({ day }: { day: string }): string => `这一期的答卷已于 ${day} 清除。`,
  "roster-large": (): string => "名单文件太大。只留发邀请用得着的列。",
  "roster-old-excel": (): string => "这是旧版 Excel 格式。请另存为 .xlsx 或“CSV UTF-8”。",
  "roster-encoding": (): string => "认不出这个文件的文字编码。请另存为“CSV UTF-8”或 .xlsx。",
  "roster-no-sheet": (): string => "这不是 Excel 表格。请用 Excel 打开，另存为 .xlsx 或“CSV UTF-8”。",
  "roster-empty": (): string => "名单上一个人也没有。第一行是列名，以后一行一个人。",
  "roster-heading": (): string => "名单里有一列没有列名。第一行是列名，以后一行一个人。",
  "roster-few": ({ n, least }: { n: number; least: number }): string => `名单上只有 ${n} 人，至少要 ${least} 人。请多请些人，或者改用开放链接。`,
  "roster-small": ({ n, of, least, smallest, group, ways }: { n: number; of: number; least: number; smallest: number; group: Text; ways: readonly { drop: Text; left: number }[] }): string =>
    `${of} 人里有 ${n} 人，按问卷里问到的个人情况，同组不到 ${least} 人，容易被认出来。最小的一组只有 ${smallest} 人（${group["zh-cn"]}）。请在 survey.json 里少问一题，或在 study.json 的 bands 里合并得粗一些。${ways.map(({ drop, left }) => `不问“${drop["zh-cn"]}”，最小的一组有 ${left} 人。`).join("")}`,
  "roster-value": ({ n, line, column, cell, values }: { n: number; line: number; column: string; cell: string; values: Text }): string =>
    `名单里有 ${n} 处不是问卷里的选项。第一处在第 ${line} 行：“${column}”写的是“${cell}”，应当是其中之一：${values["zh-cn"]}。`,
  "roster-columns": ({ now, before }: { now: Text; before: Text }): string => `同一期的名单要有同样的列。这份名单写明的是：${now["zh-cn"] || "无"}；先前的是：${before["zh-cn"] || "无"}。`,
  nobody: ({ most }: { most: number }): string => `既没有名单，也没有人数。请给一份名单，或写 1 到 ${most} 的整数。`,
  "list-gone": (): string => "这张邀请表已经删掉，别处也没有。",
  "no-quotes": (): string => "这一期向答题人说过，写的文字不会公布。下一期要公布，请在 study.json 的 protect 里写 \"quotes\": true。",
  "other-work": (): string => "服务器正在做别的事。请等它做完再试。",
  "few-answers": ({ n, least }: { n: number; least: number }): string => `只有 ${n} 份答卷，不足 ${least} 份，这一期不能发布。`,
  "release-stands": ({ name }: { name: string }): string => `这一期已经有一个发布（${name}）。同样的答卷发布两次，会说出更多；请先写明原因撤回它，再重新发布。`,
  "no-release": (): string => "这一期还没有可以放上网站或撤回的发布。请先做“保护并发布”。",
  "release-retracted": ({ name }: { name: string }): string => `这个发布（${name}）已经撤回。请重新发布。`,
  "nothing-left": (): string => "每一题都会让人认出来，没有可以发布的。请在 study.json 里另定它们的角色，或问些别的。",
  "all-alike": (): string => "就算把个人情况全部隐去，有一道敏感题几乎人人答得一样，公布就等于说出了每个人的答案。请不公布这一题，或只公布汇总表（protect.microdata: withheld）。",
};

export type RefusalWords = typeof ZH;

const EN: RefusalWords = {
  "other-open": ({ wave }) => `The wave ${wave} of this questionnaire is still collecting. One wave at a time: close it, then open this one.`,
  "opened-before": () => "This wave was opened before. A wave opens once; to ask again, plan another in study.json.",
  "never-opened": () => "This wave was never opened.",
  "closed-already": () => "This wave has ended, and stays so; to ask again, plan another in study.json.",
  "still-open": () => "This wave is still collecting. Close it first.",
  "no-study": () => "This questionnaire has no study.json, so nothing says what is promised to those who answer, and no wave can open. Write one after the example of a shipped questionnaire.",
  "not-planned": ({ planned }) => `study.json plans no such wave. Planned: ${planned}.`,
  "no-day": ({ given }) => `“${given}” is no day. Write it as 2026-12-31.`,
  "ends-before": ({ opened }) => `This wave opened on ${opened} and cannot end before. To end it now, close it.`,
  "not-confirmed": ({ name }) => `What is to be deleted was not written out. Write: ${name}`,
  purged: ({ day }) => `The answers of this wave were deleted on ${day}.`,
  "roster-large": () => "This file is too large for a roster. Keep only the columns that the invitations need.",
  "roster-old-excel": () => "This is Excel's old format. Save it as .xlsx, or as “CSV UTF-8”.",
  "roster-encoding": () => "This file is in no encoding known here. Save it as “CSV UTF-8”, or as .xlsx.",
  "roster-no-sheet": () => "This is no Excel sheet. Open it in Excel, and save it as .xlsx or “CSV UTF-8”.",
  "roster-empty": () => "Nobody is on this roster. The first line names the columns, and each line after it is one person.",
  "roster-heading": () => "A column of this roster has no heading. The first line names the columns, and each line after it is one person.",
  "roster-few": ({ n, least }) => `Only ${n} people are on this roster; ${least} at least must be. Ask more people, or use an open link.`,
  "roster-small": ({ n, of, least, smallest, group, ways }) =>
    `${n} of ${of} people share what they are asked about themselves with fewer than ${least}, and could be recognised. The smallest group has ${smallest} (${group.en}). Ask a question less in survey.json, or coarsen it by bands in study.json.${ways.map(({ drop, left }) => ` Without “${drop.en}” the smallest group has ${left}.`).join("")}`,
  "roster-value": ({ n, line, column, cell, values }) => `${n} cells of this roster are no values of the questionnaire. The first is in line ${line}: “${column}” is “${cell}”, not one of ${values.en}.`,
  "roster-columns": ({ now, before }) => `The rosters of one wave have the same columns. This one tells ${now.en || "nothing"}, the former one told ${before.en || "nothing"}.`,
  nobody: ({ most }) => `Neither a roster nor a number of people was given. Give a roster, or a whole number from 1 to ${most}.`,
  "list-gone": () => "This list of invitations was deleted, and is nowhere else.",
  "no-quotes": () => "Those who answered were told that nothing they write would be published. For another wave, set \"quotes\": true under protect in study.json.",
  "other-work": () => "The server is at other work. Wait until it is done, then try again.",
  "few-answers": ({ n, least }) => `${n} answers are fewer than ${least}: this wave cannot be released.`,
  "release-stands": ({ name }) => `A release of this wave stands (${name}). A second one of the same answers may say more than one: withdraw the first with a reason, then release again.`,
  "no-release": () => "There is no release of this wave to put on the site or to withdraw. Protect and publish it first.",
  "release-retracted": ({ name }) => `This release (${name}) was withdrawn. Release again.`,
  "nothing-left": () => "Every question could identify somebody, so nothing can be released. Give them another role in study.json, or ask something else.",
  "all-alike": () => "Even with everything about people hidden, a sensitive question has the same answer from nearly everybody: publishing it would tell everyone's answer. Leave it out, or publish tables only (protect.microdata: withheld).",
};

/** What is refused: a code that stays, and what belongs into the sentence. */
export type Refusal = { readonly [Code in keyof RefusalWords]: Parameters<RefusalWords[Code]> extends [infer Given] ? Given & { readonly code: Code } : { readonly code: Code } }[keyof RefusalWords];

const WORDS: Readonly<Record<Locale, RefusalWords>> = { "zh-cn": ZH, en: EN };

/** @param refusal as it came over the network @returns nothing for what has no words here */
export function refusalText(locale: Locale, refusal: unknown): string | undefined {
  if (typeof refusal !== "object" || refusal === null || !("code" in refusal) || typeof refusal.code !== "string" || !Object.hasOwn(WORDS[locale], refusal.code)) return undefined;
  const say: unknown = Reflect.get(WORDS[locale], refusal.code);
  return typeof say === "function" ? String(say(refusal)) : undefined;
}

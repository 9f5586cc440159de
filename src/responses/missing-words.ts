import type { Reason } from "./mapping.ts";

/** Words by which survey tools and people say that there is no answer. */
const WORDS: readonly (readonly [RegExp, Reason])[] = [
  [/^(#?n\/a|na|not applicable|does not apply|not asked|skipped|不适用|[(（]?跳过[)）]?)$/i, "not_asked"],
  [/^(-{1,3}|—+|\.|#null!?|null|nan|\(?blank\)?|no (answer|response)|missing|未作答|未填写?|未回答|无回答|缺失|[(（]空[)）]|空)$/i, "no_answer"],
  [/^(do(n['’]t| not) know|dk|unsure|not sure|不知道|不清楚|说不清|不确定)$/i, "dont_know"],
  [/^(refused|prefer not to (say|answer)|decline to answer|拒答|拒绝回答|不愿回答|不想回答|不愿意?透露)$/i, "refused"],
];

/** Codes by custom: ANES, ESS and others write -9 or 99 for no answer; 问卷星 -3 for skipped, -2 for blank. */
const CODES: Readonly<Record<string, Reason>> = { "-1": "refused", "-2": "no_answer", "-3": "not_asked", "-7": "refused", "-8": "dont_know", "-9": "no_answer", "-88": "dont_know", "-99": "no_answer", "77": "refused", "88": "dont_know", "97": "not_asked", "98": "dont_know", "99": "no_answer", "777": "refused", "888": "dont_know", "999": "no_answer", "9999": "no_answer" };

export const missingReason = (word: string): Reason | undefined => WORDS.find(([pattern]) => pattern.test(word.trim()))?.[1];

export const missingCode = (word: string): Reason | undefined => (Object.hasOwn(CODES, word) ? CODES[word] : undefined);

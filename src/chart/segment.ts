import type { Locale } from "../survey/text.ts";

/** How often a word is mentioned: in so many texts, however often in each. */
export interface Mention {
  readonly word: string;
  readonly n: number;
}

/** Words that say nothing of what a text is about. */
const EMPTY: Readonly<Record<Locale, ReadonlySet<string>>> = {
  "zh-cn": new Set("我们 你们 他们 她们 它们 自己 大家 这个 那个 这些 那些 这样 那样 这么 那么 什么 怎么 怎样 哪些 就是 还是 但是 可是 因为 所以 如果 虽然 而且 或者 以及 然后 不是 没有 不要 不能 不会 可以 可能 应该 需要 希望 觉得 认为 建议 一个 一些 一下 一点 一次 有点 有些 很多 太多 更多 比较 非常 特别 已经 现在 时候 时间 每天 今天 之后 以后 之前 以前 进行 通过 对于 关于 还有 在一起 一起 只有 只要 都是 也是 其他 真的 能够".split(" ")),
  en: new Set("the and for are but not you all any can had her was one our out has him his how its may new now old see two way who did get let say she too use that this with have from they will would there their what about which when make like just over such into than them then some could other more very should were been being also only because does doing each much need want please think really".split(" ")),
};

/** Characters of a text that are letters of some script; numbers alone are no words. */
const isWord = (word: string, locale: Locale): boolean => /\p{L}/u.test(word) && [...word].length >= (/\p{Script=Han}/u.test(word) ? 2 : 3) && !EMPTY[locale].has(word) && !EMPTY.en.has(word);

/** Pairs that occur so many times at least may be one word. */
const OFTEN = 2;
/** Of all occurrences of the rarer part: what is hardly ever said alone belongs together, as 明码 and 标价 do. */
const TOGETHER = 0.6;

/**
 * Words of texts, the commonest first. Chinese has no spaces: `Intl.Segmenter` parts it by its dictionary, and neighbours that are
 * hardly ever apart are joined again, because a dictionary lacks the words of a trade.
 */
export function mentions(texts: readonly string[], locale: Locale): Mention[] {
  const segmenter = new Intl.Segmenter(locale === "en" ? "en" : "zh", { granularity: "word" });
  const parted = texts.map((text) => [...segmenter.segment(text.toLowerCase())].map(({ segment, isWordLike }) => (isWordLike ? segment : "")));
  const joined = joinedOf(parted);
  const counts = new Map<string, number>();
  for (const words of joined) for (const word of new Set(words)) if (isWord(word, locale)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, n]) => ({ word, n })).sort((a, b) => b.n - a.n || (a.word < b.word ? -1 : 1));
}

const HAN = /^\p{Script=Han}+$/u;

function joinedOf(texts: readonly (readonly string[])[]): string[][] {
  const alone = new Map<string, number>();
  const pairs = new Map<string, number>();
  const raise = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  for (const words of texts)
    words.forEach((word, i) => {
      raise(alone, word);
      const next = words[i + 1];
      if (next !== undefined && HAN.test(word) && HAN.test(next)) raise(pairs, `${word} ${next}`);
    });
  const belong = (a: string, b: string): boolean => {
    const n = pairs.get(`${a} ${b}`) ?? 0;
    return n >= OFTEN && [...(a + b)].length <= 6 && n >= TOGETHER * Math.max(alone.get(a) ?? 0, alone.get(b) ?? 0) && !EMPTY["zh-cn"].has(a) && !EMPTY["zh-cn"].has(b);
  };
  return texts.map((words) => {
    const result: string[] = [];
    let last: string | undefined;
    for (const word of words) {
      if (last !== undefined && belong(last, word)) result[result.length - 1] += word;
      else result.push(word);
      last = word;
    }
    return result;
  });
}

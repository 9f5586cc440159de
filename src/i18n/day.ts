import type { Locale } from "../survey/text.ts";

const ZH = {
  hint: "点一下，或者横着一划，把那段时间涂上；再划一次就擦掉。",
  wholeDay: "一整天",
  between: "～",
  comma: "、",
};

export type DayWords = typeof ZH;

const EN: DayWords = {
  hint: "Tap, or swipe sideways, to paint a time of day; swipe again to wipe it off.",
  wholeDay: "All day",
  between: " – ",
  comma: ", ",
};

/** Words of a question that is painted onto the day. */
export const DAY: Readonly<Record<Locale, DayWords>> = { "zh-cn": ZH, en: EN };

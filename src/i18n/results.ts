import type { Locale } from "../survey/text.ts";

/** What the page's script says; handed over with the page, so that the script carries one language only. */
export interface FilterSaid {
  readonly all: string;
  readonly several: string;
  readonly loading: string;
  readonly failed: string;
  readonly hint: string;
  readonly showing: string;
  readonly tooFew: string;
  readonly unknown: string;
  readonly only: string;
  readonly by: string;
  readonly or: string;
  readonly comma: string;
  readonly equals: string;
  readonly wasmFailed: string;
  /** Reasons in `wasmFailed`. */
  readonly offline: string;
  readonly gaveUp: string;
  readonly opening: string;
  readonly hidden: string;
  readonly rest: string;
}

interface ResultsWords {
  readonly said: FilterSaid;
  readonly heading: string;
  readonly compare: string;
  readonly noCompare: string;
  readonly more: string;
  readonly moreNone: string;
  readonly moreLead: (megabytes: string) => string;
  readonly clear: string;
  readonly giveUp: string;
  readonly print: string;
  readonly everything: string;
}

/** Words of the filters on a results page. Braces are filled by the script. */
export const RESULTS: Readonly<Record<Locale, ResultsWords>> = {
  "zh-cn": {
    said: {
      all: "全部",
      several: "{n} 项",
      loading: "筛选数据正在载入 …",
      failed: "筛选数据没有载入；下面的图是全部答卷。可刷新再试。",
      hint: "选好后，下面每一张图立即重画；网址记住这一选择，可以转发。",
      showing: "n = {n}，共 {all} 份",
      tooFew: "不足 {least} 份：为保护受访者，下面的图都不显示。请放宽条件。",
      unknown: "链接里的“{name}”这一期没有，已忽略。",
      only: "只看：{list}",
      by: "按“{name}”比较",
      or: "或",
      comma: "；",
      equals: "：",
      wasmFailed: "按其他题的回答筛选现在用不了：数据库没有启动（{why}）。下面的图没有按“只看这样回答的人”筛选；其他筛选照常。",
      offline: "没有网络，它要有网络才能下载",
      gaveUp: "下载已停止",
      opening: "正在下载数据库程序；下好以前，下面的图还没有按“只看这样回答的人”筛选。",
      hidden: "{all} 张图里有 {n} 张人数太少，不显示",
      rest: "另有 {n} 张图，见",
    },
    heading: "筛选和比较",
    compare: "按什么比较",
    noCompare: "不比较",
    more: "只看这样回答的人",
    moreNone: "不限",
    moreLead: (megabytes) => `可以用任何一题的回答来筛选。首次使用要下载约 ${megabytes} MB 的数据库程序，在您的浏览器里运行。`,
    clear: "全部清除",
    giveUp: "不等了",
    print: "打印两页",
    everything: "全部答卷",
  },
  en: {
    said: {
      all: "All",
      several: "{n} chosen",
      loading: "Loading the filters …",
      failed: "The filters did not load; the figures show all responses. Reload to try again.",
      hint: "Every figure below is redrawn at once; the address keeps what you chose and can be shared.",
      showing: "n = {n} of {all}",
      tooFew: "Fewer than {least}: to protect those who answered, no figure is shown. Please widen the filters.",
      unknown: "The link asks for “{name}”, which this wave does not have; it is left out.",
      only: "Only: {list}",
      by: "Compared by “{name}”",
      or: " or ",
      comma: "; ",
      equals: ": ",
      wasmFailed: "Live filtering by other answers is off: the database did not start ({why}). The figures are not narrowed to “only those who answered”; all other filters work.",
      offline: "there is no network, which it needs to be fetched",
      gaveUp: "the download was stopped",
      opening: "Fetching the database program; until it is here, the figures are not narrowed to “only those who answered”.",
      hidden: "{n} of {all} figures hidden (too few answers)",
      rest: "{n} more figures:",
    },
    heading: "Filter and compare",
    compare: "Compare by",
    noCompare: "No comparison",
    more: "Only those who answered …",
    moreNone: "No limit",
    moreLead: (megabytes) => `Any answer to any question narrows the figures. The first time, a database program of about ${megabytes} MB is fetched; it runs in your browser.`,
    clear: "Clear all",
    giveUp: "Stop waiting",
    print: "Print two pages",
    everything: "All responses",
  },
};

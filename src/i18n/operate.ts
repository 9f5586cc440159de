import type { Locale } from "../survey/text.ts";

const ZH = {
  title: "问卷管理",
  lead: "看各期次收到多少答卷，以及下一步该做什么。",
  key: "管理密钥",
  keyHint: "启动时显示在终端里，也存在数据文件夹的 operator.key 里。",
  enter: "进入",
  leave: "退出",
  wrong: "密钥不对。请从终端或 operator.key 里重新复制。",
  many: "试错太多次了，请等一分钟再试。",
  failed: "连不上收集服务器。请确认它在运行，再试一次。",
  elsewhere: "收集服务器在另一个地址上，请到那里打开管理页：",
  loading: "正在读取 …",
  none: "还没有开过任何期次。",
  responses: "答卷",
  next: "下一步（在服务器上运行）",
  open: "收集中",
  closed: "已结束",
  atLeast: (n: string): string => `${n} 份以上`,
  few: "不到 10 份",
  exactly: (n: string): string => `${n} 份`,
  steps: "收集期间，份数每满 10 份才变一次：否则谁刚刚交了就看得出来。",
  closeHint: "结束这一期",
  releaseHint: "保护并发布，然后重新启动，结果就上网站",
  refresh: "刷新",
};

export type OperateWords = typeof ZH;

const EN: OperateWords = {
  title: "Operate",
  lead: "How many responses each wave has, and what to do next.",
  key: "Operator's key",
  keyHint: "Printed in the terminal at start; it also lies in operator.key in the data folder.",
  enter: "Enter",
  leave: "Leave",
  wrong: "This is not the key. Copy it again from the terminal or from operator.key.",
  many: "Too many wrong keys. Wait a minute, then try again.",
  failed: "The collector does not answer. Make sure that it runs, then try again.",
  elsewhere: "The collector has an address of its own; open its operator's page there:",
  loading: "Reading …",
  none: "No wave was opened yet.",
  responses: "Responses",
  next: "Next (run on the server)",
  open: "collecting",
  closed: "ended",
  atLeast: (n) => `at least ${n}`,
  few: "fewer than 10",
  exactly: (n) => n,
  steps: "While a wave runs, the count moves in steps of 10: otherwise it would show who has just answered.",
  closeHint: "End this wave",
  releaseHint: "Protect and publish; after a restart the results are on the site",
  refresh: "Refresh",
};

/** Words of the operator's page. */
export const OPERATE: Readonly<Record<Locale, OperateWords>> = { "zh-cn": ZH, en: EN };

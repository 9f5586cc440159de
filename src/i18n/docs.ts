import type { Locale } from "../survey/text.ts";

interface DocsWords {
  readonly title: string;
  readonly lead: string;
  readonly guides: string;
  readonly contents: string;
  readonly others: string;
  readonly table: (heading: string) => string;
  readonly code: (heading: string) => string;
}

/** Words around the guides; what they say stands in content/docs. */
export const DOCS: Readonly<Record<Locale, DocsWords>> = {
  "zh-cn": {
    title: "文档",
    lead: "四份指南，按您要做的事分：办一次调查，写一份问卷，分析数据，把别处收来的答卷搬进来。",
    guides: "指南",
    contents: "本页内容",
    others: "其他指南",
    table: (heading) => `表格：${heading}`,
    code: (heading) => `命令或文件：${heading}`,
  },
  en: {
    title: "Docs",
    lead: "Four guides, by what you are about to do: run a survey, write a questionnaire, analyse the data, or bring in answers collected elsewhere.",
    guides: "Guides",
    contents: "On this page",
    others: "Other guides",
    table: (heading) => `Table: ${heading}`,
    code: (heading) => `Commands or file: ${heading}`,
  },
};

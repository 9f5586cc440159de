import type { Text } from "../survey/text.ts";

/** A small survey that is in order as it stands: one question of each common kind, to be replaced by one's own. */

const text = (zh: string, en: string): Text => ({ "zh-cn": zh, en });
const choice = (value: string, zh: string, en: string) => ({ value, text: text(zh, en) });

export const newDefinition = (title: Text) => ({
  locale: "zh-cn",
  title,
  showQuestionNumbers: "off",
  showProgressBar: true,
  progressBarType: "pages",
  showCompletePage: false,
  pages: [
    {
      name: "p_view",
      title: text("使用感受", "How it works for you"),
      elements: [
        {
          type: "matrix",
          name: "view",
          title: text("关于订货平台，下面的说法您同意还是不同意？", "How far do you agree or disagree with these statements about the ordering platform?"),
          columns: [
            choice("sd", "非常不同意", "Strongly disagree"),
            choice("d", "不太同意", "Disagree"),
            choice("n", "一般", "Neither"),
            choice("a", "比较同意", "Agree"),
            choice("sa", "非常同意", "Strongly agree"),
            choice("na", "不适用", "Does not apply"),
          ],
          rows: [
            choice("save", "用它能省时间", "It saves me time"),
            choice("learn", "它的新功能我学得很快", "I learn its new functions quickly"),
            choice("interrupt", "它常常打断我手上的事", "It often interrupts what I am doing"),
            choice("support", "出了问题，很快有人帮我解决", "When something goes wrong, help comes quickly"),
          ],
        },
      ],
    },
    {
      name: "p_use",
      title: text("使用情况", "Use"),
      elements: [
        {
          type: "radiogroup",
          name: "days",
          title: text("过去一周，您有几天用到它？", "On how many days in the past week did you use it?"),
          choices: [
            choice("d0", "没有", "None"),
            choice("d1", "1 到 2 天", "1 or 2 days"),
            choice("d3", "3 到 4 天", "3 or 4 days"),
            choice("d5", "5 天及以上", "5 days or more"),
            choice("dontknow", "记不清", "Can't recall"),
          ],
        },
        {
          type: "checkbox",
          name: "tasks",
          visibleIf: "{days} anyof ['d1','d3','d5']",
          title: text("您用它做什么？（可多选）", "What do you use it for? (choose all that apply)"),
          choices: [choice("order", "订货", "Ordering"), choice("settle", "结算", "Settlement"), choice("stock", "查库存", "Checking stock"), choice("report", "看报表", "Reading reports")],
          showNoneItem: true,
          noneText: text("都不是", "None of these"),
        },
        {
          type: "comment",
          name: "first",
          title: text("您最希望它先改什么？", "What should be improved first?"),
          description: text("可以不填。请不要写人名、店名和电话。", "You may leave this empty. Please do not write names of people or shops, or phone numbers."),
          maxLength: 300,
          rows: 3,
        },
      ],
    },
    {
      name: "p_who",
      title: text("最后，关于您的片区和工龄", "Finally, about your beat and your time in the job"),
      description: text("只用来分组比较，选项有意分得很粗。", "Only for comparing groups; the choices are deliberately coarse."),
      elements: [
        { type: "radiogroup", name: "place", title: text("您的片区主要在城区还是农村？", "Is your beat mainly urban or rural?"), choices: [choice("urban", "城区", "Urban"), choice("rural", "农村", "Rural")] },
        { type: "radiogroup", name: "years", title: text("您做客户经理多少年了？", "How long have you been a customer manager?"), choices: [choice("under15", "不到 15 年", "Less than 15 years"), choice("from15", "15 年及以上", "15 years or more")] },
      ],
    },
  ],
});

export const newStudy = (title: Text) => ({
  $schema: "../study.schema.json",
  title,
  summary: text("订货平台用得怎么样，先改什么。", "How the ordering platform serves, and what to improve first."),
  about: {
    sponsor: text("谁委托、谁出钱：单位名称", "Who commissions and pays: name of the organisation"),
    conductor: text("谁执行：部门名称", "Who carries it out: name of the department"),
    population: text("该单位的全体客户经理", "All customer managers of the organisation"),
    frame: text("该单位的客户经理名册", "The organisation's roster of customer managers"),
    sample: text("不抽样，请每一位都参加", "No sampling: everybody is asked"),
    recruitment: text("由问卷管理员邀请；自愿参加，没有报酬", "Invited by the operator; voluntary and unpaid"),
    mode: text("手机或电脑上的网页自填", "Self-completed web page on a phone or computer"),
    questions: text("题目原文随数据一同发布（questionnaire 文件）", "The exact wording is published with the data (questionnaire file)"),
    weighting: text("不加权", "Not weighted"),
    processing: text("提交时按编码簿检查；发布前隐去可能认出个人的组合", "Checked against the codebook on arrival; combinations that could single a person out are hidden before release"),
    limitations: text("没有参加的人可能看法不同", "Those who did not take part may think otherwise"),
  },
  waves: [
    { id: "first", title: text("第一期", "First wave"), admission: "invited", minutes: 2, expected: 200 },
    { id: "trial", title: text("试填", "Trial"), admission: "open", trial: true, minutes: 2 },
  ],
  protect: { k: 5, n: 10 },
  roles: { view: "ordinary", days: "ordinary", tasks: "ordinary", first: "open", place: "quasi", years: "quasi" },
  ordinal: ["view", "days", "years"],
  missing: { na: "not_asked", dontknow: "dont_know" },
  filters: ["place", "years"],
  constructs: [
    {
      id: "ease",
      title: text("好用", "Ease of use"),
      note: text("分数越高，越觉得好用（1 到 5 分）", "The higher the score, the easier to use (1 to 5)"),
      items: ["view__save", "view__learn", "view__interrupt", "view__support"],
      reversed: ["view__interrupt"],
      favourable: "high",
    },
  ],
  figures: [{ show: "ease" }, { show: "days" }, { show: "tasks" }, { show: "first", as: "text" }],
  accepted: {},
});

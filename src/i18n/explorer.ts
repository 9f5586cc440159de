import type { Missing } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";

interface ExplorerWords {
  readonly title: (survey: string) => string;
  readonly titleOwn: string;
  readonly lead: string;
  readonly leadWithheld: string;
  readonly leadOwn: string;
  readonly simulated: string;
  readonly withheld: string;
  readonly noScript: string;
  readonly loading: string;
  readonly failed: (why: string) => string;
  readonly retry: string;
  readonly ask: { readonly heading: string; readonly find: string; readonly variable: string; readonly by: string; readonly nothing: string; readonly one: string; readonly all: string; readonly together: string; readonly alone: string; readonly indices: string; readonly noMatch: string };
  readonly filter: { readonly heading: string; readonly add: string; readonly choose: string; readonly remove: (name: string) => string; readonly values: (name: string) => string; readonly none: string; readonly active: (list: string) => string };
  readonly recode: { readonly heading: string; readonly lead: string; readonly add: string; readonly choose: string; readonly note: string; readonly quarters: string; readonly group: string; readonly choiceOf: (question: string) => string; readonly yes: string; readonly no: string; readonly position: (place: number) => string; readonly cut: string; readonly cutHint: string; readonly asIs: string; readonly groupNo: (n: number) => string; readonly nameOf: (n: number) => string; readonly remove: (name: string) => string; readonly notNumbers: string };
  readonly figure: { readonly heading: string; readonly table: string; readonly csv: string; readonly unknown: (name: string) => string; readonly cannotBy: (name: string) => string };
  readonly script: { readonly heading: string; readonly copyR: string; readonly copyPython: string; readonly copied: (language: string, file: string) => string; readonly failed: string; readonly file: (name: string) => string; readonly program: string };
  readonly engine: { readonly progress: (loaded: string, total: string) => string; readonly opening: string; readonly ready: string; readonly failed: (why: string) => string };
  readonly sql: { readonly heading: string; readonly lead: (megabytes: string) => string; readonly label: string; readonly run: string; readonly hint: string; readonly examples: string; readonly tables: string; readonly table: string; readonly column: string; readonly type: string; readonly meaning: string; readonly rows: (n: number, ms: string) => string; readonly more: (n: number) => string; readonly none: string; readonly csv: string; readonly failed: string; readonly running: string; readonly result: string; readonly count: string; readonly crossed: string; readonly why: string; readonly codes: string };
  readonly own: { readonly heading: string; readonly lead: string; readonly stays: string; readonly pick: string; readonly drop: string; readonly survey: string; readonly automatic: string; readonly loaded: (name: string, n: number) => string; readonly codebook: (title: string) => string; readonly back: string; readonly other: string; readonly wave: (name: string) => string; readonly reading: string; readonly noInterval: string; readonly kept: string; readonly missingColumns: (n: number) => string; readonly need: string; readonly raw: string; readonly surveys: string };
  readonly bad: { readonly title: string; readonly empty: string; readonly emptyFix: string; readonly zip: string; readonly zipFix: string; readonly binary: string; readonly takes: string; readonly notJson: (line: number) => string; readonly noResponse: (line: number) => string; readonly mixed: (line: number, a: string, b: string) => string; readonly mixedFix: string; readonly openQuote: (line: string) => string; readonly noTable: string; readonly noRows: string; readonly uneven: (line: number, has: number, wants: number) => string; readonly unevenFix: string; readonly foreignColumns: (columns: string) => string; readonly foreignFix: string; readonly noCode: (line: number, column: string, value: string) => string; readonly noNumber: (line: number, column: string, value: string) => string; readonly noCodeFix: string; readonly unknownSurvey: (survey: string) => string; readonly unknownFix: string; readonly large: string; readonly largeFix: string; readonly unread: string };
  readonly reasons: Readonly<Record<Missing, string>>;
}

export const EXPLORER: Readonly<Record<Locale, ExplorerWords>> = {
  "zh-cn": {
    title: (survey) => `自己看数据：${survey}`,
    titleOwn: "自己看数据：打开自己的文件",
    lead: "选一道题，按任何回答筛选，和另一道题交叉，或者直接写 SQL。这里看到的只是已发布的数据。",
    leadWithheld: "选一道题看汇总，或者直接写 SQL。这里看到的只是已发布的数据。",
    leadOwn: "打开导出的答卷或发布的数据表，像看结果页一样看它。",
    simulated: "SIMULATED 模拟数据：没有人这样回答过，只为展示结果的样子。",
    withheld: "这一期只发布汇总表，不发布逐份数据：人数加上一点随机误差、取整到 5，不足 10 的不列。因此这里不能按回答筛选，也不能交叉。",
    noScript: "这一页在您的浏览器里计算，需要打开 JavaScript。结果页不需要。",
    loading: "正在读取编码簿和汇总……",
    failed: (why) => `数据没有读出来（${why}）。请检查网络。`,
    retry: "再试一次",
    ask: { heading: "题目", find: "查找题目", variable: "看哪一题", by: "按什么分组", nothing: "不分组", one: "看一题", all: "看全部图", together: "整组题", alone: "单题", indices: "指数", noMatch: "没有含这些字的题目" },
    filter: { heading: "筛选", add: "加一个条件", choose: "选一道题……", remove: (name) => `去掉条件“${name}”`, values: (name) => `${name}：只看选了下列之一的`, none: "没有条件，看全部答卷。", active: (list) => `只看：${list}` },
    recode: { heading: "合并与分段", lead: "把几个取值合成一组，或把数字切成几段，然后像别的题一样看、分组、筛选。", add: "重新编码哪一题", choose: "选一道题……", note: "重新编码", quarters: "四等分", group: "重新编码的", choiceOf: (question) => `逐项：${question}`, yes: "选了", no: "没选", position: (place) => `第 ${place} 位`, cut: "在哪些数处切开", cutHint: "数字之间用逗号，例如 2, 4, 6。每段含左端，不含右端。", asIs: "不合并", groupNo: (n) => `第 ${n} 组`, nameOf: (n) => `第 ${n} 组的名称`, remove: (name) => `取消“${name}”的重新编码`, notNumbers: "请写数字，例如 2, 4, 6。" },
    figure: { heading: "图", table: "数字", csv: "下载这张表（CSV）", unknown: (name) => `没有叫“${name}”的题目。请在上面选一题。`, cannotBy: (name) => `不能按“${name}”分组，所以未分组。` },
    script: { heading: "在 R 或 Python 里重算", copyR: "复制为 R", copyPython: "复制为 Python", copied: (language, file) => `已复制 ${language} 程序。放在 ${file} 同一文件夹里运行，就得到这些数字。`, failed: "浏览器不让复制，程序在下面，请自己选中复制。", file: (name) => `下载数据 ${name}`, program: "程序" },
    engine: { progress: (loaded, total) => `正在取数据库程序：${loaded} / ${total} MB`, opening: "正在打开数据……", ready: "数据库已就绪", failed: (why) => `数据库没有启动（${why}）。结果页和这里的简单筛选不受影响。` },
    sql: { heading: "写 SQL", lead: (megabytes) => `DuckDB 在您的浏览器里运行，首次约需下载 ${megabytes} MB。查询不会发到任何地方。`, label: "SQL 查询", run: "运行", hint: "Ctrl+Enter 也可运行。最多显示 1000 行。", examples: "例子", tables: "有哪些表和列", table: "表", column: "列", type: "类型", meaning: "含义", rows: (n, ms) => `${n} 行，用时 ${ms} 秒`, more: (n) => `只显示前 ${n} 行，后面还有。`, none: "没有返回行。", csv: "下载结果（CSV）", failed: "查询没有成功", running: "正在查询……", result: "查询结果", count: "有多少份答卷", crossed: "两题交叉", why: "为什么没有回答", codes: "题目和选项" },
    own: { heading: "自己的文件", lead: "可以打开：导出的答卷（JSON Lines，qingting export 或 simulate 写出的），发布的代码表（…codes.csv），其他问卷的编码簿（codebook.json）。", stays: "文件不离开这一页：在您的浏览器里读取和计算，不上传，关掉页面就没有了。", pick: "选择文件", drop: "或把文件拖到这里", survey: "用哪份问卷的编码簿", automatic: "由文件决定", loaded: (name, n) => `正在看 ${name}：${n} 份答卷`, codebook: (title) => `已读入编码簿“${title}”。现在打开它的答卷。`, back: "回到发布的数据", other: "这些答卷来自另一版问卷：按题目名称对应，对不上的算未回答。", wave: (name) => `自己的文件：${name}`, reading: "正在读文件……", noInterval: "自己的文件，不给区间", kept: "原来的数据没有变。", missingColumns: (n) => `文件里没有其中 ${n} 列，算未回答。`, need: "先打开一个文件，再看题目。", raw: "这些是未经保护的答卷，请勿外传。回答不足 10 份的仍不画图。", surveys: "已发布的数据" },
    bad: {
      title: "这个文件打不开", empty: "文件里没有内容。", emptyFix: "请重新导出。", zip: "这是 Excel 工作簿或压缩包。", zipFix: "请另存为“CSV UTF-8”，或先解压。", binary: "这不是文本文件。", takes: "这里能读 JSON Lines 答卷、代码表 CSV 和 codebook.json。",
      notJson: (line) => `第 ${line} 行不是完整的 JSON。`, noResponse: (line) => `第 ${line} 行不是一份答卷：缺少 survey 或 answers。`, mixed: (line, a, b) => `第 ${line} 行是问卷 ${b} 的，前面是 ${a} 的。`, mixedFix: "一个文件只放一份问卷的答卷。",
      openQuote: (line) => `第 ${line} 行的引号没有结束。`, noTable: "这不是带表头的表。", noRows: "表里只有表头，没有答卷。", uneven: (line, has, wants) => `第 ${line} 行有 ${has} 格，表头有 ${wants} 格。`, unevenFix: "请看这一行是否多了或少了逗号。",
      foreignColumns: (columns) => `这些列不在编码簿里：${columns}……`, foreignFix: "请选对问卷，或先打开它的 codebook.json。", noCode: (line, column, value) => `第 ${line} 行 ${column} 列的“${value}”不是编码。`, noNumber: (line, column, value) => `第 ${line} 行 ${column} 列的“${value}”不是数字。`, noCodeFix: "请用代码表（…codes.csv），不要用标签表；并选对问卷。",
      unknownSurvey: (survey) => `这里没有问卷 ${survey} 的编码簿。`, unknownFix: "请先打开它的 codebook.json，再打开答卷。", large: "文件超过 200 MB。", largeFix: "请分成几个文件，或在电脑上用 DuckDB 打开。", unread: "浏览器读不了这个文件。",
    },
    reasons: { not_asked: "未问到或不适用", no_answer: "未回答", dont_know: "不清楚", refused: "不愿回答", hidden: "为保护而隐去" },
  },
  en: {
    title: (survey) => `Explore: ${survey}`,
    titleOwn: "Explore a file of your own",
    lead: "Choose a question, narrow by any answer, cross it with another question, or write SQL. All there is to see here is the released data.",
    leadWithheld: "Choose a question to see its totals, or write SQL. All there is to see here is the released data.",
    leadOwn: "Open exported responses or a released table and read it like a results page.",
    simulated: "SIMULATED 模拟数据: nobody gave these answers. They show what results will look like.",
    withheld: "Of this wave only tables are released, not single responses: counts get a small random error and are rounded to 5, those under 10 are left out. So nothing can be narrowed or crossed here.",
    noScript: "This page computes in your browser and needs JavaScript. The results page does not.",
    loading: "Reading the codebook and the counts …",
    failed: (why) => `The data could not be read (${why}). Please check the connection.`,
    retry: "Try again",
    ask: { heading: "Question", find: "Find a question", variable: "Question to show", by: "Split by", nothing: "nothing", one: "One question", all: "All figures", together: "Whole batteries", alone: "Single questions", indices: "Indices", noMatch: "No question has these words" },
    filter: { heading: "Filters", add: "Add a filter", choose: "Choose a question …", remove: (name) => `Remove the filter “${name}”`, values: (name) => `${name}: only those who gave one of these`, none: "No filter: all responses.", active: (list) => `Only: ${list}` },
    recode: { heading: "Merge and cut", lead: "Put values together, or cut numbers into bands; then show, split and filter by them as by any question.", add: "Question to recode", choose: "Choose a question …", note: "recoded", quarters: "quarters", group: "Recoded", choiceOf: (question) => `Each choice: ${question}`, yes: "chosen", no: "not chosen", position: (place) => `place ${place}`, cut: "Cut at", cutHint: "Numbers with commas between, such as 2, 4, 6. A band begins at its edge and ends before the next.", asIs: "as it is", groupNo: (n) => `Group ${n}`, nameOf: (n) => `Name of group ${n}`, remove: (name) => `Take back the recoding of “${name}”`, notNumbers: "Please write numbers, such as 2, 4, 6." },
    figure: { heading: "Figure", table: "Numbers", csv: "Download this table (CSV)", unknown: (name) => `There is no question called “${name}”. Please choose one above.`, cannotBy: (name) => `Nothing can be split by “${name}”, so this is not split.` },
    script: { heading: "Compute it again in R or Python", copyR: "Copy as R", copyPython: "Copy as Python", copied: (language, file) => `The ${language} program is copied. Run in the folder of ${file}, it prints these numbers.`, failed: "The browser does not allow copying. The program stands below, to be selected and copied.", file: (name) => `Download the data, ${name}`, program: "Program" },
    engine: { progress: (loaded, total) => `Fetching the database program: ${loaded} of ${total} MB`, opening: "Opening the data …", ready: "The database is ready", failed: (why) => `The database did not start (${why}). The results page and simple filters here still work.` },
    sql: { heading: "SQL", lead: (megabytes) => `DuckDB runs in your browser; the first time it takes about ${megabytes} MB to fetch. Queries are sent nowhere.`, label: "SQL query", run: "Run", hint: "Ctrl+Enter runs it too. At most 1,000 rows are shown.", examples: "Examples", tables: "Tables and columns", table: "Table", column: "Column", type: "Type", meaning: "Meaning", rows: (n, ms) => `${n} ${n === 1 ? "row" : "rows"} in ${ms} s`, more: (n) => `Only the first ${n} rows are shown; there are more.`, none: "No rows came back.", csv: "Download the result (CSV)", failed: "The query did not work", running: "Running …", result: "Result of the query", count: "How many responses", crossed: "Two questions crossed", why: "Why there is no answer", codes: "Questions and choices" },
    own: { heading: "A file of your own", lead: "You can open: exported responses (JSON Lines, as qingting export or simulate writes them), a released table of codes (…codes.csv), the codebook of another survey (codebook.json).", stays: "The file never leaves this page: your browser reads it and counts; nothing is uploaded, and closing the page forgets it.", pick: "Choose a file", drop: "or drop it here", survey: "Codebook to read it by", automatic: "let the file decide", loaded: (name, n) => `Showing ${name}: ${n} ${n === 1 ? "response" : "responses"}`, codebook: (title) => `The codebook “${title}” is read. Now open its responses.`, back: "Back to the released data", other: "These responses are of another version of the questionnaire: they are matched by name; what does not match counts as no answer.", wave: (name) => `own file: ${name}`, reading: "Reading the file …", noInterval: "a file of your own, so no interval is given", kept: "The data shown before are unchanged.", missingColumns: (n) => `The file lacks ${n} ${n === 1 ? "column" : "columns"}: counted as no answer.`, need: "Open a file first, then choose a question.", raw: "These responses are not protected: do not pass them on. Nothing is drawn on fewer than 10 answers.", surveys: "Released data" },
    bad: {
      title: "This file cannot be opened", empty: "There is nothing in the file.", emptyFix: "Please export it again.", zip: "This is an Excel workbook or an archive.", zipFix: "Save it as “CSV UTF-8”, or unpack it first.", binary: "This is not a text file.", takes: "Readable here: responses as JSON Lines, a table of codes as CSV, and codebook.json.",
      notJson: (line) => `Line ${line} is not complete JSON.`, noResponse: (line) => `Line ${line} is not a response: survey or answers is missing.`, mixed: (line, a, b) => `Line ${line} belongs to the survey ${b}, those before to ${a}.`, mixedFix: "Put the responses of one survey into one file.",
      openQuote: (line) => `The quote on line ${line} never ends.`, noTable: "This is not a table with a header line.", noRows: "The table has a header but no responses.", uneven: (line, has, wants) => `Line ${line} has ${has} cells, the header has ${wants}.`, unevenFix: "See whether a comma is missing or too many on that line.",
      foreignColumns: (columns) => `These columns are not in the codebook: ${columns} …`, foreignFix: "Choose the right survey, or open its codebook.json first.", noCode: (line, column, value) => `“${value}” on line ${line}, column ${column}, is not a code.`, noNumber: (line, column, value) => `“${value}” on line ${line}, column ${column}, is not a number.`, noCodeFix: "Use the table of codes (…codes.csv), not the one of labels, and choose the right survey.",
      unknownSurvey: (survey) => `There is no codebook of the survey ${survey} here.`, unknownFix: "Open its codebook.json first, then the responses.", large: "The file is over 200 MB.", largeFix: "Split it, or open it with DuckDB on a computer.", unread: "The browser cannot read this file.",
    },
    reasons: { not_asked: "not asked or not applicable", no_answer: "no answer", dont_know: "don't know", refused: "declined", hidden: "hidden for protection" },
  },
};

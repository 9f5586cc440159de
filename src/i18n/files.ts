import type { Locale } from "../survey/text.ts";

/** What the files of a release are, by the end of their names: on the data page and in README.txt. */
const FILES: readonly (readonly [ending: string, zh: string, en: string])[] = [
  ["codes.csv", "单份答卷，代码（CSV，UTF-8）", "Single responses, codes (CSV, UTF-8)"],
  ["labels.zh.csv", "单份答卷，中文标签（CSV，UTF-8）", "Single responses, Chinese labels (CSV, UTF-8)"],
  ["labels.en.csv", "单份答卷，英文标签（CSV，UTF-8）", "Single responses, English labels (CSV, UTF-8)"],
  ["codes.excel.csv", "单份答卷，代码；用 Excel 打开不会乱码（CSV，带 BOM）", "Single responses, codes, for Excel (CSV with a byte order mark)"],
  ["labels.zh.excel.csv", "单份答卷，中文标签；用 Excel 打开不会乱码（CSV，带 BOM）", "Single responses, Chinese labels, for Excel (CSV with a byte order mark)"],
  ["labels.en.excel.csv", "单份答卷，英文标签；用 Excel 打开不会乱码（CSV，带 BOM）", "Single responses, English labels, for Excel (CSV with a byte order mark)"],
  ["data.xlsx", "Excel 工作簿：标签、代码和编码簿各一页", "Excel workbook: labels, codes and codebook, a sheet each"],
  ["data.parquet", "单份答卷，代码（Parquet，标签写在文件里）", "Single responses, codes (Parquet, with the labels inside)"],
  [".zh.sav", "SPSS 数据，中文标签；缺失原因是用户缺失值", "SPSS data, Chinese labels; reasons are user-missing values"],
  [".en.sav", "SPSS 数据，英文标签；缺失原因是用户缺失值", "SPSS data, English labels; reasons are user-missing values"],
  ["numbers.csv", "SPSS 和 Stata 文件里的数字各代表哪个代码（CSV）", "Which code each number in the SPSS and Stata files stands for (CSV)"],
  ["read.R", "R 程序：读入代码，配上标签、类型和缺失原因", "R program: reads codes, attaches labels, types and reasons"],
  ["read.py", "Python 程序：同上，有没有 pandas 都行", "Python program: the same, with or without pandas"],
  ["read.zh.sps", "SPSS 语法：同上，中文标签", "SPSS syntax: the same, Chinese labels"],
  ["read.en.sps", "SPSS 语法：同上，英文标签", "SPSS syntax: the same, English labels"],
  ["read.zh.do", "Stata 程序：同上，中文标签", "Stata do-file: the same, Chinese labels"],
  ["read.en.do", "Stata 程序：同上，英文标签", "Stata do-file: the same, English labels"],
  ["codebook.json", "编码簿（JSON）", "Codebook (JSON)"],
  ["codebook.csv", "编码簿（CSV）", "Codebook (CSV)"],
  ["codebook.xml", "编码簿（DDI-Codebook 2.5，数据档案馆用）", "Codebook (DDI-Codebook 2.5, for data archives)"],
  ["codebook.zh.html", "编码簿，可打印（中文）", "Codebook to print (Chinese)"],
  ["codebook.en.html", "编码簿，可打印（英文）", "Codebook to print (English)"],
  ["methods.json", "方法：这一次发布做了什么，附数字（JSON）", "Methods: what was done for this release, with figures (JSON)"],
  ["methods.zh.md", "方法：这一次发布做了什么（中文）", "Methods: what was done for this release (Chinese)"],
  ["methods.en.md", "方法：这一次发布做了什么（英文）", "Methods: what was done for this release (English)"],
  ["questionnaire.json", "问卷原文（SurveyJS JSON）", "Questionnaire (SurveyJS JSON)"],
  ["questionnaire.zh.html", "问卷，可打印（中文）", "Questionnaire to print (Chinese)"],
  ["questionnaire.en.html", "问卷，可打印（英文）", "Questionnaire to print (English)"],
  ["datapackage.json", "Data Package 2 描述（Frictionless）", "Data Package 2 description (Frictionless)"],
  ["croissant.json", "Croissant 描述（schema.org）", "Croissant description (schema.org)"],
  ["tables.csv", "汇总表（CSV，UTF-8）", "Tables (CSV, UTF-8)"],
  ["tables.excel.csv", "汇总表；用 Excel 打开不会乱码（CSV，带 BOM）", "Tables for Excel (CSV with a byte order mark)"],
  ["tables.xlsx", "Excel 工作簿：汇总表和编码簿", "Excel workbook: tables and codebook"],
  ["quotes.csv", "经管理员看过、可以公布的原话（CSV）", "Quotes that the operator has cleared (CSV)"],
  ["quotes.json", "经管理员看过、可以公布的原话（JSON）", "Quotes that the operator has cleared (JSON)"],
  ["hidden.csv", "隐去了什么（记录）", "Log of what was hidden"],
  ["LICENCE.txt", "许可：数据可以怎样用", "Licence: how the data may be used"],
  ["CITATION.cff", "引用信息", "How to cite, for programs"],
  ["README.txt", "说明", "Read me"],
  ["SHA256SUMS", "校验和", "Checksums"],
  [".zip", "所有文件打成一包", "All files in one"],
];

/** Undefined for a file that only its role describes. */
export function fileWords(name: string, locale: Locale): string | undefined {
  const repeated = /-repeated-([A-Za-z0-9_]+)\.csv$/.exec(name)?.[1];
  if (repeated !== undefined) return locale === "en" ? `Repeated question ${repeated}, a row an entry (CSV)` : `可填多项的题 ${repeated}，一行一项（CSV）`;
  // The longest ending says most.
  const found = FILES.filter(([ending]) => name.endsWith(ending)).sort((a, b) => b[0].length - a[0].length)[0];
  return found?.[locale === "en" ? 2 : 1];
}

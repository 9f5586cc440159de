import { DATA } from "../../i18n/data.ts";
import { licenceOf } from "../../survey/licence.ts";
import { answerValues, MISSING, naColumn, type Variable } from "../../survey/codebook.ts";
import { LOCALES, type Locale, type Text } from "../../survey/text.ts";
import type { Contents } from "../contents.ts";
import { element, type Xml } from "./xml.ts";

const LANG: Readonly<Record<Locale, string>> = { "zh-cn": "zh-CN", en: "en" };

/** DDI-Codebook 2.5, as data archives take it: https://ddialliance.org/Specification/DDI-Codebook/2.5/ @param file name of the table of codes, if there is one */
export function ddi({ facts, codebook, frame, day }: Contents, file: string | undefined): string {
  const said = (name: string, text: Text | undefined, attributes: Readonly<Record<string, string>> = {}): Xml[] => (text ? LOCALES.map((locale) => element(name, { "xml:lang": LANG[locale], ...attributes }, text[locale])) : []);
  const { about, title, waveTitle, revision, simulated } = facts;
  const id = `${codebook.survey}-${facts.wave}-r${revision}`;
  const full: Text = { "zh-cn": `${simulated ? "模拟数据：" : ""}${title["zh-cn"]}，${waveTitle["zh-cn"]}`, en: `${simulated ? "SIMULATED: " : ""}${title.en}, ${waveTitle.en}` };
  const licence = licenceOf(facts);
  const titles = element("titlStmt", {}, element("titl", { "xml:lang": "en" }, full.en), element("parTitl", { "xml:lang": "zh-CN" }, full["zh-cn"]), element("IDNo", { agency: "qingting" }, id));
  const study = element("stdyDscr", {},
    element("citation", {},
      titles,
      element("rspStmt", {}, ...said("AuthEnty", about["conductor"])),
      element("prodStmt", {}, ...said("producer", about["sponsor"]), element("copyright", {}, `${licence.title}, ${licence.url}`), element("software", {}, facts.software)),
      element("distStmt", {}, element("distDate", { date: day }, day)),
      element("verStmt", {}, element("version", { date: day }, `r${revision}`))),
    element("stdyInfo", {},
      element("abstract", { "xml:lang": "en" }, full.en),
      element("sumDscr", {},
        ...(facts.opened === undefined ? [] : [element("collDate", { event: "start", date: facts.opened }, facts.opened)]),
        ...(facts.closed === undefined ? [] : [element("collDate", { event: "end", date: facts.closed }, facts.closed)]),
        element("anlyUnit", {}, "Individual"),
        ...said("universe", about["population"]),
        element("dataKind", {}, "survey data"))),
    element("method", {},
      element("dataColl", {},
        ...said("sampProc", about["sample"]),
        ...(about["frame"] ? [element("sampleFrame", {}, ...said("txt", about["frame"]))] : []),
        ...said("collMode", about["mode"]),
        ...said("collSitu", about["recruitment"]),
        ...said("weight", about["weighting"]),
        ...said("cleanOps", about["processing"])),
      ...said("notes", about["limitations"], { type: "limitations" })),
    element("dataAccs", {}, element("useStmt", {}, element("conditions", {}, `${licence.title} (${licence.id}), ${licence.url}`))));
  const files = file === undefined ? [] : [element("fileDscr", { ID: "F1" }, element("fileTxt", {}, element("fileName", {}, file), element("dimensns", {}, element("caseQnty", {}, frame?.n ?? facts.responses), element("varQnty", {}, codebook.variables.reduce((sum, { columns }) => sum + columns.length + 1, 0))), element("fileType", { charset: "UTF-8" }, "text/csv")))];
  const batteries = [...Map.groupBy(codebook.variables.filter(({ battery }) => battery), ({ battery }) => battery?.name)];
  const groups = batteries.map(([, members], i) => element("varGrp", { ID: `G${i + 1}`, type: "grid", var: members.flatMap(idsOf).join(" ") }, ...said("labl", members[0]?.battery?.label)));
  const data = element("dataDscr", {}, ...groups, ...codebook.variables.flatMap((variable) => [...variable.columns.map(({ name, code }) => ofColumn(variable, name, code)), ofReasons(variable)]));
  const root = element("codeBook", { version: "2.5", ID: id, xmlns: "ddi:codebook:2_5", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation": "ddi:codebook:2_5 https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd", "xml:lang": "en" },
    element("docDscr", {}, element("citation", {}, titles, element("prodStmt", {}, element("prodDate", { date: day }, day), element("software", {}, facts.software)))),
    study, ...files, data);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}\n`;

  function idsOf(variable: Variable): string[] {
    return [...variable.columns.map(({ name }) => name), naColumn(variable)].map((name) => `V_${name}`);
  }

  function ofColumn(variable: Variable, name: string, code: string | undefined): Xml {
    const { kind, label, unit, min, max, condition } = variable;
    const choice = code === undefined ? undefined : variable.values.find((value) => value.code === code)?.label;
    const numeric = kind === "number" || kind === "multiple" || kind === "ranking";
    const listed = kind === "multiple" ? [0, 1].map((x) => element("catgry", {}, element("catValu", {}, x))) : numeric ? [] : answerValues(variable).map((value) => element("catgry", {}, element("catValu", {}, value.code), ...said("labl", value.label)));
    return element("var", { ID: `V_${name}`, name, files: file === undefined ? undefined : "F1", ...(unit ? { measUnit: unit.en } : {}), ...(name === codebook.weight ? { wgt: "wgt" } : {}), nature: { ordinal: "ordinal", rating: "ordinal", ranking: "ordinal", number: "ratio" }[String(kind)] ?? "nominal", intrvl: kind === "number" ? "contin" : "discrete" },
      ...said("labl", choice ? { "zh-cn": `${label["zh-cn"]}：${choice["zh-cn"]}`, en: `${label.en}: ${choice.en}` } : label),
      element("qstn", {}, ...said("qstnLit", label)),
      ...(kind === "number" && (min !== undefined || max !== undefined) ? [element("valrng", {}, element("range", { min, max }))] : []),
      ...(condition === undefined ? [] : [element("universe", { level: "question" }, condition)]),
      ...listed,
      element("varFormat", { type: numeric ? "numeric" : "character", schema: "other" }));
  }

  function ofReasons(variable: Variable): Xml {
    const name = naColumn(variable);
    return element("var", { ID: `V_${name}`, name, files: file === undefined ? undefined : "F1", nature: "nominal", intrvl: "discrete" },
      ...said("labl", { "zh-cn": `没有回答的原因：${variable.label["zh-cn"]}`, en: `Why there is no answer: ${variable.label.en}` }),
      ...MISSING.map((reason) => element("catgry", { missing: "Y" }, element("catValu", {}, reason), ...said("labl", { "zh-cn": DATA["zh-cn"].reasons[reason], en: DATA.en.reasons[reason] }))),
      element("varFormat", { type: "character", schema: "other" }));
  }
}

import { DATA } from "../../i18n/data.ts";
import { mediaType } from "../../query/dataset.ts";
import { licenceOf } from "../../survey/licence.ts";
import { answerValues, type Codebook, MISSING, naColumn, type Variable } from "../../survey/codebook.ts";
import type { Contents } from "../contents.ts";
import type { Hashed } from "./archive.ts";
import { keysOf, type Repeated } from "./repeated.ts";

const PROFILES = "https://datapackage.org/profiles/2.0";

/** Tables among the files of a release. */
export interface Tables {
  /** One row a response, codes. */
  readonly codes: string | undefined;
  readonly numbered: boolean;
  readonly repeated: readonly { readonly file: string; readonly table: Repeated }[];
}

/** Data Package, version 2: https://datapackage.org. Titles are English, Chinese stands beside them under `…_zh`. */
export function dataPackage({ facts, codebook, day }: Contents, files: readonly Hashed[], { codes, numbered, repeated }: Tables): object {
  const { id, title, url } = licenceOf(facts);
  const creator = facts.about["conductor"] ?? facts.about["sponsor"];
  return {
    $schema: `${PROFILES}/datapackage.json`,
    name: `${facts.survey}-${facts.wave}`,
    title: `${facts.simulated ? "SIMULATED: " : ""}${facts.title.en}, ${facts.waveTitle.en}`,
    title_zh: `${facts.simulated ? "模拟数据：" : ""}${facts.title["zh-cn"]}，${facts.waveTitle["zh-cn"]}`,
    version: `${facts.revision}.0.0`,
    created: `${day}T00:00:00Z`,
    licenses: [{ name: id, title, path: url }],
    ...(creator ? { contributors: [{ title: creator.en, title_zh: creator["zh-cn"], roles: ["creator"] }] } : {}),
    resources: files.map(({ name, bytes, sha256 }) => ({
      name: name.toLowerCase(),
      path: name,
      format: name.split(".").at(-1),
      mediatype: mediaType(name),
      bytes,
      hash: `sha256:${sha256}`,
      ...schemaFor(name),
    })),
  };

  function schemaFor(file: string): object {
    const table = repeated.find((each) => each.file === file)?.table;
    const fields = file === codes ? [...(numbered ? [ROW] : []), ...fieldsOf(codebook)] : table ? [...keysOf(table).map((name) => ({ ...ROW, name })), ...table.columns.map(({ name, variable, column }) => ({ ...fieldOf(variable, column), name }))] : undefined;
    if (!fields) return {};
    return {
      type: "table",
      encoding: "utf-8",
      $schema: `${PROFILES}/dataresource.json`,
      schema: {
        $schema: `${PROFILES}/tableschema.json`,
        fields,
        missingValues: [""],
        ...(file === codes && numbered ? { primaryKey: ["row"] } : {}),
        ...(table && codes !== undefined ? { primaryKey: keysOf(table), foreignKeys: [{ fields: ["row"], reference: { resource: codes.toLowerCase(), fields: ["row"] } }] } : {}),
      },
    };
  }
}

const ROW = { name: "row", title: "Number of the row", title_zh: "行号", type: "integer" };

const fieldsOf = ({ variables }: Codebook): object[] => variables.flatMap((variable) => [...variable.columns.map(({ name }) => fieldOf(variable, name)), fieldOf(variable, undefined)]);

/** @param column absent for the column of reasons */
function fieldOf(variable: Variable, column: string | undefined): object {
  const { label, kind, min, max } = variable;
  if (column === undefined)
    return { name: naColumn(variable), title: `Why there is no answer: ${label.en}`, title_zh: `没有回答的原因：${label["zh-cn"]}`, type: "string", categories: MISSING.map((reason) => ({ value: reason, label: DATA.en.reasons[reason], label_zh: DATA["zh-cn"].reasons[reason] })) };
  const code = variable.columns.find(({ name }) => name === column)?.code;
  const choice = code === undefined ? undefined : variable.values.find((value) => value.code === code)?.label;
  const title = { name: column, title: choice ? `${label.en}: ${choice.en}` : label.en, title_zh: choice ? `${label["zh-cn"]}：${choice["zh-cn"]}` : label["zh-cn"] };
  if (kind === "multiple") return { ...title, type: "integer", constraints: { minimum: 0, maximum: 1 } };
  if (kind === "ranking") return { ...title, type: "integer", constraints: { minimum: 1, maximum: variable.columns.length } };
  if (kind === "number") return { ...title, type: "number", ...(min === undefined && max === undefined ? {} : { constraints: { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) } }) };
  return { ...title, type: "string", categories: answerValues(variable).map((value) => ({ value: value.code, label: value.label.en, label_zh: value.label["zh-cn"] })), ...(kind === "ordinal" || kind === "rating" ? { categoriesOrdered: true } : {}) };
}

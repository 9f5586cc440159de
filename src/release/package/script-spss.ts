import { MISSING, naColumn } from "../../survey/codebook.ts";
import { neutral } from "../../survey/csv.ts";
import type { Locale } from "../../survey/text.ts";
import type { Numbered } from "./numbers.ts";
import { clipped } from "./sav-records.ts";

/**
 * Syntax for SPSS and PSPP that makes of the codes what the system file holds: for whoever wants to see how. Run in the folder of the files.
 * @param prefix of the files' names @param numbering whether the codes begin with the row's number
 */
export function scriptSpss(prefix: string, columns: readonly Numbered[], locale: Locale, numbering: boolean): string {
  const list = [...Map.groupBy(columns, ({ coded }) => coded.variable)];
  const reasonOf = new Map(list.map(([variable], i) => [variable, `qt_r${i + 1}`]));
  const raw = new Map(columns.map((column, i) => [column, `qt_c${i + 1}`]));
  const width = ({ coded: { values } }: Numbered): number => Math.max(1, ...values.map((value) => Buffer.byteLength(neutral(String(value)))));
  const isText = ({ coded }: Numbered): boolean => coded.column !== undefined && coded.values.some((value) => typeof value === "string");
  const read = [
    ...(numbering ? ["row F9.0"] : []),
    ...list.flatMap(([variable, own]) => [...own.flatMap((column) => (column.coded.column === undefined ? [] : isText(column) ? [`${raw.get(column) ?? ""} A${width(column)}`] : [`${column.name} F12.6`])), `${reasonOf.get(variable) ?? ""} A10`]),
  ];
  const made = columns.flatMap((column) => {
    const { coded, name, values, missing } = column;
    const reason = reasonOf.get(coded.variable) ?? "";
    const answers = values.filter((value) => value.reason === undefined);
    const value = isText(column) ? [`NUMERIC ${name} (F8.0).`, ...answers.map(({ code, number }) => `IF (${raw.get(column) ?? ""} = ${quoted(neutral(code))}) ${name} = ${number}.`)] : coded.column === undefined ? [`NUMERIC ${name} (F8.0).`, `IF (${reason} = "") ${name} = 1.`] : [];
    return [...value, ...MISSING.map((each, i) => `IF (${reason} = "${each}") ${name} = ${missing[i] ?? 0}.`)];
  });
  const labels = columns.flatMap(({ name, label, values, missing, measure }) => [
    `VARIABLE LABELS ${name} ${quoted(clipped(label[locale], 252).toString())}.`,
    `VALUE LABELS ${name}`,
    ...values.map(({ number, label: said }) => `  ${number} ${quoted(clipped(said[locale], 120).toString())}`),
    ".",
    `MISSING VALUES ${name} (${missing.at(-1) ?? -5} THRU ${missing[0] ?? -1}).`,
    `VARIABLE LEVEL ${name} (${measure.toUpperCase()}).`,
  ]);
  const dropped = [...reasonOf.values(), ...columns.filter(isText).map((column) => raw.get(column) ?? "")];
  return [
    `* ${prefix}codes.csv -> SPSS. ${columns.length} variables. Reasons for missing values: see ${prefix}numbers.csv.`,
    `* ${[...new Set(list.map(([variable]) => naColumn(variable)))].length} columns of reasons become user-missing values of the variables before them.`,
    "GET DATA",
    "  /TYPE=TXT",
    `  /FILE="${prefix}codes.csv"`,
    "  /ENCODING=\"UTF8\"",
    "  /ARRANGEMENT=DELIMITED",
    "  /DELIMITERS=\",\"",
    "  /QUALIFIER='\"'",
    "  /FIRSTCASE=2",
    "  /VARIABLES=",
    ...read.map((each) => `    ${each}`),
    ".",
    ...made,
    "EXECUTE.",
    `ADD FILES FILE=* /KEEP=${numbering ? " row" : ""}`,
    ...columns.map(({ name }) => `  ${name}`),
    ".",
    `* Gone are ${dropped.length} columns of texts.`,
    ...labels,
    "EXECUTE.",
    "",
  ].join("\n");
}

/** A text of SPSS's language, which ends at the end of its line. */
const quoted = (text: string): string => `"${text.replace(/[\r\n]+/g, " ").replaceAll('"', '""')}"`;

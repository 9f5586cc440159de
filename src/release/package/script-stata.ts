import { MISSING, naColumn } from "../../survey/codebook.ts";
import { neutral } from "../../survey/csv.ts";
import type { Locale } from "../../survey/text.ts";
import type { Numbered } from "./numbers.ts";

/** Words that Stata (help reserved) keeps for itself, beside `str` and a number. */
const RESERVED = /^(_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_skip|strL|using|with|str\d+)$/;
const stataName = (name: string): string => (RESERVED.test(name) ? `${name}_` : name);

/**
 * A do-file for Stata 14 or newer: numbers as in the files for SPSS, reasons as the extended missing values .a to .e.
 * Run in the folder of the files. @param prefix of the files' names
 */
export function scriptStata(prefix: string, columns: readonly Numbered[], locale: Locale): string {
  const made = columns.flatMap(({ coded: { variable, column, values: occurring }, name, label, values }, i) => {
    const to = `qt_n${i + 1}`;
    const answers = values.filter(({ reason }) => reason === undefined);
    const fill = column === undefined
      ? [`generate double ${to} = 1 if ${naColumn(variable)} == ""`]
      : occurring.some((value) => typeof value === "string")
        ? [`generate double ${to} = .`, ...answers.map(({ code, number }) => `replace ${to} = ${number} if ${stataName(column.name)} == ${quoted(neutral(code))}`)]
        : [`generate double ${to} = real(${stataName(column.name)})`];
    return [
      ...fill,
      ...MISSING.map((reason, r) => `replace ${to} = .${"abcde"[r] ?? ""} if ${naColumn(variable)} == "${reason}"`),
      `label variable ${to} ${quoted([...label[locale]].slice(0, 80).join(""))}`,
      `label define qt_l${i + 1} ${values.map(({ number, reason, label: said }) => `${reason === undefined ? number : `.${"abcde"[MISSING.indexOf(reason)] ?? ""}`} ${quoted(said[locale])}`).filter((each) => /^(-?\d+|\.[a-e]) /.test(each)).join(" ")}`,
      `label values ${to} qt_l${i + 1}`,
      ...(column === undefined ? [] : [`drop ${stataName(column.name)}`]),
      `rename ${to} ${stataName(name)}`,
    ];
  });
  const reasons = [...new Set(columns.map(({ coded }) => naColumn(coded.variable)))];
  return [
    `* ${prefix}codes.csv -> Stata. Not asked .a, no answer .b, don't know .c, refused .d, hidden .e`,
    "version 14",
    `import delimited using "${prefix}codes.csv", varnames(1) case(preserve) encoding("UTF-8") stringcols(_all) bindquotes(strict) maxquotedrows(unlimited) clear`,
    "capture destring row, replace",
    ...made,
    ...reasons.map((name) => `drop ${name}`),
    "compress",
    "",
  ].join("\n");
}

/** Compound quotes hold plain ones; what would start a macro is kept from it. */
const quoted = (text: string): string => `\`"${text.replace(/[\r\n]+/g, " ").replaceAll("`", "'").replaceAll("\"'", "” '").replaceAll("$", "\\$")}"'`;

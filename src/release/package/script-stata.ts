import { MISSING, naColumn } from "../../survey/codebook.ts";
import { neutral } from "../../survey/csv.ts";
import type { Locale } from "../../survey/text.ts";
import type { Numbered } from "./numbers.ts";

/** Words that Stata (help reserved) keeps for itself, beside `str` and a number. */
const RESERVED = /^(_all|_b|byte|_coef|_cons|double|float|if|in|int|long|_n|_N|_pi|_pred|_rc|_skip|strL|using|with|str\d+)$/;
const stataName = (name: string): string => (RESERVED.test(name) ? `${name}_` : name);

/**
 * A do-file for Stata 14 or newer: numbers as in the files for SPSS, reasons as the extended missing values .a to .e.
 * Run in the folder of the files. Columns are read by their place, v1 v2 …: some names Stata keeps for itself.
 * @param prefix of the files' names @param numbering whether the codes begin with the row's number
 */
export function scriptStata(prefix: string, columns: readonly Numbered[], locale: Locale, numbering: boolean): string {
  let place = numbering ? 1 : 0;
  const places = new Map([...Map.groupBy(columns, ({ coded }) => coded.variable)].flatMap(([variable, own]) => [...own.flatMap(({ coded: { column } }) => (column === undefined ? [] : [[column.name, ++place] as const])), [naColumn(variable), ++place] as const]));
  const at = (name: string): string => `v${places.get(name) ?? 0}`;
  const made = columns.flatMap(({ coded: { variable, column, values: occurring }, label, values }, i) => {
    const to = `qt_n${i + 1}`;
    const answers = values.filter(({ reason }) => reason === undefined);
    const fill = column === undefined
      ? [`generate double ${to} = 1 if ${at(naColumn(variable))} == ""`]
      : occurring.some((value) => typeof value === "string")
        ? [`generate double ${to} = .`, ...answers.map(({ code, number }) => `replace ${to} = ${number} if ${at(column.name)} == ${quoted(neutral(code))}`)]
        : [`generate double ${to} = real(${at(column.name)})`];
    // Stata labels whole numbers alone.
    const labels = values.filter(({ number }) => Number.isInteger(number)).map(({ number, reason, label: said }) => `${reason === undefined ? number : `.${"abcde"[MISSING.indexOf(reason)] ?? ""}`} ${quoted(said[locale])}`);
    return [
      ...fill,
      ...MISSING.map((reason, r) => `replace ${to} = .${"abcde"[r] ?? ""} if ${at(naColumn(variable))} == "${reason}"`),
      `label variable ${to} ${quoted([...label[locale]].slice(0, 80).join(""))}`,
      `label define qt_l${i + 1} ${labels.join(" ")}`,
      `label values ${to} qt_l${i + 1}`,
    ];
  });
  return [
    `* ${prefix}codes.csv -> Stata. Not asked .a, no answer .b, don't know .c, refused .d, hidden .e`,
    "version 14",
    `import delimited using "${prefix}codes.csv", varnames(nonames) rowrange(2) encoding("UTF-8") stringcols(_all) bindquotes(strict) maxquotedrows(unlimited) clear`,
    ...(numbering ? ["generate long row = real(v1)"] : []),
    ...made,
    `drop v1-v${place}`,
    ...columns.map(({ name }, i) => `rename qt_n${i + 1} ${stataName(name)}`),
    "compress",
    "",
  ].join("\n");
}

/** Compound quotes hold plain ones; what would start a macro is kept from it. */
const quoted = (text: string): string => `\`"${text.replace(/[\r\n]+/g, " ").replaceAll("`", "'").replaceAll("\"'", "” '").replaceAll("$", "\\$")}"'`;

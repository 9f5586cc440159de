import { EXPLORER } from "../i18n/explorer.ts";
import { identifier, literal } from "../query/sql.ts";
import type { Rows } from "../query/session.ts";
import { answerValues, type Codebook, naColumn } from "../survey/codebook.ts";
import { csvText } from "../survey/csv.ts";
import type { Locale } from "../survey/text.ts";
import { at, make, save, wordsOf } from "./explorer-dom.ts";
import { tableOf } from "./explorer-figures.ts";
import { canFilter, canSplit } from "./explorer-pick.ts";
import type { Source } from "./explorer-source.ts";

const MOST_ROWS = 1000;

/** The box in which a person writes SQL. Returns what to call when another source is shown. */
export function sqlPanel(locale: Locale): (source: Source) => void {
  const words = EXPLORER[locale].sql;
  const box = at("sql-text", HTMLTextAreaElement);
  const run = at("sql-run", HTMLButtonElement);
  const status = at("sql-status", HTMLElement);
  const result = at("sql-result", HTMLElement);
  const tables = at("sql-tables", HTMLDetailsElement);
  let source: Source | undefined;
  let latest = 0;

  const answer = async (): Promise<void> => {
    const asked = source;
    const sql = box.value.trim().replace(/;\s*$/, "");
    if (!asked || sql === "") return;
    const turn = (latest += 1);
    status.textContent = words.running;
    result.setAttribute("aria-busy", "true");
    try {
      const session = await asked.session();
      const began = performance.now();
      const found = await session.rows(sql, MOST_ROWS);
      if (turn === latest) show(found, (performance.now() - began) / 1000);
    } catch (error) {
      if (turn !== latest) return;
      status.textContent = "";
      result.replaceChildren(make("div", { class: "problem", role: "alert" }, make("strong", {}, words.failed), make("pre", {}, wordsOf(error))));
    }
    result.removeAttribute("aria-busy");
  };

  const show = (found: Rows, seconds: number): void => {
    const { columns, rows, more } = found;
    status.textContent = [words.rows(rows.length, seconds.toFixed(2)), ...(more ? [words.more(MOST_ROWS)] : [])].join(locale === "en" ? ". " : "。");
    const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === "number"));
    const download = make("button", { type: "button", class: "quiet" }, words.csv);
    download.addEventListener("click", () => save("result.csv", csvText([columns, ...rows], "\r\n")));
    result.replaceChildren(
      ...(rows.length === 0
        ? [make("p", { class: "soft" }, words.none)]
        : [tableOf({ columns: columns.map((label, i) => ({ label, numeric: numeric[i] ?? false })), rows: rows.map((row) => row.map((value) => (value === null ? null : String(value)))) }, words.result), download]),
    );
  };

  run.addEventListener("click", () => void answer());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void answer();
  });
  return (next) => {
    source = next;
    latest += 1;
    status.textContent = "";
    result.replaceChildren();
    result.removeAttribute("aria-busy");
    const examples = examplesOf(next, locale);
    if (box.value === "" || box.dataset["example"] === box.value) setText(box, examples[0]?.sql ?? "");
    at("sql-examples", HTMLElement).replaceChildren(
      ...examples.map(({ label, sql }) => {
        const button = make("button", { type: "button", class: "quiet" }, label);
        button.addEventListener("click", () => {
          setText(box, sql);
          box.focus();
        });
        return button;
      }),
    );
    at("sql-columns", HTMLElement).replaceChildren(tableOf({ columns: [words.table, words.column, words.type, words.meaning].map((label) => ({ label, numeric: false })), rows: columnsOf(next, locale) }, tables.querySelector("summary")?.textContent ?? words.tables));
  };
}

/** An example that was not touched gives way to the next one; what a person wrote stays. */
function setText(box: HTMLTextAreaElement, sql: string): void {
  box.value = sql;
  box.dataset["example"] = sql;
}

function examplesOf({ codebook, rows, released }: Source, locale: Locale): { label: string; sql: string }[] {
  const words = EXPLORER[locale].sql;
  const label = locale === "en" ? "label_en" : "label_zh";
  const codes = { label: words.codes, sql: `SELECT v.name, v.kind, v.${label} AS question, c.value, c.${label} AS choice\nFROM variables v LEFT JOIN choices c ON c.variable = v.name\nORDER BY v.name, c.position` };
  if (!rows) return [{ label: words.count, sql: "SELECT variable, sum(n) AS responses\nFROM cube\nGROUP BY variable\nORDER BY variable" }, codes];
  const by = codebook.variables.find((variable) => codebook.filters.includes(variable.name) && canSplit(variable)) ?? codebook.variables.find(canSplit);
  const one = codebook.variables.find((variable) => variable !== by && canSplit(variable));
  const reason = codebook.variables.find((variable) => variable !== by && canFilter(variable)) ?? codebook.variables[0];
  return [
    { label: words.count, sql: "SELECT count(*) AS responses\nFROM responses" },
    ...(by && one ? [{ label: words.crossed, sql: `SELECT ${identifier(by.name)}, ${identifier(one.name)}, count(*) AS n,\n  round(100 * count(*) / sum(count(*)) OVER (PARTITION BY ${identifier(by.name)})) AS per_cent\nFROM responses\nWHERE ${identifier(by.name)} IS NOT NULL AND ${identifier(one.name)} IS NOT NULL\nGROUP BY 1, 2\nORDER BY 1, 2` }] : []),
    ...(reason ? [{ label: words.why, sql: `SELECT ${literal(reason.name)} AS variable, ${identifier(naColumn(reason))} AS reason, count(*) AS n\nFROM responses\nGROUP BY 1, 2\nORDER BY n DESC` }] : []),
    ...(released ? [codes] : []),
  ];
}

/** Tables and columns, from what is known without starting the database. */
function columnsOf({ codebook, rows, released }: Source, locale: Locale): (string | null)[][] {
  const missing = locale === "en" ? "why there is no answer" : "为什么没有回答";
  const meaning = (variable: Codebook["variables"][number], code: string | undefined): string =>
    code === undefined ? variable.label[locale] : `${variable.label[locale]} · ${answerValues(variable).find((value) => value.code === code)?.label[locale] ?? code}`;
  return [
    ...(rows ? codebook.variables.flatMap((variable) => [...variable.columns.map((column) => ["responses", column.name, column.type === "DOUBLE" ? "number" : "text", meaning(variable, column.code)]), ["responses", naColumn(variable), "text", missing]]) : []),
    ...(released ? tablesOfRelease(codebook) : []),
  ];
}

/** A file of one's own has no such tables beside its responses. */
function tablesOfRelease(codebook: Codebook): (string | null)[][] {
  const text = (table: string, ...names: readonly string[]): (string | null)[][] => names.map((name) => [table, name, /^(n|w|w2|x|alpha|omega|position)$/.test(name) ? "number" : "text", null]);
  return [
    ...text("cube", ...codebook.filters, "variable", "value", "x", "missing", "n", "w", "w2"),
    ...text("variables", "name", "kind", "role", "label_zh", "label_en", "battery", "unit_en"),
    ...text("choices", "variable", "value", "position", "label_zh", "label_en", "missing"),
    ...text("constructs", "name", "n", "alpha", "omega"),
  ];
}

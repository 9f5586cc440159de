/** What completes a word of SQL. No DOM: `explorer-combo.ts` shows it. */

export interface Offer {
  /** What is written. */
  readonly insert: string;
  /** What is listed. */
  readonly name: string;
  /** Table, or what a column means. */
  readonly detail: string;
}

export interface Completion {
  /** The word that is replaced: from where to the cursor. */
  readonly from: number;
  readonly offers: readonly Offer[];
}

const KEYWORDS = [
  "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "DISTINCT", "AS", "AND", "OR", "NOT", "IN", "IS NULL", "IS NOT NULL", "BETWEEN", "LIKE", "CASE WHEN", "THEN", "ELSE", "END", "JOIN", "LEFT JOIN", "ON", "USING", "WITH", "UNION ALL", "ALL", "DESC", "ASC", "FILTER (WHERE",
  "OVER (PARTITION BY", "QUALIFY", "PIVOT", "UNPIVOT", "count(*)", "sum(", "avg(", "median(", "quantile_cont(", "stddev_samp(", "min(", "max(", "round(", "coalesce(", "CAST(", "corr(", "histogram(", "list(", "DESCRIBE", "SUMMARIZE",
];

/** So many fit above a phone's keyboard, and can be read. */
const MOST = 8;

/** Bare where SQL allows it. */
export const written = (name: string): string => (/^[a-z_][a-z0-9_]*$/i.test(name) && !KEYWORDS.includes(name.toUpperCase()) ? name : `"${name.replaceAll('"', '""')}"`);

/**
 * Offers for the word at the cursor; none inside of a text or a comment, nor for a word that is already whole.
 * @param columns rows of table, column, type and meaning
 */
export function complete(sql: string, cursor: number, columns: readonly (readonly (string | null)[])[]): Completion {
  const before = sql.slice(0, cursor);
  const nothing: Completion = { from: cursor, offers: [] };
  // Whatever is quoted or commented before is closed: only what is left open counts.
  const open = before.replace(/--[^\n]*\n|'(?:[^']|'')*'|"(?:[^"]|"")*"/g, (found) => " ".repeat(found.length));
  if (/--|'/.test(open)) return nothing;
  const quote = open.lastIndexOf('"');
  const from = quote >= 0 ? quote : cursor - (/[\p{L}\p{N}_.]*$/u.exec(before)?.[0].length ?? 0);
  const word = before.slice(from).replace(/^"/, "").toLowerCase();
  if (word === "" || /^[\d.]/.test(word)) return nothing;
  const tables = [...new Set(columns.map(([table]) => table ?? ""))];
  const offers = [
    ...tables.map((name): Offer => ({ insert: written(name), name, detail: "" })),
    ...columns.map(([table, column, , meaning]): Offer => ({ insert: written(column ?? ""), name: column ?? "", detail: [table, meaning].filter(Boolean).join(" · ") })),
    ...(quote >= 0 ? [] : KEYWORDS.map((name): Offer => ({ insert: name, name, detail: "SQL" }))),
  ];
  const rank = ({ name, detail }: Offer): number => {
    const own = name.toLowerCase();
    return own.startsWith(word) ? 0 : own.split("__").some((part) => part.startsWith(word)) ? 1 : word.length > 1 && own.includes(word) ? 2 : word.length > 1 && detail.toLowerCase().includes(word) ? 3 : 4;
  };
  const found = offers.map((offer) => ({ offer, at: rank(offer) })).filter(({ at }) => at < 4).sort((a, b) => a.at - b.at || Number(a.offer.detail === "SQL") - Number(b.offer.detail === "SQL"));
  const names = new Set<string>();
  const each = found.filter(({ offer: { name } }) => !names.has(name) && names.add(name)).map(({ offer }) => offer);
  return each[0]?.name.toLowerCase() === word && quote < 0 ? { from, offers: [] } : { from, offers: each.slice(0, MOST) };
}

/** Names nearest to one that was not found: as few letters changed as can be (Damerau 1964), at most a third of them. */
export function nearest(name: string, names: readonly string[], most = 3): string[] {
  const wanted = name.toLowerCase();
  const near = [...new Set(names)].map((each) => ({ each, apart: Math.min(distance(wanted, each.toLowerCase()), each.toLowerCase().startsWith(wanted) || wanted.startsWith(each.toLowerCase()) ? 1 : Number.POSITIVE_INFINITY) }));
  return near.filter(({ apart }) => apart <= Math.max(1, Math.floor(wanted.length / 3))).sort((a, b) => a.apart - b.apart).slice(0, most).map(({ each }) => each);
}

function distance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1), swapped));
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

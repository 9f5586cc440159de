/** How alike two texts are: whether they are the same but for their writing, and how much they share. */

const MARKS: Readonly<Record<string, string>> = { "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-" };

/** A text without what writing varies: width, case, blanks, kinds of quotes and dashes. */
export const plain = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/[‘’“”–—−]/g, (mark) => MARKS[mark] ?? mark).replace(/[\s\u200b\ufeff]+/g, "");

/** Letters and digits alone; tags go. */
const bare = (text: string): string => plain(text.replace(/<\/?[a-z][^>]*>/gi, "")).replace(/[^\p{L}\p{N}]/gu, "");

const known = new Map<string, { readonly text: string; readonly pairs: ReadonlyMap<string, number>; readonly n: number }>();
/** Texts whose pairs are remembered: headings and labels come again and again, values do not. */
const MOST_KNOWN = 20_000;

function taken(text: string): { readonly text: string; readonly pairs: ReadonlyMap<string, number>; readonly n: number } {
  const found = known.get(text);
  if (found) return found;
  const letters = [...bare(text)];
  const pairs = new Map<string, number>();
  for (let i = 1; i < letters.length; i += 1) pairs.set(`${letters[i - 1] ?? ""}${letters[i] ?? ""}`, (pairs.get(`${letters[i - 1] ?? ""}${letters[i] ?? ""}`) ?? 0) + 1);
  const made = { text: letters.join(""), pairs, n: Math.max(0, letters.length - 1) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, made);
  return made;
}

/**
 * From 0 to 1: the share of pairs of neighbouring letters that two texts have in common, punctuation aside. Works for
 * Chinese, which writes no blanks. Source: Dice 1945, on character bigrams.
 */
export function likeness(a: string, b: string): number {
  const [one, two] = [taken(a), taken(b)];
  if (one.text === two.text) return one.text === "" ? 0 : 1;
  if (one.n + two.n === 0) return 0;
  let shared = 0;
  for (const [pair, n] of one.pairs) shared += Math.min(n, two.pairs.get(pair) ?? 0);
  return (2 * shared) / (one.n + two.n);
}

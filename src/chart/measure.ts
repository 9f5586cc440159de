/** How wide texts are, and where they break; without anything that draws. */

/** Width of every figure in its own units; pages scale it, on most phones hardly: text of 13 units stays text of about 13 pixels. */
export const WIDTH = 320;
export const SIZE = 13;

/** Part of the type's height that a character is wide, by the first line that it matches. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef\u{1f000}-\u{3ffff}“”—…]/u, 1],
  [/[▲▼◂▸↗↘]/, 1],
  [/[MWmw@%ЖМШЩЮжмшщюф]/, 0.92],
  [/\p{Lu}/u, 0.72],
  [/[il.,:;'| ]/, 0.3],
];

/** What a page's few hundred different characters measure: matching each of them anew was a tenth of a redraw. */
const known = new Map<string, number>();

function partOf(character: string): number {
  const before = known.get(character);
  if (before !== undefined) return before;
  const part = WIDTHS.find(([of]) => of.test(character))?.[1] ?? 0.57;
  known.set(character, part);
  return part;
}

/** Units that a text takes: a Chinese character is as wide as the type is high, a Latin letter about half. */
export function measure(text: string, size = SIZE): number {
  let sum = 0;
  for (const character of text) sum += partOf(character) * size;
  return sum;
}

/** Labels are broken into the same lines at every redraw. Texts with figures in them differ, so that this must not grow for ever. */
const broken = new Map<string, readonly string[]>();
const MOST_KEPT = 2000;

/**
 * Breaks a text into lines: between words, and between Chinese characters but neither before closing nor after opening punctuation; within a word
 * only if it is longer than a line.
 * @param aside width that something else takes at the end of the first line
 */
export function wrap(text: string, width: number, size = SIZE, aside = 0): readonly string[] {
  const key = `${width} ${size} ${aside} ${text}`;
  const before = broken.get(key);
  if (before) return before;
  const lines = linesOf(text, width, size, aside);
  if (broken.size >= MOST_KEPT) broken.clear();
  broken.set(key, lines);
  return lines;
}

function linesOf(text: string, width: number, size: number, aside: number): string[] {
  const pieces = text.match(/[“‘（《]+(?:[\u2e80-\u9fff]|[^\s\u2e80-\u9fff“‘（《]+\s*)?[，。、；：！？”’）》]*|[\u2e80-\u9fff][，。、；：！？”’）》]*|[^\s\u2e80-\u9fff“‘（《]+\s*|\s+/gu) ?? [text];
  const lines: string[] = [];
  let line = "";
  const fits = (more: string): boolean => measure((line + more).trimEnd(), size) <= width - (lines.length === 0 ? aside : 0);
  for (const piece of pieces) {
    for (const part of measure(piece.trimEnd(), size) > width - aside ? piece : [piece]) {
      if (line !== "" && !fits(part)) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += part;
    }
  }
  return [...lines, line.trimEnd()];
}

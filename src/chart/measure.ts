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

/** Units that a text takes: a Chinese character is as wide as the type is high, a Latin letter about half. */
export const measure = (text: string, size = SIZE): number => [...text].reduce((sum, character) => sum + (WIDTHS.find(([of]) => of.test(character))?.[1] ?? 0.57) * size, 0);

/**
 * Breaks a text into lines: between words, and between Chinese characters but neither before closing nor after opening punctuation; within a word
 * only if it is longer than a line.
 * @param aside width that something else takes at the end of the first line
 */
export function wrap(text: string, width: number, size = SIZE, aside = 0): string[] {
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

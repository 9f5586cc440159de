import { measure, WIDTH } from "./measure.ts";
import type { Figure } from "./figure.ts";

/** Inner width of a card where three stand side by side, in px; wider cards are hardly higher. */
const INNER = 300;
/** Height of one row of the grid, in px. */
const ROW = 8;

/** How many rows of the grid a card takes. An estimate: where it falls short the rows grow, where it is generous a little room is left. */
export function rowsOf({ title, question, caption, note, svg }: Figure): number {
  const lines = (text: string, size: number, height: number): number => Math.ceil((measure(text, size) * 1.08) / INNER) * height;
  const drawn = Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(svg ?? "")?.[1] ?? 0) * (INNER / WIDTH);
  const text = lines(title, 17.3, 25) + (question === title ? 0 : lines(question, 14.9, 26) + 14) + lines(caption, 13.4, 22) + 13 + (note === undefined ? 0 : lines(note, 14.1, 24) + 10);
  // Padding, two lines of links, and the gap below.
  return Math.ceil((text + drawn + 36 + 84 + 18) / ROW);
}

import { escaped } from "./marks.ts";
import { SIZE, WIDTH, wrap } from "./measure.ts";

/** What stands around a picture that leaves its page. */
export interface Around {
  readonly title: string;
  readonly question: string;
  /** Base, weighting, wave, and by what it was narrowed. */
  readonly lines: readonly string[];
}

const EDGE = 16;
const FONTS = "system-ui, 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/** A picture of its own: with its title and caption, its colours and its type written into it. @param colourOf value of a custom property */
export function standAlone(svg: string, { title, question, lines }: Around, colourOf: (name: string) => string): { readonly svg: string; readonly width: number; readonly height: number } {
  const drawn = Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(svg)?.[1] ?? 0);
  const texts: string[] = [];
  let y = 0;
  const write = (text: string, size: number, fill: string, weight = 400): void => {
    // Bold letters are wider than the estimate, and the reader's font may be too.
    for (const line of text === "" ? [] : wrap(text, WIDTH * (weight > 400 ? 0.84 : 0.92), size)) {
      y += size * 1.5;
      texts.push(`<text x="0" y="${(y - size * 0.4).toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${fill}">${escaped(line)}</text>`);
    }
  };
  write(title, 16, "var(--ink)", 700);
  if (question !== title) write(question, SIZE, "var(--ink-soft)");
  const top = y + 10;
  y = top + drawn + 6;
  for (const line of lines) write(line, 11, "var(--ink-soft)");
  const [width, height] = [WIDTH + 2 * EDGE, Math.ceil(y + 2 * EDGE)];
  const inner = svg.replace(/<svg\b/, `<svg x="0" y="${top.toFixed(1)}" width="${WIDTH}" height="${drawn}"`);
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-EDGE} ${-EDGE} ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="${FONTS}" color="var(--ink)"><title>${escaped(title)}</title><rect x="${-EDGE}" y="${-EDGE}" width="${width}" height="${height}" fill="var(--card)"/>${texts.join("")}${inner}</svg>`;
  return { svg: whole.replace(/var\((--[\w-]+)\)/g, (_, name: string) => colourOf(name)), width, height };
}


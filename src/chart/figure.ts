import type { Codebook, Missing } from "../survey/codebook.ts";
import type { Form } from "../survey/forms.ts";
import type { FigureRequest } from "../survey/study.ts";
import type { Locale, Text } from "../survey/text.ts";

/** What a figure is made of, the same at build time and in the browser. */
export interface FigurePlan {
  /** Anchor on the page; unique. */
  readonly id: string;
  readonly as: Form;
  readonly variables: readonly string[];
  readonly heading: Text;
  /** Where a scale turns, if not in its middle: a value, or the two on either side. */
  readonly middle?: FigureRequest["middle"];
}

export interface Facts {
  /** No figure stands on fewer answers. */
  readonly n: number;
  /** False for open links: who answered is unknown, so no interval can be stated. */
  readonly intervals: boolean;
  readonly weighted: boolean;
  readonly wave: Text;
  readonly simulated: boolean;
  /** Counts were rounded to 5 and those under 10 left out. */
  readonly rounded: boolean;
  /** All who took part, where counts are rounded: what is left out of a question belongs to its base all the same. */
  readonly responses?: number;
  /** Reliability of each construct over the released rows, by the name of its score. */
  readonly reliability?: Readonly<Record<string, { readonly alpha: number | null; readonly omega: number | null }>>;
}

export interface ChartContext {
  readonly codebook: Codebook;
  readonly locale: Locale;
  readonly facts: Facts;
}

export interface FigureTable {
  readonly columns: readonly { readonly label: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface Figure {
  readonly id: string;
  readonly variables: readonly string[];
  readonly heading: string;
  /** The finding in one line. */
  readonly title: string;
  /** The question as asked. */
  readonly question: string;
  /** Base, weighting, wave. */
  readonly caption: string;
  /** One svg element, 320 units wide, coloured by custom properties; absent where too few answered. */
  readonly svg: string | undefined;
  readonly table: FigureTable;
  /** What the picture shows, in words. */
  readonly alt: string;
  readonly note: string | undefined;
}

export interface MissingCount {
  readonly reason: Missing;
  readonly n: number;
}

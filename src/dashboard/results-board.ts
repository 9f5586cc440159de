import { drawCompared } from "../chart/compare.ts";
import { drawFigure } from "../chart/draw.ts";
import type { ChartContext, Facts, Figure } from "../chart/figure.ts";
import { planFigures } from "../chart/plan.ts";
import { readCube } from "../cube/codec.ts";
import { cubeTallies } from "../query/cube.ts";
import type { Tallies, Tally, TallyQuery } from "../query/tally.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { breath, inTurn } from "./in-turn.ts";
import { lazily } from "./lazily.ts";
import { type Place, placeOf } from "./results-place.ts";
import type { WavesConfig } from "./results-waves.ts";

/** What the page hands over, as JSON. Addresses are absolute paths on this site. */
export interface BoardConfig {
  readonly cube: string;
  readonly codebook: string;
  /** Single responses, where they are published. */
  readonly database?: string;
  readonly facts: Facts;
  readonly locale: Locale;
  /** Where something is followed through the waves. */
  readonly waves?: WavesConfig;
}

/** Every figure of the page, redrawn from whichever tallies are handed in, with the functions that drew it at build time. */
export interface Board {
  readonly codebook: Codebook;
  /** From the dense cube: declared filters only. */
  readonly cube: Tallies;
  /** Undefined where a newer round has begun. */
  show(tallies: Tallies, query: Omit<TallyQuery, "variables">, isStale: () => boolean): Promise<Shown | undefined>;
}

export interface Shown {
  /** Rows that the filters leave, and how many there are. */
  readonly n: number;
  readonly all: number;
  /** Figures that too few answers hide. */
  readonly hidden: number;
  readonly figures: number;
}

interface Drawing {
  readonly place: Place;
  readonly draw: () => Figure;
}

export async function openBoard({ facts, locale, waves: through }: BoardConfig, files: { readonly cube: Promise<Response>; readonly codebook: Promise<Response> }): Promise<Board> {
  const [bytes, codebook]: [ArrayBuffer, Codebook] = await Promise.all([files.cube.then((answer) => answer.arrayBuffer()), files.codebook.then((answer) => answer.json())]);
  const cube = cubeTallies(readCube(new Uint8Array(bytes)));
  const places = new Map([...document.querySelectorAll<HTMLElement>("[data-figure]")].map((element) => [element.dataset["figure"], placeOf(element)]));
  const drawn = planFigures(codebook).flatMap((plan) => {
    const place = places.get(plan.id);
    return place ? [{ plan, place }] : [];
  });
  // One that all rows have exactly one value or reason of.
  const counting = codebook.variables.find(({ name, kind }) => name !== codebook.weight && kind !== "multiple" && kind !== "ranking")?.name;
  const variables = [...new Set([...drawn.flatMap(({ plan }) => plan.variables), ...(counting === undefined ? [] : [counting])])];
  const context: ChartContext = { codebook, locale, facts };
  // Where nothing is followed, or nobody has asked yet, its code is not fetched.
  const waves = through && lazily(async () => (await import("./results-waves.ts")).openWaves(through, cube, context));
  const inView = watched([...places.values()].map(({ element }) => element));
  const rowsIn = (tallies: readonly Tally[] = []): number => tallies.reduce((sum, { n }) => sum + n, 0);
  const all = counting === undefined ? 0 : rowsIn(await cube.tally({ variables: [counting] }));
  return {
    codebook,
    cube,
    show: async (tallies, query, isStale) => {
      const counted = Map.groupBy(await tallies.tally({ variables, ...query }), ({ variable }) => variable);
      if (isStale()) return undefined;
      const { by } = query;
      let hidden = 0;
      const showAll = (pieces: readonly Drawing[]): Promise<boolean> =>
        inTurn(
          pieces,
          ({ place }) => inView.has(place.element),
          ({ place, draw }) => {
            const figure = draw();
            if (figure.svg === undefined) hidden += 1;
            place.show(figure);
          },
          isStale,
        );
      const figures = drawn.map(({ plan, place }): Drawing => {
        const own = plan.variables.flatMap((name) => counted.get(name) ?? []);
        return { place, draw: () => (by === undefined ? drawFigure(plan, own, context) : drawCompared(plan, by, own, context)) };
      });
      if (!(await showAll(figures))) return undefined;
      // By the declared filters alone: other answers are known of this wave only.
      const trends = [...((waves && (await (await waves()).counted(query))) ?? [])].flatMap(([id, draw]): Drawing[] => {
        const place = places.get(id);
        return place ? [{ place, draw }] : [];
      });
      if (isStale() || !(await showAll(trends))) return undefined;
      // What is folded away nobody waits for; whoever opens it meanwhile finds it filled.
      void breath().then(() => inTurn([...figures, ...trends], () => false, ({ place }) => place.fill(), isStale));
      return { n: rowsIn(counted.get(counting ?? "")), all, hidden, figures: figures.length + trends.length };
    },
  };
}

/** Elements in the window or close to it, kept up to date by the browser. */
function watched(elements: readonly Element[]): ReadonlySet<Element> {
  const inView = new Set<Element>();
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) inView.add(target);
      else inView.delete(target);
    }
  });
  for (const element of elements) observer.observe(element);
  return inView;
}

import { drawFigure } from "../chart/draw.ts";
import type { Facts, Figure, FigurePlan } from "../chart/figure.ts";
import { planFigures } from "../chart/plan.ts";
import { readCube } from "../cube/codec.ts";
import type { Cube } from "../cube/cube.ts";
import { tallyCube } from "../query/cube.ts";
import type { Codebook } from "../survey/codebook.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

/** Filters of the results page: one choice, and every figure is redrawn from the dense cube, with the functions that drew it at build time. */

interface Config {
  readonly cube: string;
  readonly codebook: string;
  readonly facts: Facts;
  readonly locale: Locale;
}

async function start(filters: HTMLFormElement, status: HTMLElement): Promise<void> {
  const config: Config = JSON.parse(filters.dataset["config"] ?? "{}");
  const fields = [...filters.querySelectorAll("select")];
  const address = new URL(location.href);
  for (const field of fields) field.disabled = false;
  for (const field of fields) field.value = [...field.options].some(({ value }) => value === address.searchParams.get(field.name)) ? (address.searchParams.get(field.name) ?? "") : "";
  let loading: Promise<Redraw> | undefined;
  const apply = async (): Promise<void> => {
    const where = Object.fromEntries(fields.filter(({ value }) => value !== "").map(({ name, value }) => [name, [value]]));
    for (const { name, value } of fields) {
      if (value === "") address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    history.replaceState(null, "", address);
    filters.querySelector("button")?.toggleAttribute("hidden", Object.keys(where).length === 0);
    status.textContent = status.dataset["loading"] ?? "";
    const redraw = await (loading ??= load(config));
    const { n, all } = redraw(where);
    status.textContent = Object.keys(where).length === 0 ? (status.dataset["hint"] ?? "") : (status.dataset["showing"] ?? "").replace("{n}", n).replace("{all}", all);
  };
  const failed = (): void => {
    loading = undefined;
    status.textContent = status.dataset["failed"] ?? "";
  };
  filters.addEventListener("change", () => void apply().catch(failed));
  filters.addEventListener("reset", () => setTimeout(() => void apply().catch(failed)));
  if (fields.some(({ value }) => value !== "")) await apply();
  // Fetched before the first choice, after everything that is needed to read the page.
  else requestIdle(() => void (loading ??= load(config)).catch(failed));
}

const requestIdle = (work: () => void): void => void ("requestIdleCallback" in window ? window.requestIdleCallback(work) : setTimeout(work, 500));

type Redraw = (where: Readonly<Record<string, readonly string[]>>) => { n: string; all: string };

async function load({ cube: cubeUrl, codebook: codebookUrl, facts, locale }: Config): Promise<Redraw> {
  const fetched = async (url: string): Promise<Response> => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response;
  };
  const [cube, codebook]: [Cube, Codebook] = await Promise.all([fetched(cubeUrl).then(async (response) => readCube(new Uint8Array(await response.arrayBuffer()))), fetched(codebookUrl).then((response) => response.json())]);
  const plans: readonly FigurePlan[] = planFigures(codebook);
  const places = new Map([...document.querySelectorAll<HTMLElement>("[data-figure]")].map((place) => [place.dataset["figure"], place]));
  const number = new Intl.NumberFormat(locale === "en" ? "en" : "zh-CN");
  const first = codebook.filters[0];
  const size = (where: Readonly<Record<string, readonly string[]>>): number => (first === undefined ? 0 : tallyCube(cube, { variables: [first], where }).reduce((sum, { n }) => sum + n, 0));
  return (where) => {
    const tallies = tallyCube(cube, { variables: [...new Set(plans.flatMap(({ variables }) => variables))], where });
    for (const plan of plans) {
      const place = places.get(plan.id);
      if (place) show(place, drawFigure(plan, tallies.filter(({ variable }) => plan.variables.includes(variable)), { codebook, locale, document, facts }));
    }
    return { n: number.format(size(where)), all: number.format(size({})) };
  };
}

function show(place: HTMLElement, { title, svg, note, caption, table }: Figure): void {
  const part = (name: string): HTMLElement | null => place.querySelector<HTMLElement>(`[data-part="${name}"]`);
  const [heading, picture, remark, under, rows] = ["title", "picture", "note", "caption", "rows"].map(part);
  if (heading) heading.textContent = title;
  // Written by Plot: every label in it was set as text before it became markup.
  if (picture) picture.innerHTML = svg ?? "";
  if (remark) {
    remark.hidden = note === undefined;
    remark.textContent = note ?? "";
  }
  if (under) under.textContent = caption;
  rows?.replaceChildren(...table.rows.map((row) => make("tr", {}, ...row.map((cell, i) => make("td", { class: table.columns[i]?.numeric ? "numeric" : "" }, cell ?? "–")))));
}

const form = document.querySelector<HTMLFormElement>("#filters");
const said = document.querySelector<HTMLElement>("#filter-status");
if (form && said) start(form, said).catch(() => (said.textContent = said.dataset["failed"] ?? ""));

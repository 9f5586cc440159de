import { standAlone } from "../chart/standing.ts";
import { csvText } from "../survey/csv.ts";

/** Figures as files, made in the page from what it shows, filters and all; nothing is asked of anybody. */

/** Sharp on paper and on a screen of two pixels a point. */
const SHARP = 2;

document.addEventListener("click", (event) => {
  const way = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-keep]") : null;
  const figure = way?.closest<HTMLElement>("[data-figure]");
  if (!way || !figure) return;
  const narrowed = viewOf(figure);
  // The file that the build wrote says the same as long as nothing is chosen.
  if (way instanceof HTMLAnchorElement && narrowed === "") return;
  event.preventDefault();
  const name = figure.dataset["figure"] ?? "figure";
  if (way.dataset["keep"] === "csv") hand(`${name}.csv`, new Blob(["\uFEFF", csvText(tableOf(figure), "\r\n")], { type: "text/csv;charset=utf-8" }));
  else void picture(figure, narrowed, name, way.dataset["keep"] === "png").catch(() => way.setAttribute("hidden", ""));
});

/** What narrows or splits a figure, in words; nothing for those that show everybody whatever is chosen. */
function viewOf(figure: HTMLElement): string {
  const isRedrawn = figure.querySelector("a.explore") !== null;
  return isRedrawn && location.search !== "" ? (document.getElementById("view-words")?.textContent ?? "") : "";
}

const tableOf = (figure: HTMLElement): string[][] => [...figure.querySelectorAll("table tr")].map((row) => [...row.children].map(({ textContent }) => (textContent === "–" ? "" : textContent)));

async function picture(figure: HTMLElement, narrowed: string, name: string, asPng: boolean): Promise<void> {
  const drawn = figure.querySelector("[data-part=picture] svg");
  if (!drawn) return;
  const text = (selector: string): string => figure.querySelector<HTMLElement>(`${selector}:not([hidden])`)?.textContent ?? "";
  const around = { title: text("[data-part=title]"), question: text(".question"), lines: [text("[data-part=note]"), text("[data-part=caption]"), narrowed] };
  const { svg, width, height } = standAlone(new XMLSerializer().serializeToString(drawn), around, lightColours());
  const file = new Blob([svg], { type: "image/svg+xml;charset=utf-8" });
  hand(`${name}.${asPng ? "png" : "svg"}`, asPng ? await pixels(file, width, height) : file);
}

/** Pictures end up on white paper: the colours that the sheets give before any of their conditions, whatever the screen is set to. */
function lightColours(): (property: string) => string {
  const found = new Map<string, string>();
  for (const { cssRules } of document.styleSheets)
    for (const rule of cssRules)
      if (rule instanceof CSSStyleRule && rule.selectorText === ":root") for (const name of rule.style) found.set(name, rule.style.getPropertyValue(name).trim());
  return (property) => found.get(property) ?? "#000";
}

async function pixels(file: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * SHARP, height * SHARP];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the canvas gives no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

function hand(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  [link.href, link.download] = [url, name];
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

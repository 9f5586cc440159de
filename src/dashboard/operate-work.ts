import type { Found, Work } from "../collector/desk.ts";
import type { OperateWords } from "../i18n/operate.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";
import type { Caller } from "./operate-calls.ts";
import { refused } from "./operate-dialog.ts";

/** How often work under way is looked at, in ms. */
const PACE = 700;

/** Why work was not begun. */
export interface Refused {
  readonly detail: string;
  readonly refusal?: unknown;
}

/** The strip at the foot of the page that says what the server is doing, how long it has taken, and how it went. */
export function workStrip(strip: HTMLElement, words: OperateWords, locale: Locale, call: Caller, number: (n: number) => string, onDone: () => void): { begin(order: Readonly<Record<string, string>>): Promise<Refused | undefined>; look(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Work that this page has seen under way, and whose end it has not told yet. */
  let awaited: number | undefined;
  const show = (work: Work): void => {
    const step = ({ name, state, seconds }: Work["steps"][number]): HTMLElement =>
      make("li", { class: state }, `${words.work.steps[name] ?? name} `, make("span", { class: "soft" }, state === "waiting" ? "" : words.work.seconds(seconds.toFixed(seconds < 10 ? 1 : 0))));
    const close = make("button", { type: "button", class: "button quiet" }, words.work.dismiss);
    close.addEventListener("click", () => (strip.hidden = true));
    strip.hidden = false;
    strip.className = `card ${work.state}`;
    strip.replaceChildren(
      make("h2", {}, `${words.work.kinds[work.kind]}${work.survey === undefined ? "" : ` · ${work.survey} ${work.wave}`}`),
      make("p", { role: "status" }, words.work[work.state], work.state === "running" ? ` ${words.work.keepOpen}` : ""),
      ...(work.state === "running" ? [make("progress", { "aria-label": words.work.running, ...(work.share === undefined ? {} : { value: String(work.share) }) })] : []),
      make("ol", { class: "steps" }, ...work.steps.map(step)),
      ...(work.error === undefined ? [] : [...refused({ detail: work.error, refusal: work.refusal }, words, locale)]),
      ...(work.result === undefined ? [] : found(work.result, words, locale, number)),
      ...(work.state === "running" ? [] : [make("p", { class: "row" }, close)]),
    );
  };
  const refuse = (why: Refused): void => {
    strip.hidden = false;
    strip.className = "card failed";
    strip.replaceChildren(make("p", { role: "alert" }, words.notDone), ...refused(why, words, locale));
  };
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const reply = await call<{ work: Work | null }>("GET", "work");
    if (!reply.ok || !reply.value.work) return;
    const { work } = reply.value;
    // What was over before the page was opened is no news.
    if (work.state !== "running" && awaited !== work.id) return;
    awaited = work.state === "running" ? work.id : undefined;
    show(work);
    if (work.state === "running") timer = setTimeout(() => void look(), PACE);
    else onDone();
  };
  return {
    look,
    begin: async (order) => {
      const reply = await call<{ work: Work }>("POST", "work", order);
      if (!reply.ok) {
        refuse(reply);
        return reply;
      }
      awaited = reply.value.work.id;
      show(reply.value.work);
      strip.scrollIntoView({ block: "nearest" });
      timer = setTimeout(() => void look(), PACE);
      return undefined;
    },
  };
}

/** What a release holds and hides. */
function found({ responses, microdata, protect, hidden, log }: Found, words: OperateWords, locale: Locale, number: (n: number) => string): HTMLElement[] {
  const { found: say } = words;
  const rows = hidden.map(({ variable, cells, share }) => make("tr", {}, make("th", { scope: "row" }, variable), make("td", {}, say.about(number(cells), `${Math.round(share * 100)} %`))));
  return [
    make("h3", {}, say.title),
    make("p", {}, `${say.responses(number(responses))} ${microdata === "public" ? say.public(protect.k, protect.n) : say.withheld}`),
    make("h3", {}, say.hidden),
    rows.length === 0 ? make("p", {}, say.hiddenNone) : make("table", { class: "table" }, make("thead", {}, make("tr", {}, make("th", {}, say.variable), make("th", {}, say.cells))), make("tbody", {}, ...rows)),
    ...(log && log.length > 0 ? [make("details", {}, make("summary", {}, say.log), make("ul", {}, ...log.map(({ variable, done }) => make("li", {}, make("b", {}, variable), `: ${done[locale]}`))))] : []),
  ];
}

import type { WaveView } from "../collector/desk.ts";
import type { OperateWords } from "../i18n/operate.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

/** What the card of a wave shows, and what can be done with the wave. */
export interface WaveCard {
  readonly survey: string;
  readonly view: WaveView;
  /** Title of the wave that has to end before this one may open. */
  readonly waitsFor: string | undefined;
  readonly words: OperateWords;
  readonly locale: Locale;
  readonly number: (n: number) => string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly actions: readonly (readonly [label: string, act: () => void, kind: "first" | "quiet" | "grave"])[];
  readonly links: readonly (readonly [label: string, href: string])[];
  /** What can be done with a list of invitations. */
  readonly list: (name: string) => readonly HTMLElement[];
}

export function waveCard({ survey, view, waitsFor, words, locale, number, today, actions, links, list }: WaveCard): HTMLElement {
  const { wave, title, admission, trial, status, purged, lists, standing, changed } = view;
  const state = purged === undefined ? (status?.state ?? "planned") : "purged";
  const id = `wave-${survey}-${wave}`;
  const { release } = standing;
  return make(
    "article",
    { class: `card ${state}`, "aria-labelledby": id },
    make("p", { class: "tags" }, make("span", { class: "tag state" }, words.states[state]), make("span", { class: "tag" }, words.admissions[admission]), ...(trial ? [make("span", { class: "tag" }, words.trial)] : [])),
    make("h3", { id }, title[locale], make("span", { class: "soft small" }, ` ${wave}`)),
    ...counts(view, words, number),
    make("p", { class: "soft small" }, days(view, words, today)),
    ...(waitsFor === undefined ? [] : [make("p", { class: "note small" }, words.after(waitsFor))]),
    ...(changed ? [make("p", { class: "note small" }, words.changed)] : []),
    ...(release === undefined ? [] : [make("p", { class: "small" }, standing.retracted ? words.retracted(release) : words.released(release, standing.published))]),
    ...groups(view, words, locale, number),
    ...(lists.length === 0 ? [] : [make("section", { class: "lists" }, make("h4", {}, words.lists), make("p", { class: "soft small" }, words.listText), ...lists.map((name) => make("div", { class: "row" }, make("code", {}, name), ...list(name))))]),
    make(
      "p",
      { class: "row actions" },
      ...actions.map(([label, act, kind]) => {
        const button = make("button", { type: "button", class: `button ${kind === "first" ? "" : kind}` }, label);
        button.addEventListener("click", act);
        return button;
      }),
      ...links.map(([label, href]) => make("a", { class: "button quiet", href }, label)),
    ),
  );
}

function counts({ status }: WaveView, words: OperateWords, number: (n: number) => string): HTMLElement[] {
  if (!status) return [];
  const { responses, exact, invitations } = status;
  const count = (n: number): string => (exact ? words.exactly(number(n)) : n === 0 ? words.few : words.atLeast(number(n)));
  const said = make("p", { class: "count" }, `${words.responses} `, make("b", {}, count(responses)));
  if (!invitations) return [said];
  const { invited, admitted, rate } = invitations;
  const bar = rate === undefined ? [] : [make("meter", { min: "0", max: "1", value: String(rate), "aria-label": words.rate(percent(rate), exact) })];
  return [said, ...bar, make("p", { class: "small" }, [words.invited(number(invited)), words.admitted(count(admitted)), ...(rate === undefined ? [] : [words.rate(percent(rate), exact)])].join(" · "))];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function days({ status, opens, closes, purged }: WaveView, words: OperateWords, today: string): string {
  if (purged !== undefined) return words.purgedOn(purged);
  if (!status) return words.plannedFor(opens, closes);
  if (status.closed !== undefined) return `${words.openedOn(status.opened)} · ${words.closedOn(status.closed)}`;
  return [words.openedOn(status.opened), ...(closes === undefined ? [] : [closes < today ? words.overdue(closes) : words.closesOn(closes)])].join(" · ");
}

function groups({ status }: WaveView, words: OperateWords, locale: Locale, number: (n: number) => string): HTMLElement[] {
  const all = status?.invitations?.groups ?? [];
  if (all.length === 0) return [];
  const row = ({ label, invited, rate }: (typeof all)[number]): HTMLElement =>
    make("tr", {}, make("th", { scope: "row" }, label[locale]), make("td", { class: "numeric" }, words.invited(number(invited))), make("td", { class: "numeric" }, rate === undefined ? words.fewAdmitted : words.rate(percent(rate), false).replace(/^.*?(\d)/, "≥ $1")));
  return [make("details", {}, make("summary", {}, words.groups), make("p", { class: "soft small" }, words.groupsHint), make("table", { class: "table" }, make("tbody", {}, ...all.map(row))))];
}

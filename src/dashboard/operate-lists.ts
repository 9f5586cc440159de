import type { ListView } from "../collector/desk.ts";
import type { OperateWords } from "../i18n/operate.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

/** A list of invitations as something to hand out: tickets to cut apart, or messages to paste. It covers the page until it is left. */

interface Person {
  /** What the roster says of the person. */
  readonly traits: readonly string[];
  readonly link: string;
}

const peopleOf = ({ table: { columns, rows } }: ListView): Person[] => {
  const at = columns.indexOf("link");
  return rows.map(({ cells }) => ({ traits: cells.slice(0, at).filter((cell) => cell !== null), link: cells[at] ?? "" }));
};

const called = ({ traits }: Person, i: number, words: OperateWords): string => traits.join(" · ") || words.person(i + 1);

/** Black on white, whatever the page wears: scanners want it so. */
export async function showTickets(list: ListView, words: OperateWords, locale: Locale): Promise<void> {
  const { default: encodeQR } = await import("qr");
  const tickets = peopleOf(list).map((person, i) => {
    const code = make("div", { class: "code" });
    // Built by the library from the link alone.
    code.innerHTML = encodeQR(person.link, "svg", { ecc: "medium", border: 2 });
    code.firstElementChild?.setAttribute("role", "img");
    code.firstElementChild?.setAttribute("aria-label", `${called(person, i, words)}: ${person.link}`);
    return make("li", { class: "ticket" }, make("b", { class: "who" }, called(person, i, words)), code, make("p", { class: "title" }, list.title[locale]), make("p", { class: "small" }, words.ticket, make("br"), make("strong", {}, list.words[locale])));
  });
  cover(words, make("ul", { class: "tickets" }, ...tickets), true);
}

export function showMessages(list: ListView, words: OperateWords, locale: Locale): void {
  const items = peopleOf(list).map((person, i) => {
    const text = words.message(list.title[locale], person.link, list.words[locale]);
    const copy = make("button", { type: "button", class: "button quiet" }, words.copy);
    copy.addEventListener("click", () => void copied(text).then((done) => (copy.textContent = done ? words.copied : words.copy)));
    return make("li", { class: "message card" }, make("b", {}, called(person, i, words)), make("pre", {}, text), copy);
  });
  cover(words, make("ul", { class: "messages" }, ...items), false);
}

function cover(words: OperateWords, content: HTMLElement, isPrinted: boolean): void {
  const back = make("button", { type: "button", class: "button quiet" }, words.back);
  const print = make("button", { type: "button", class: "button" }, words.print);
  const sheet = make("dialog", { class: "sheet", "aria-label": words.lists }, make("p", { class: "row no-print" }, back, ...(isPrinted ? [print] : [])), content);
  back.addEventListener("click", () => sheet.close());
  print.addEventListener("click", () => window.print());
  sheet.addEventListener("close", () => {
    document.documentElement.classList.remove("sheet-open");
    sheet.remove();
  });
  document.body.append(sheet);
  document.documentElement.classList.add("sheet-open");
  sheet.showModal();
}

/** The clipboard proper exists on HTTPS alone; the old way works without. */
async function copied(text: string): Promise<boolean> {
  if (await navigator.clipboard?.writeText(text).then(() => true, () => false)) return true;
  const area = make("textarea");
  area.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

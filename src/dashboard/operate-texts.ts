import type { TextsView } from "../collector/desk.ts";
import type { OperateWords } from "../i18n/operate.ts";
import { refusalText } from "../i18n/refusals.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";
import type { Caller } from "./operate-calls.ts";
import { ask } from "./operate-dialog.ts";

/** Reads what was written, with what was cleared before on top, and keeps what is ticked. */
export async function askTexts(path: string, name: string, words: OperateWords, locale: Locale, call: Caller): Promise<void> {
  const reply = await call<TextsView>("GET", `${path}/texts`);
  const { texts, cleared } = reply.ok ? reply.value : { texts: [], cleared: [] };
  const labels = new Map(texts.map(({ variable, label }) => [variable, label[locale]]));
  const before = new Set(cleared.map(({ variable, text }) => JSON.stringify([variable, text])));
  const rows = [...cleared.map((quote) => ({ ...quote, isCleared: true })), ...texts.filter(({ variable, text }) => !before.has(JSON.stringify([variable, text]))).map(({ variable, text }) => ({ variable, text, theme: "", isCleared: false }))].map(({ variable, text, theme, isCleared }) => {
    const box = make("input", { type: "checkbox", checked: isCleared });
    const area = make("textarea", { rows: "3", "aria-label": words.ask.written(labels.get(variable) ?? variable) });
    area.value = text;
    const about = make("input", { type: "text", placeholder: words.ask.theme, "aria-label": words.ask.theme });
    about.value = theme;
    return { item: make("li", {}, make("p", { class: "soft small" }, labels.get(variable) ?? variable), area, make("label", {}, box, words.ask.quote), about), quote: () => (box.checked ? [{ variable, theme: about.value, text: area.value }] : []) };
  });
  ask(words, locale, {
    title: words.ask.texts(name),
    text: [reply.ok ? (rows.length === 0 ? words.ask.textsNone : words.ask.textsText(texts.length)) : (refusalText(locale, reply.refusal) ?? reply.detail)],
    fields: [make("ul", { class: "texts" }, ...rows.map(({ item }) => item))],
    act: words.ask.keepTexts,
    does: () => call("POST", `${path}/texts`, rows.flatMap(({ quote }) => quote())),
    done: () => {},
  });
}

import type { OperateWords } from "../i18n/operate.ts";
import { refusalText } from "../i18n/refusals.ts";
import type { Locale } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";
import type { Reply } from "./operate-calls.ts";

/** Why something was not done: in the reader's language where there are words for it; else those of the command, announced as such. */
export function refused({ detail, refusal }: { readonly detail: string; readonly refusal?: unknown }, words: OperateWords, locale: Locale): HTMLElement[] {
  const text = refusalText(locale, refusal);
  if (text !== undefined) return [make("p", {}, text)];
  return detail === "" ? [make("p", {}, words.failed)] : [make("p", {}, words.inItsWords), make("pre", { lang: "en" }, detail)];
}

/** A question before something is done; what went wrong is said in it, and nothing typed is lost. */
export interface Question {
  readonly title: string;
  readonly text: readonly string[];
  readonly fields?: readonly HTMLElement[];
  /** The word on the button. */
  readonly act: string;
  readonly isGrave?: boolean;
  readonly does: (form: HTMLFormElement) => Promise<Reply<unknown>>;
  readonly done: () => void;
}

export function ask(words: OperateWords, locale: Locale, { title, text, fields = [], act, isGrave = false, does, done }: Question): void {
  const error = make("div", { class: "error", role: "alert" });
  const button = make("button", { class: `button${isGrave ? " grave" : ""}` }, act);
  const cancel = make("button", { type: "button", class: "button quiet" }, words.cancel);
  const form = make("form", { method: "dialog" }, make("h2", { id: "asked" }, title), ...text.map((line) => make("p", {}, line)), ...fields, error, make("p", { class: "row" }, button, cancel));
  const dialog = make("dialog", { "aria-labelledby": "asked", class: "card" }, form);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    dialog.setAttribute("aria-busy", "true");
    error.replaceChildren();
    void does(form).then((reply) => {
      button.disabled = false;
      dialog.removeAttribute("aria-busy");
      if (reply.ok) {
        dialog.close();
        done();
      } else error.replaceChildren(make("strong", {}, words.notDone), ...refused(reply, words, locale));
    });
  });
  document.body.append(dialog);
  dialog.showModal();
}

export function field(label: string, input: HTMLElement): HTMLLabelElement {
  return make("label", { class: "field" }, make("span", {}, label), input);
}

/** A roster as a file, or pasted. */
export const rosterFields = (words: OperateWords): HTMLElement[] => [
  field(words.rosterFile, make("input", { type: "file", name: "file", accept: ".csv,.tsv,.txt,.xlsx" })),
  field(words.rosterPasted, make("textarea", { name: "pasted", rows: "4", spellcheck: "false", autocomplete: "off" })),
];

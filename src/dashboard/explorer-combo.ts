import { complete, type Offer } from "./explorer-complete.ts";
import { make } from "./explorer-dom.ts";

/**
 * Completion in a textarea, as a combobox with a listbox (ARIA 1.2): arrows choose, Enter or Tab takes, Escape closes.
 * Nothing is chosen until an arrow says so, so that Enter and Tab stay what they are.
 * @param columns what is known of tables, asked each time
 */
export function completing(box: HTMLTextAreaElement, list: HTMLElement, status: HTMLElement, columns: () => readonly (readonly (string | null)[])[], count: (n: number) => string): void {
  let [from, offers, chosen]: [number, readonly Offer[], number] = [0, [], -1];

  const close = (): void => {
    offers = [];
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (at: number): void => {
    chosen = at;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const option = list.children[at];
    if (!option) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (offer: Offer): void => {
    box.focus();
    box.setSelectionRange(from, box.selectionStart);
    // So that undo takes it back; where a browser has given that up, by hand.
    if (!document.execCommand("insertText", false, offer.insert)) box.setRangeText(offer.insert, from, box.selectionStart, "end");
    close();
  };
  const offer = (): void => {
    if (box.selectionStart !== box.selectionEnd) return close();
    ({ from, offers } = complete(box.value, box.selectionStart, columns()));
    if (offers.length === 0) return close();
    list.replaceChildren(
      ...offers.map((each, i) => {
        const option = make("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" }, make("code", {}, each.name), make("span", {}, each.detail));
        // Before the textarea loses the focus and closes the list.
        option.addEventListener("pointerdown", (event) => (event.preventDefault(), take(each)));
        return option;
      }),
    );
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    status.textContent = count(offers.length);
    choose(-1);
  };

  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", list.id], ["aria-expanded", "false"]] as const) box.setAttribute(name, value);
  box.addEventListener("input", offer);
  box.addEventListener("blur", close);
  box.addEventListener("click", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) return event.preventDefault(), offer();
    if (offers.length === 0 || event.isComposing) return;
    if (event.key === "Escape") return event.preventDefault(), close();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      return choose(chosen < 0 ? (step === 1 ? 0 : offers.length - 1) : (chosen + step + offers.length) % offers.length);
    }
    const one = offers[chosen];
    if (one && (event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      take(one);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "Enter" || event.key === "Tab") close();
  });
}

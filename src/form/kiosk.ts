import { FORM } from "../i18n/form.ts";
import type { Locale } from "../survey/text.ts";

/** A device that many people answer on, one after the other: `/s/ID/?kiosk`. */

/** How long nobody may touch it before it is the next person's turn, in s, and how long before that it asks. */
const IDLE = 120;
const ASK = 20;
const TOUCHES = ["pointerdown", "touchstart", "keydown", "input", "wheel", "scroll"];

interface Kiosk {
  readonly locale: Locale;
  readonly renew: () => void;
  /** Nothing of anybody is on the page. */
  readonly isUntouched: () => boolean;
}

/** @returns what ends it */
export function tendKiosk({ locale, renew, isUntouched }: Kiosk): () => void {
  keepIn();
  let last = performance.now();
  const notice = document.createElement("p");
  notice.className = "note";
  Object.assign(notice.style, { position: "fixed", insetInline: "0", insetBlockEnd: "0", margin: "0", zIndex: "9", fontSize: "1.15rem" });
  notice.setAttribute("role", "alert");
  const touched = (): void => {
    last = performance.now();
    notice.remove();
  };
  const timer = setInterval(() => {
    const left = Math.ceil(IDLE - (performance.now() - last) / 1000);
    if (isUntouched()) return touched();
    if (left <= 0) {
      touched();
      renew();
    } else if (left <= ASK) {
      notice.textContent = FORM[locale].stillThere(left);
      document.body.append(notice);
    }
  }, 1000);
  for (const type of TOUCHES) addEventListener(type, touched, { capture: true, passive: true });
  return () => {
    clearInterval(timer);
    notice.remove();
    for (const type of TOUCHES) removeEventListener(type, touched, { capture: true });
  };
}

/** Nothing leads away but the other language, and that is a kiosk, too. */
function keepIn(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    if (link.dataset["language"] !== undefined) link.search = "?kiosk";
    else if (!link.closest("#form") && !link.classList.contains("skip")) link.removeAttribute("href");
  }
}

/** Opens the page anew. It goes empty, or the browser would put back what was chosen on it. */
export function startAnew(): void {
  history.scrollRestoration = "manual";
  document.querySelector("#form")?.remove();
  location.reload();
}

import { OPERATE } from "../i18n/operate.ts";
import { isLocale, type Text } from "../survey/text.ts";
import { make } from "./explorer-dom.ts";

/** The operator's page: the key is held by this page alone and gone when it is left. */

interface Status {
  readonly survey: string;
  readonly wave: string;
  readonly state: "open" | "closed";
  readonly responses: number;
  readonly exact: boolean;
  readonly title: Text;
}

const form = document.querySelector<HTMLFormElement>("#key-form");
if (form) operate(form);

function operate(keyForm: HTMLFormElement): void {
  const { locale: tag, calls = "" } = keyForm.dataset;
  const locale = isLocale(tag) ? tag : "zh-cn";
  const words = OPERATE[locale];
  const number = new Intl.NumberFormat(locale === "en" ? "en" : "zh-CN");
  const input = keyForm.querySelector("input");
  const status = document.querySelector("#key-status");
  const section = document.querySelector<HTMLElement>("#waves");
  const list = document.querySelector("#waves-list");
  if (!input || !status || !section || !list) return;
  let key = "";

  const show = async (): Promise<void> => {
    status.textContent = words.loading;
    const reply = await fetch(`${calls}waves`, { headers: { authorization: `Bearer ${key}` }, credentials: "omit", cache: "no-store" }).catch(() => undefined);
    if (!reply?.ok) {
      status.textContent = reply?.status === 401 ? words.wrong : reply?.status === 429 ? words.many : words.failed;
      return;
    }
    const waves: readonly Status[] = await reply.json();
    status.textContent = "";
    list.replaceChildren(...(waves.length === 0 ? [make("p", {}, words.none)] : waves.map(card)));
    keyForm.hidden = true;
    section.hidden = false;
  };
  const card = ({ survey, wave, state, responses, exact, title }: Status): HTMLElement => {
    const count = exact ? words.exactly(number.format(responses)) : responses === 0 ? words.few : words.atLeast(number.format(responses));
    const verbs = state === "open" ? [`close ${survey} --wave ${wave}`] : [`release ${survey} --wave ${wave}`, `publish ${survey} --wave ${wave}`];
    return make(
      "article",
      { class: "card" },
      make("h2", {}, `${survey} · ${title[locale]}`),
      make("p", {}, `${words[state]} · ${words.responses} ${count}`),
      make("p", { class: "soft small" }, state === "open" ? words.closeHint : words.releaseHint),
      make("pre", { tabindex: "0", "aria-label": words.next }, verbs.map((verb) => `npm run -s qingting -- ${verb}`).join("\n")),
    );
  };
  keyForm.addEventListener("submit", (event) => {
    event.preventDefault();
    key = input.value.trim();
    void show();
  });
  document.querySelector("#refresh")?.addEventListener("click", () => void show());
  document.querySelector("#leave")?.addEventListener("click", () => location.reload());
}

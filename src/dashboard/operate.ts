import type { ListView, Overview, SurveyView, WaveView } from "../collector/desk.ts";
import { OPERATE } from "../i18n/operate.ts";
import { isLocale } from "../survey/text.ts";
import { at, make } from "./explorer-dom.ts";
import { caller } from "./operate-calls.ts";
import { ask, field, rosterFields } from "./operate-dialog.ts";
import { showMessages, showTickets } from "./operate-lists.ts";
import { askTexts } from "./operate-texts.ts";
import { waveCard } from "./operate-wave.ts";
import { type Refused, workStrip } from "./operate-work.ts";

/** The operator's page. The key is shown once; from then on the browser holds a session that ends with it. */

const form = document.querySelector<HTMLFormElement>("#key-form");
if (form) operate(form);

function operate(keyForm: HTMLFormElement): void {
  const { locale: tag, calls = "", base = "/" } = keyForm.dataset;
  const locale = isLocale(tag) ? tag : "zh-cn";
  const words = OPERATE[locale];
  const format = new Intl.NumberFormat(locale === "en" ? "en" : "zh-CN");
  const number = (n: number): string => format.format(n);
  const call = caller(calls);
  const [input, status, desk, list] = [at("key", HTMLInputElement), at("key-status", HTMLElement), at("desk", HTMLElement), at("waves-list", HTMLElement)];
  const strip = workStrip(at("work", HTMLElement), words, locale, call, number, () => void show());
  const home = `${base}${locale === "en" ? "en/" : ""}`;

  const begin = async (): Promise<void> => {
    const reply = await call<{ entered: boolean }>("GET", "session");
    if (reply.ok && reply.value.entered) return show();
    keyForm.hidden = false;
    status.textContent = reply.ok ? "" : words.failed;
  };
  const show = async (): Promise<void> => {
    const reply = await call<Overview>("GET", "overview");
    if (!reply.ok) {
      keyForm.hidden = false;
      desk.hidden = true;
      status.textContent = reply.status === 401 ? words.ended : words.failed;
      return;
    }
    const { surveys } = reply.value;
    keyForm.hidden = true;
    desk.hidden = false;
    status.textContent = "";
    list.replaceChildren(...(surveys.length === 0 ? [make("p", {}, words.none)] : surveys.map(section)));
    await strip.look();
  };

  const section = ({ survey, title, problem, waves }: SurveyView): HTMLElement =>
    make(
      "section",
      { "aria-label": title[locale] },
      make("h2", {}, title[locale], make("span", { class: "soft small" }, ` ${survey}`)),
      ...(problem === undefined ? [] : [make("div", { class: "note" }, make("p", {}, words.problem), make("pre", { lang: "en" }, problem))]),
      waves.length === 0 ? make("p", { class: "soft" }, words.noWaves) : make("div", { class: "waves" }, ...waves.map((view) => card(survey, title[locale], view, waves.find(({ wave }) => wave === view.after)?.title[locale]))),
    );

  const card = (survey: string, title: string, view: WaveView, waitsFor: string | undefined): HTMLElement => {
    const { wave, status: now, admission, standing, purged } = view;
    const path = `waves/${survey}/${wave}`;
    const name = `${title} · ${view.title[locale]}`;
    const rebuilt = (): void => void strip.begin({ kind: "build" }).then(() => show());
    const work = (kind: string) => (): void => void strip.begin({ kind, survey, wave });
    const site = new URL(base, location.href).href;
    const doings = {
      open: () =>
        ask(words, locale, {
          title: words.ask.open(name),
          text: [words.ask.openText, ...(admission === "invited" ? [words.ask.openRoster] : [])],
          fields: admission === "invited" ? rosterFields(words) : [],
          act: words.open,
          does: (filled) => call("POST", `${path}/open`, new FormData(filled)),
          done: rebuilt,
        }),
      invite: () =>
        ask(words, locale, {
          title: words.ask.invite(name),
          text: [words.ask.inviteText],
          fields: [...rosterFields(words), field(words.orNumber, make("input", { type: "number", name: "n", min: "1", max: "100000", inputmode: "numeric" }))],
          act: words.invite,
          does: (filled) => {
            const sent = new FormData(filled);
            sent.set("site", site);
            return call("POST", `${path}/invitations`, sent);
          },
          done: () => void show(),
        }),
      extend: () =>
        ask(words, locale, {
          title: words.ask.extend(name),
          text: [words.ask.extendText],
          fields: [field(words.ask.closes, make("input", { type: "date", name: "closes", required: true, value: view.closes ?? "", ...(now ? { min: now.opened } : {}) }))],
          act: words.extend,
          does: (filled) => call("POST", `${path}/extend`, { closes: String(new FormData(filled).get("closes")) }),
          done: () => void show(),
        }),
      close: () => ask(words, locale, { title: words.ask.close(name), text: [words.ask.closeText], act: words.close, isGrave: true, does: () => call("POST", `${path}/close`, {}), done: rebuilt }),
      texts: () => void askTexts(path, name, words, locale, call),
      preview: work("preview"),
      publish: () => ask(words, locale, { title: words.ask.publish(name), text: [words.ask.publishText], act: words.publish, does: async () => begun(await strip.begin({ kind: "publish", survey, wave })), done: () => {} }),
      retract: () =>
        ask(words, locale, {
          title: words.ask.retract(name),
          text: [words.ask.retractText],
          fields: [field(words.ask.why, make("input", { type: "text", name: "why", required: true }))],
          act: words.retract,
          isGrave: true,
          does: async (filled) => begun(await strip.begin({ kind: "retract", survey, wave, why: String(new FormData(filled).get("why")) })),
          done: () => {},
        }),
      purge: () =>
        ask(words, locale, {
          title: words.ask.purge(name),
          text: [words.ask.purgeText],
          fields: [field(words.ask.confirm(`${survey} ${wave}`), make("input", { type: "text", name: "confirm", required: true, autocomplete: "off", autocapitalize: "off", spellcheck: "false" }))],
          act: words.purge,
          isGrave: true,
          does: (filled) => call("POST", `${path}/purge`, { confirm: String(new FormData(filled).get("confirm")) }),
          done: () => void show(),
        }),
    };
    const isReleased = standing.release !== undefined && !standing.retracted;
    const can: (keyof typeof doings)[] = !now
      ? view.after === undefined
        ? ["open"]
        : []
      : now.state === "open"
        ? [...(admission === "invited" ? (["invite"] as const) : []), "extend", "close"]
        : purged !== undefined
          ? isReleased && standing.published
            ? ["retract"]
            : []
          : [...(isReleased ? (standing.published ? (["retract"] as const) : (["publish", "retract"] as const)) : [...(view.quotes ? (["texts"] as const) : []), "preview" as const, "publish" as const]), "purge"];
    const grave = new Set(["close", "purge", "retract"]);
    const first = new Set(["open", "invite", "publish"]);
    return waveCard({
      survey,
      view,
      waitsFor,
      words,
      locale,
      number,
      today: new Date().toISOString().slice(0, 10),
      actions: can.map((each) => [words[each], doings[each], grave.has(each) ? "grave" : first.has(each) ? "first" : "quiet"] as const),
      links: [
        ...(now?.state === "open" ? [[words.openForm, `${home}s/${survey}/`] as const] : []),
        ...(standing.published ? [[words.seeResults, `${home}results/${survey}/${wave}/`] as const] : []),
        ...(now?.state === "closed" && purged === undefined ? [[words.download, `${calls}${path}/responses`] as const] : []),
      ],
      list: (file) => listButtons(`${path}/invitations/${file}`),
    });
  };

  const listButtons = (path: string): HTMLElement[] => {
    const button = (label: string, act: (view: ListView) => unknown): HTMLElement => {
      const made = make("button", { type: "button", class: "button quiet" }, label);
      made.addEventListener("click", () => void call<ListView>("GET", path).then((reply) => (reply.ok ? act(reply.value) : show())));
      return made;
    };
    const drop = make("button", { type: "button", class: "button quiet grave" }, words.listDrop);
    drop.addEventListener("click", () => ask(words, locale, { title: words.listDrop, text: [words.dropText], act: words.listDrop, isGrave: true, does: () => call("DELETE", path), done: () => void show() }));
    return [
      make("a", { class: "button quiet", href: `${calls}${path}?as=csv`, download: true }, words.listCsv),
      button(words.listQr, (view) => showTickets(view, words, locale)),
      button(words.listTexts, (view) => showMessages(view, words, locale)),
      drop,
    ];
  };

  /** What a strip says, as the dialog hears it. */
  const begun = (problem: Refused | undefined) => (problem === undefined ? ({ ok: true, value: undefined } as const) : ({ ok: false, status: 422, ...problem } as const));

  keyForm.addEventListener("submit", (event) => {
    event.preventDefault();
    status.textContent = words.loading;
    void call("POST", "session", { key: input.value.trim() }).then((reply) => {
      if (reply.ok) {
        input.value = "";
        return show();
      }
      status.textContent = reply.status === 401 ? words.wrong : reply.status === 429 ? words.many : words.failed;
      return undefined;
    });
  });
  at("refresh", HTMLButtonElement).addEventListener("click", () => void show());
  at("rebuild", HTMLButtonElement).addEventListener("click", () => void strip.begin({ kind: "build" }));
  at("leave", HTMLButtonElement).addEventListener("click", () => void call("DELETE", "session").then(() => location.reload()));
  void begin();
}

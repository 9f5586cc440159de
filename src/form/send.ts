import type { Credential } from "../responses/credential.ts";
import { FORM } from "../i18n/form.ts";
import type { Locale, Text } from "../survey/text.ts";
import { askAdmission, canBeAdmitted } from "./admission.ts";
import { statusOf } from "./admitted.ts";
import type { Sheet } from "./deliver.ts";
import { openOutbox } from "./outbox.ts";
import { invitationIn, type Right } from "./right.ts";
import { LARGEST, readSaved, saveFile } from "./saved.ts";
import { reasonFor, reasonOf } from "./session.ts";
import { inMemory, type Waiting } from "./storage.ts";

/** The page that sends answers which the form saved as a file. Nothing is kept here: the file is. */

/** What the server writes into the page. */
export interface SendProps {
  readonly locale: Locale;
  readonly collector: string;
  /** Titles by survey, and of its waves; of an invited wave that is open, its key. */
  readonly surveys: Readonly<Record<string, { readonly title: Text; readonly waves: Readonly<Record<string, { readonly title: Text; readonly key?: string }>> }>>;
}

/** One response on the page. */
interface Entry {
  sheet: Sheet;
  readonly status: HTMLElement;
  /** Where the link of an invitation is pasted, for answers that were saved before it was used. */
  readonly link: HTMLInputElement | undefined;
  /** Kept for as long as the page is open: asked again with the same, the collector gives the same. */
  right?: Right;
  done: boolean;
}

const props: SendProps = JSON.parse(document.querySelector("#send-props")?.textContent ?? "");
const { locale, collector, surveys } = props;
const words = FORM[locale].send;
const entries = new Map<string, Entry>();
const storage = inMemory();

const [picker, zone, list, problems, button, pasted, add] = [at("file", HTMLInputElement), at("drop", HTMLElement), at("list", HTMLElement), at("problems", HTMLElement), at("send", HTMLButtonElement), at("pasted", HTMLTextAreaElement), at("add", HTMLButtonElement)];

function at<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
}

function make<K extends keyof HTMLElementTagNameMap>(name: K, text: string, className = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  element.className = className;
  return element;
}

function say({ status }: Entry, title: string, ...lines: readonly string[]): void {
  status.classList.toggle("warn", title === FORM[locale].waiting || title === FORM[locale].refused);
  status.replaceChildren(make("strong", title), ...lines.map((line) => make("span", line)));
}

const outbox = openOutbox({
  storage,
  onDelivered: ({ response }) => {
    const entry = entries.get(response.id);
    if (!entry) return;
    entry.done = true;
    entry.link?.closest("label")?.remove();
    say(entry, FORM[locale].delivered, words.deliveredText);
    count();
  },
  onWaiting: ({ response }) => {
    const entry = entries.get(response.id);
    if (entry) say(entry, FORM[locale].waiting, words.waitingText, ...(entry.right ? [words.admittedText] : []));
    if (entry?.right) entry.status.append(again(entry));
  },
  onRefused: (waiting) => {
    const entry = entries.get(waiting.response.id);
    if (entry) say(entry, FORM[locale].refused, words.refusedText, reasonFor(waiting, locale));
  },
});

async function take(name: string, text: string): Promise<void> {
  const read = readSaved(text);
  if ("bad" in read) {
    const { bad } = read;
    problems.append(make("p", `${words.bad.title(name)}${locale === "en" ? ": " : "："}${bad.why === "part" ? words.bad.part(bad.key) : words.bad[bad.why]}`));
  } else if (entries.has(read.sheet.response.id)) problems.append(make("p", words.twice(name)));
  else show(read.sheet);
}

async function takeFiles(files: Iterable<File>): Promise<void> {
  problems.replaceChildren();
  for (const file of files) await take(file.name, await file.slice(0, 4 * LARGEST + 4).text());
  count();
}

/** What it is, in words; the answers only for who asks. */
function show(sheet: Sheet): void {
  const { id, survey, wave, answers } = sheet.response;
  const known = surveys[survey];
  const card = make("article", "", "card");
  const status = make("p", "", "status");
  status.setAttribute("role", "status");
  const link = sheet.credential || known?.waves[wave]?.key === undefined ? undefined : document.createElement("input");
  const entry: Entry = { sheet, status, link, done: false };
  const inside = document.createElement("details");
  inside.append(make("summary", words.show), make("pre", JSON.stringify(answers, null, 1)));
  const remove = make("button", words.remove, "button quiet");
  remove.type = "button";
  remove.addEventListener("click", () => {
    entries.delete(id);
    void storage.drop(id);
    card.remove();
    count();
  });
  card.append(make("h2", known?.title[locale] ?? words.unknown(survey)), make("p", words.wave(known?.waves[wave]?.title[locale] ?? wave), "soft"), ...(link ? asking(link) : []), status, inside, remove);
  say(entry, words.ready);
  entries.set(id, entry);
  list.append(card);
}

function asking(link: HTMLInputElement): HTMLElement[] {
  Object.assign(link, { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: false, inputMode: "url", placeholder: "https://…/s/…/#…" });
  const label = make("label", words.link, "link");
  label.append(link);
  return [make("p", words.linkText), label];
}

/** The stamped answers as a file: the invitation is used, and this page forgets when it is closed. */
function again(entry: Entry): HTMLElement {
  const button = make("button", words.saveAgain, "button quiet");
  button.type = "button";
  button.addEventListener("click", () => saveFile(entry.sheet));
  return button;
}

/** Has the answers stamped that were saved before their invitation was used. Tells whether they can be sent now. */
async function stamped(entry: Entry): Promise<boolean> {
  const { survey, wave } = entry.sheet.response;
  const key = surveys[survey]?.waves[wave]?.key;
  if (key === undefined || !entry.link || entry.sheet.credential) return true;
  const invitation = invitationIn(`#${entry.link.value.trim().split("#").at(-1)}`);
  const refuse = (reason: string): false => (say(entry, FORM[locale].refused, reason), false);
  if (!canBeAdmitted()) return refuse(FORM[locale].insecureText);
  if (invitation === undefined) {
    entry.link.focus();
    return refuse(words.linkWrong);
  }
  if (entry.right?.invitation !== invitation) entry.right = { invitation };
  const asked = await askAdmission({ survey, wave, key, collector }, entry.right, async (right) => void (entry.right = right));
  if (asked.kind === "admitted") {
    const { credential }: { readonly credential: Credential } = asked;
    entry.sheet = { ...entry.sheet, credential };
    return true;
  }
  if (asked.kind === "waiting") return say(entry, FORM[locale].waiting, words.stampLater), false;
  const status = statusOf(asked);
  return refuse(status === 403 ? words.linkUsed : reasonOf(status, locale));
}

const left = (): Entry[] => [...entries.values()].filter(({ done }) => !done);

function count(): void {
  button.hidden = left().length === 0;
  button.textContent = words.send(left().length);
}

async function send(): Promise<void> {
  button.disabled = true;
  for (const entry of left()) {
    say(entry, words.sending);
    if (!(await stamped(entry))) continue;
    const waiting: Waiting = { ...entry.sheet, collector };
    await storage.submit("", waiting);
  }
  await outbox.flush();
  button.disabled = false;
}

picker.addEventListener("change", () => void takeFiles([...(picker.files ?? [])]).finally(() => (picker.value = "")));
add.addEventListener("click", () => {
  problems.replaceChildren();
  void take(words.pasted, pasted.value).then(() => {
    pasted.value = "";
    count();
  });
});
button.addEventListener("click", () => void send());
for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("over"));
for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
zone.addEventListener("drop", (event) => void takeFiles([...(event.dataTransfer?.files ?? [])]));
// Beside the zone a browser would open the file and leave the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
document.documentElement.dataset["ready"] = "";

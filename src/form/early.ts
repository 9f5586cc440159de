import { add, controlOf, type Done, notedAt, noteCaret, redo, stepOf, undo } from "./steps.ts";
import { invitationIn } from "./right.ts";
import { draftKey, isRefusedHere, phoneStorage } from "./storage.ts";

/**
 * The first script of a questionnaire, inside the page: a few KB that make it answerable at first paint, long before SurveyJS
 * has come. It honours the tap that agrees, notes what is answered, and keeps every step on the phone at once.
 */
const { survey = "", version = "", wave, invited, random } = document.currentScript?.dataset ?? {};
const key = draftKey(survey, wave);
/** One device for many people: nothing of one is kept for the next. */
const isKiosk = new URLSearchParams(location.search).has("kiosk");
/** Out of the address bar and the history before anything else: the next one to hold the phone must not find it there. */
const invitation = invitationIn(location.hash);
if (invitation !== undefined) history.replaceState(history.state, "", location.pathname + location.search);
const shelf = phoneStorage();
const storage = shelf.holds().then(async () => {
  if (invitation !== undefined && wave !== undefined && invited !== undefined) await redeem(invitation);
  return shelf;
});
// All asked at once: one after the other, each answer of the database takes a slow phone 30 ms.
const ready = invitation === undefined ? Promise.resolve() : storage;
const mayAnswer = ready.then(async () => invited === undefined || (isSecureContext && (await shelf.right(key)) !== undefined));
const draft = ready.then(() => (wave === undefined || isKiosk ? undefined : shelf.draft(key)));
const refused = shelf.waiting().then((all) => all.some((waiting) => isRefusedHere(waiting, survey, wave)));

/** Another invitation than before is another person, who is shown nothing of the one before. */
async function redeem(secret: string): Promise<void> {
  const known = await shelf.right(key);
  if (known?.invitation === secret) return;
  if (known) await shelf.dropDraft(key);
  await shelf.keepRight(key, { invitation: secret });
  if (shelf.durable) return;
  // Nothing is kept here: the page in the other language must bring the invitation along.
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-language]")) link.hash = secret;
}

const done: Done[] = [];
let begun: number | undefined;
let tapped = false;
let over = false;
let saving: Promise<unknown> = storage;
let onComposed: (() => void) | undefined;
let composing = false;

const questions = () => document.querySelector<HTMLElement>("#form .questions");

/** What SurveyJS would answer to must not reach it half awake: until it takes over, the browser alone reacts. */
function notice(event: Event): void {
  if (!(event.target instanceof Element) || !event.target.closest("#form")) return;
  const start = event.target.closest<HTMLElement>("[data-start]");
  if (event.type === "click" && start) void begin(start);
  const section = questions();
  const next = begun !== undefined && section ? stepOf(event, section) : undefined;
  if (next) {
    add(done, next);
    // Buttons, lists and rankings answer once SurveyJS is there; until then they show that the tap was felt.
    notedAt(next)?.setAttribute("data-noted", "");
    keep();
  }
  if (event.type === "submit") event.preventDefault();
  event.stopImmediatePropagation();
}

/** Agreed: the questions stand in the page already. Answers of an earlier visit only SurveyJS can show. */
async function begin(start: HTMLElement): Promise<void> {
  if (tapped) return;
  tapped = true;
  start.dataset["noted"] = "";
  const at = performance.now();
  const earlier = await draft;
  // Nor what each person sees in an order of their own.
  if (random !== undefined || (await refused) || !(await mayAnswer) || over || (earlier && (Object.keys(earlier.answers).length > 0 || earlier.version !== version))) return;
  // Not "DOMContentLoaded", which waits for the next script to come over the network. Questions are shown as they arrive, but steps of an earlier visit need all of them.
  if (document.readyState === "loading" && (!questions() || earlier?.steps?.length)) await new Promise((then) => document.addEventListener("readystatechange", then, { once: true }));
  const section = questions();
  if (!section || over) return;
  begun = at - 1000 * (earlier?.seconds ?? 0);
  document.querySelector("#form .consent")?.setAttribute("hidden", "");
  appear(section);
  scrollTo({ top: 0 });
  if (earlier) await shelf.claim(key);
  for (const step of earlier?.steps ?? []) {
    const control = controlOf(step, section);
    if (control) redo({ step, control });
  }
}

/** What fits on the first screen at once, and the rest right after it: to lay out a battery of ten takes a slow phone 150 ms. */
function appear(section: HTMLElement): void {
  const whole = (): void => section.removeAttribute("data-opening");
  section.dataset["opening"] = "";
  section.hidden = false;
  requestAnimationFrame(() => setTimeout(whole));
  // Nothing is painted while the page is out of sight.
  setTimeout(whole, 300);
}

/** At once: a phone that is put away now still has it. */
function keep(): void {
  if (wave === undefined || begun === undefined || isKiosk) return;
  const now = { answers: {}, steps: done.map(({ step }) => step), page: 0, version, seconds: (performance.now() - begun) / 1000, saved: Date.now() };
  saving = saving.then(async () => questions()?.toggleAttribute("data-kept", (await shelf.saveDraft(key, now)) === "kept" && shelf.durable));
}

function compose({ type }: Event): void {
  composing = type === "compositionstart";
  if (!composing) setTimeout(() => onComposed?.());
}

const LISTENERS = [
  [["click", "input", "change", "submit", "keydown", "keyup", "pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend", "focusin", "focusout"], notice],
  [["compositionstart", "compositionend"], compose],
  [["selectionchange"], () => noteCaret(done)],
] as const;
for (const [types, listener] of LISTENERS) for (const type of types) addEventListener(type, listener, true);

globalThis.qingting = {
  storage,
  settled: () => (composing ? new Promise<void>((then) => (onComposed = then)) : Promise.resolve()),
  takeOver: () => {
    over = true;
    for (const [types, listener] of LISTENERS) for (const type of types) removeEventListener(type, listener, true);
    undo(done);
    for (const each of done) notedAt(each)?.removeAttribute("data-noted");
    return { begun: begun ?? (tapped ? performance.now() : undefined), done, saved: saving };
  },
};

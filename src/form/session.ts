import { FORM } from "../i18n/form.ts";
import { LONGEST_SECONDS, type Response as AnswerSheet } from "../responses/response.ts";
import type { Locale } from "../survey/text.ts";
import { canBeAdmitted } from "./admission.ts";
import { admit, sendAdmitted, statusOf } from "./admitted.ts";
import { startAnew, tendKiosk } from "./kiosk.ts";
import type { SurveyModel } from "./model.ts";
import { FIRST_SEED } from "./order.ts";
import { type News, openOutbox, tell } from "./outbox.ts";
import type { Place } from "./place.ts";
import { type Draft, draftKey, isHere, isRefusedHere, type Kept, type Storage, type Waiting } from "./storage.ts";
import type { Step } from "./steps.ts";
import { standing } from "./wave.ts";

export type Stage =
  | { readonly at: "consent"; readonly draft: boolean; readonly note?: "discarded" | "thrownAway" | "cleared" }
  | { readonly at: "answering" | "sending" | "delivered" | "closed" | "replaced" | "previewEnd" | "elsewhere" | "broken" }
  | { readonly at: "waiting" | "refused"; readonly waiting: Waiting }
  /** `status`: why an invitation was turned away; absent where there is none. */
  | { readonly at: "uninvited"; readonly status?: number; readonly note?: "cleared" }
  | { readonly at: "insecure" };

export interface SessionState {
  readonly stage: Stage;
  /** Answers are kept by this phone. */
  readonly durable: boolean;
  readonly saved: boolean;
  /** Responses to this questionnaire that were submitted earlier and wait for the network. */
  readonly earlier: number;
  /** This site keeps something on this phone: unfinished, or not delivered yet. */
  readonly stored: boolean;
}

export interface Session {
  readonly stored: boolean;
  /** Tells how things stand, now and with every change. */
  watch(show: (state: SessionState) => void): void;
  /**
   * @param begun when the person agreed, in ms since the page was asked for; now, if absent
   * @returns steps of an earlier visit that SurveyJS never came to see
   */
  start(begun?: number, saved?: Promise<unknown>): readonly Step[];
  discard(): Promise<void>;
  retry(): void;
  goBack(): Promise<void>;
  throwAway(): Promise<void>;
  /** Removes whatever this site keeps on this phone. */
  clear(): Promise<void>;
  /** On a shared device, the next person's turn: nothing of the last one is shown, and what waits goes on waiting. */
  renew(): Promise<void>;
  close(): void;
}

export interface SessionOptions {
  readonly place: Place;
  readonly model: SurveyModel;
  readonly storage: Storage;
  /** One device for many people: nothing of one is shown to the next. */
  readonly kiosk: boolean;
}

export const FIRST: SessionState = { stage: { at: "consent", draft: false }, durable: true, saved: false, earlier: 0, stored: false };
/** How long news of what another page has done may take to arrive, in ms. */
const NEWS = 1000;

/**
 * One person's way through a questionnaire: consent, answers, sending, and what became of it.
 * A draft is never sent by itself: only `onComplete`, which the person's own tap on “Submit” brings about, makes a response of it.
 */
export async function openSession({ place, model, storage, kiosk }: SessionOptions): Promise<Session> {
  const { survey, version, wave, locale, collector } = place;
  const key = draftKey(survey, wave);
  if (kiosk) await storage.dropDraft(key);
  let draft: Draft | undefined = wave === undefined ? undefined : await storage.draft(key);
  let startedAt: number | undefined;
  /** The response that this page is about, and whether it is known to be kept. */
  let current: string | undefined;
  let submitted = false;
  let saving: Promise<unknown> = Promise.resolve();
  let state = FIRST;
  let show = (_: SessionState): void => {};
  const change = (part: Partial<SessionState>): void => {
    state = { ...state, durable: storage.durable, ...part };
    show(state);
  };

  const seconds = (): number => (startedAt === undefined ? (draft?.seconds ?? 0) : (performance.now() - startedAt) / 1000);
  /** Another tab has taken this over, or has submitted it: one person, one draft, one response. */
  const unlessElsewhere = (kept: Kept): boolean => {
    if (kept === "elsewhere") {
      startedAt = undefined;
      change({ stage: { at: "elsewhere" } });
    }
    return kept === "kept";
  };
  const keep = (): void => {
    if (wave === undefined || startedAt === undefined || kiosk) return;
    saving = saving.then(async () => {
      if (startedAt === undefined) return;
      if (unlessElsewhere(await storage.saveDraft(key, { answers: model.data, page: model.currentPageNo, ...(model.randomSeed > FIRST_SEED && { order: model.randomSeed }), version, seconds: seconds(), saved: Date.now() }))) change({ saved: true });
      if (place.key !== undefined && startedAt !== undefined) void beAdmitted(place.key);
    });
  };
  /** With the first answer that is kept: who is turned away shall hear it now, not after ten minutes of work. */
  let asked = false;
  const beAdmitted = async (waveKey: string): Promise<void> => {
    if (asked || wave === undefined) return;
    asked = true;
    const answer = await admit(storage, { survey, wave, key: waveKey, collector });
    if (answer.kind === "waiting") asked = false;
    else if (answer.kind !== "admitted" && state.stage.at === "answering") {
      startedAt = undefined;
      change({ stage: { at: "uninvited", status: statusOf(answer) } });
    }
  };
  const count = async (): Promise<void> => {
    if (kiosk) return;
    const earlier = (await storage.waiting()).filter((each) => isHere(each, survey, wave) && !each.refused && each.response.id !== current).length;
    change({ earlier, stored: await storage.holds() });
  };
  const about = (waiting: Waiting, stage: Stage): void => {
    if (stage.at === "waiting") askToKeep();
    if (waiting.response.id === current) change({ stage });
    void count();
  };
  const currentOf = async (): Promise<Waiting | undefined> => (await storage.waiting()).find(({ response }) => response.id === current);
  const outbox = openOutbox({
    storage,
    send: sendAdmitted(storage),
    onDelivered: (waiting) => about(waiting, { at: "delivered" }),
    onRefused: (waiting) => about(waiting, { at: "refused", waiting }),
    onWaiting: (waiting) => about(waiting, { at: "waiting", waiting }),
    onAttempt: () => void notice(),
    onNews: (news) => void hear(news),
  });
  const awaits = (): boolean => submitted && (state.stage.at === "waiting" || state.stage.at === "sending");
  /** Another tab, or the service worker, may have been at it. */
  const notice = async (): Promise<void> => {
    await count();
    if (!awaits()) return;
    const waiting = await currentOf();
    if (waiting?.refused) return change({ stage: { at: "refused", waiting } });
    if (waiting) return;
    // Gone, and nobody has said why yet: delivered, or thrown away. Never thanks on a guess.
    await new Promise((then) => setTimeout(then, NEWS));
    if (awaits() && !(await currentOf())) change({ stage: { at: "elsewhere" } });
  };
  const hear = async ({ what, id }: News): Promise<void> => {
    const { at } = state.stage;
    const mine = submitted && (id === undefined || id === current);
    if (mine && what === "delivered" && (awaits() || at === "elsewhere")) change({ stage: { at: "delivered" } });
    else if (mine && what === "dropped" && (awaits() || at === "refused")) forget(id === undefined ? "cleared" : "thrownAway");
    else await look();
    await notice();
  };
  /** The draft may have grown, or be gone, since this page was opened. */
  const look = async (): Promise<void> => {
    if (wave === undefined || state.stage.at !== "consent" || kiosk) return;
    const now = await storage.draft(key);
    if (state.stage.at !== "consent") return;
    draft = now;
    change({ stage: { ...state.stage, draft: draft !== undefined } });
  };
  const forget = (note?: "thrownAway" | "cleared"): void => {
    current = undefined;
    submitted = false;
    draft = undefined;
    change({ stage: { at: "consent", draft: false, ...(note && { note }) }, saved: false });
  };

  const begin = (answers: Readonly<Record<string, unknown>>, { page = 0, order, asked = version, begun = performance.now() }: { readonly page?: number; readonly order?: number | undefined; readonly asked?: string; readonly begun?: number } = {}): void => {
    if (model.state === "completed") model.clear(true, true);
    if (order !== undefined) model.randomSeed = order;
    // Without answers of before, the questionnaire's own default values stand.
    if (Object.keys(answers).length > 0) model.data = { ...answers };
    // Answers to an earlier version of the questionnaire: what is no longer asked, or no longer a choice, cannot be sent.
    if (asked !== version) model.clearIncorrectValues(true);
    model.currentPageNo = page;
    startedAt = begun;
    change({ stage: { at: "answering" } });
  };
  const submit = async (): Promise<void> => {
    if (wave === undefined) return change({ stage: { at: "previewEnd" } });
    change({ stage: { at: "sending" } });
    const response: AnswerSheet = { id: randomId(), survey, version, wave, language: locale, seconds: Math.min(LONGEST_SECONDS, 30 * Math.round(Math.max(0, seconds() || 0) / 30)), answers: model.data };
    startedAt = undefined;
    await saving;
    // The first attempt that finds it may be one under way.
    current = response.id;
    if (!unlessElsewhere(await storage.submit(key, { response, collector, ...(place.key === undefined ? {} : { key: place.key }) }))) return;
    submitted = true;
    await outbox.flush();
    await notice();
  };
  /** An invited wave is for who was invited, in a browser that can prove it. */
  async function barred(): Promise<Stage | undefined> {
    if (wave === undefined || place.key === undefined) return undefined;
    if (!canBeAdmitted()) return { at: "insecure" };
    return (await storage.right(key)) ? undefined : { at: "uninvited" };
  }
  model.onValueChanged.add(keep);
  model.onCurrentPageChanged.add(keep);
  model.onComplete.add(() => void submit());

  const refused = kiosk ? undefined : (await storage.waiting()).find((each) => isRefusedHere(each, survey, wave));
  current = refused?.response.id;
  submitted = refused !== undefined;
  change({ stage: refused ? { at: "refused", waiting: refused } : ((await barred()) ?? { at: "consent", draft: draft !== undefined }) });
  await count();
  const learn = async (): Promise<void> => {
    const now = await standing(place);
    if ((now === "closed" || now === "replaced") && (state.stage.at === "consent" || state.stage.at === "answering")) {
      startedAt = undefined;
      change({ stage: { at: now } });
    }
  };

  const onReturn = (): void => void (document.visibilityState === "visible" && look());
  const again = (answers: Readonly<Record<string, unknown>>, options: Parameters<typeof begin>[1]): void => {
    try {
      begin(answers, options);
    } catch {
      // Whatever makes a draft unreadable, the person must be able to be rid of it.
      change({ stage: { at: "broken" } });
    }
  };
  /** As other pages have left it by now; nothing, if they have submitted or cleared it. */
  const takeOver = async (seen: Draft, begun: number): Promise<void> => {
    const now = await storage.claim(key);
    if (!unlessElsewhere(now ? "kept" : "elsewhere")) return;
    if (now && now.saved > seen.saved && !now.steps) again(now.answers, { page: now.page, order: now.order, asked: now.version, begun: begun - 1000 * now.seconds });
  };

  const renew = async (): Promise<void> => {
    // A page that alone has what waits must not be left.
    if (storage.durable || (await storage.waiting()).length === 0) return startAnew();
    startedAt = undefined;
    model.clear(true, true);
    forget();
  };
  const retry = async (): Promise<void> => {
    const waiting = await currentOf();
    if (waiting?.refused) {
      const { refused: _, ...again } = waiting;
      await storage.mark(again);
      change({ stage: { at: "sending" } });
    }
    await outbox.flush();
    await notice();
  };
  let leave = (): void => {};

  return {
    renew,
    get stored() {
      return state.stored;
    },
    watch: (next) => {
      show = next;
      show(state);
      for (const target of [document, globalThis]) for (const type of ["visibilitychange", "focus"]) target.addEventListener(type, onReturn);
      void outbox.flush();
      if (kiosk) leave = tendKiosk({ locale, renew: () => void renew(), isUntouched: () => state.stage.at === "consent" });
      if (wave !== undefined) void learn();
    },
    start: (begun = performance.now(), saved = Promise.resolve()) => {
      if (state.stage.at !== "consent") return [];
      const seen = draft;
      saving = seen ? saved.then(() => takeOver(seen, begun)) : saved;
      again(draft?.answers ?? {}, { page: draft?.page ?? 0, order: draft?.order, asked: draft?.version ?? version, begun: draft && !draft.steps ? begun - 1000 * draft.seconds : begun });
      return draft?.version === version ? (draft.steps ?? []) : [];
    },
    discard: async () => {
      await storage.dropDraft(key);
      location.reload();
    },
    retry: () => void retry(),
    goBack: async () => {
      const waiting = await currentOf();
      if (!waiting) return void unlessElsewhere("elsewhere");
      const { answers, seconds: taken, id } = waiting.response;
      await storage.takeBack(id, key, { answers, page: 0, version, seconds: taken, saved: Date.now() });
      current = undefined;
      submitted = false;
      again(answers, { asked: waiting.response.version, begun: performance.now() - 1000 * taken });
    },
    throwAway: async () => {
      const id = current;
      if (id === undefined) return;
      await storage.drop(id);
      tell({ what: "dropped", id });
      forget("thrownAway");
      await count();
    },
    clear: async () => {
      startedAt = undefined;
      await saving;
      await storage.clear();
      tell({ what: "dropped" });
      model.clear(true, true);
      forget("cleared");
      if ((await barred())?.at === "uninvited") change({ stage: { at: "uninvited", note: "cleared" } });
      await count();
    },
    close: () => {
      outbox.stop();
      leave();
      for (const target of [document, globalThis]) for (const type of ["visibilitychange", "focus"]) target.removeEventListener(type, onReturn);
    },
  };
}

/** What waits for days should not fall to the browser's own tidying. */
const askToKeep = (): void => void navigator.storage?.persist?.().catch(() => {});

/** UUID version 4. `crypto.randomUUID` exists on HTTPS alone; the random numbers behind it exist everywhere. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Why a response was refused, in the person's words. */
export const reasonFor = ({ refused }: Waiting, locale: Locale): string => reasonOf(refused?.status ?? 0, locale);

export function reasonOf(status: number, locale: Locale): string {
  const { reasons, otherReason } = FORM[locale];
  return Object.entries(reasons).find(([code]) => code === String(status))?.[1] ?? otherReason(status);
}

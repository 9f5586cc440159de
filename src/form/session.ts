import { FORM } from "../i18n/form.ts";
import { LONGEST_SECONDS, type Response as AnswerSheet } from "../responses/response.ts";
import type { Locale } from "../survey/text.ts";
import type { SurveyModel } from "./model.ts";
import { openOutbox } from "./outbox.ts";
import type { Place } from "./place.ts";
import { type Draft, draftKey, isHere, isRefusedHere, type Kept, type Storage, type Waiting } from "./storage.ts";
import type { Step } from "./steps.ts";
import { standing } from "./wave.ts";

export type Stage =
  | { readonly at: "consent"; readonly draft: boolean; readonly note?: "discarded" | "thrownAway" | "cleared" }
  | { readonly at: "answering" | "sending" | "delivered" | "closed" | "replaced" | "previewEnd" | "elsewhere" | "broken" }
  | { readonly at: "waiting" | "refused"; readonly waiting: Waiting };

export interface SessionState {
  readonly stage: Stage;
  /** Answers are kept by this phone. */
  readonly durable: boolean;
  readonly saved: boolean;
  /** Responses to this questionnaire that were submitted earlier and wait for the network. */
  readonly earlier: number;
}

export interface Session {
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
  close(): void;
}

export interface SessionOptions {
  readonly place: Place;
  readonly model: SurveyModel;
  readonly storage: Storage;
  /** One device for many people: nothing of one is shown to the next. */
  readonly kiosk: boolean;
}

export const FIRST: SessionState = { stage: { at: "consent", draft: false }, durable: true, saved: false, earlier: 0 };

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
  let current: string | undefined;
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
    if (wave === undefined || startedAt === undefined) return;
    saving = saving.then(async () => {
      if (startedAt === undefined) return;
      if (unlessElsewhere(await storage.saveDraft(key, { answers: model.data, page: model.currentPageNo, version, seconds: seconds(), saved: Date.now() }))) change({ saved: true });
    });
  };
  const count = async (): Promise<void> => change({ earlier: (await storage.waiting()).filter((each) => isHere(each, survey, wave) && !each.refused && each.response.id !== current).length });
  const about = (waiting: Waiting, stage: Stage): void => {
    if (waiting.response.id === current) change({ stage });
    void count();
  };
  const currentOf = async (): Promise<Waiting | undefined> => (await storage.waiting()).find(({ response }) => response.id === current);
  const outbox = openOutbox({
    storage,
    onDelivered: (waiting) => about(waiting, { at: "delivered" }),
    onRefused: (waiting) => about(waiting, { at: "refused", waiting }),
    onWaiting: (waiting) => about(waiting, { at: "waiting", waiting }),
    onAttempt: () => void notice(),
  });
  /** Another tab, or the service worker, may have sent it. */
  const notice = async (): Promise<void> => {
    const { at } = state.stage;
    if ((at === "waiting" || at === "sending") && current !== undefined && !(await currentOf())) change({ stage: { at: "delivered" } });
    await count();
  };

  const begin = (answers: Readonly<Record<string, unknown>>, { page = 0, asked = version, begun = performance.now() } = {}): void => {
    if (model.state === "completed") model.clear(true, true);
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
    const response: AnswerSheet = { id: randomId(), survey, version, wave, language: locale, seconds: Math.min(LONGEST_SECONDS, 30 * Math.round(seconds() / 30)), answers: model.data };
    startedAt = undefined;
    await saving;
    if (!unlessElsewhere(await storage.submit(key, { response, collector }))) return;
    current = response.id;
    await outbox.flush();
  };
  model.onValueChanged.add(keep);
  model.onCurrentPageChanged.add(keep);
  model.onComplete.add(() => void submit());

  const refused = kiosk ? undefined : (await storage.waiting()).find((each) => isRefusedHere(each, survey, wave));
  current = refused?.response.id;
  change({ stage: refused ? { at: "refused", waiting: refused } : { at: "consent", draft: draft !== undefined } });
  await count();
  const learn = async (): Promise<void> => {
    const now = await standing(place);
    if ((now === "closed" || now === "replaced") && (state.stage.at === "consent" || state.stage.at === "answering")) {
      startedAt = undefined;
      change({ stage: { at: now } });
    }
  };

  return {
    watch: (next) => {
      show = next;
      show(state);
      void outbox.flush();
      if (wave !== undefined) void learn();
    },
    start: (begun = performance.now(), saved = Promise.resolve()) => {
      if (state.stage.at !== "consent") return [];
      saving = saved.then(() => (draft ? storage.claim(key) : undefined));
      try {
        begin(draft?.answers ?? {}, { page: draft?.page ?? 0, asked: draft?.version ?? version, begun: draft && !draft.steps ? begun - 1000 * draft.seconds : begun });
      } catch {
        // Whatever makes a draft unreadable, the person must be able to be rid of it.
        change({ stage: { at: "broken" } });
      }
      return draft?.version === version ? (draft.steps ?? []) : [];
    },
    discard: async () => {
      await storage.dropDraft(key);
      location.reload();
    },
    retry: () => void outbox.flush(),
    goBack: async () => {
      const waiting = await currentOf();
      if (!waiting) return;
      const { answers, seconds: taken, id } = waiting.response;
      await storage.takeBack(id, key, { answers, page: 0, version, seconds: taken, saved: Date.now() });
      current = undefined;
      begin(answers, { asked: waiting.response.version, begun: performance.now() - 1000 * taken });
    },
    throwAway: async () => {
      if (current !== undefined) await storage.drop(current);
      current = undefined;
      draft = undefined;
      change({ stage: { at: "consent", draft: false, note: "thrownAway" } });
    },
    clear: async () => {
      startedAt = undefined;
      await saving;
      await storage.clear();
      current = undefined;
      draft = undefined;
      change({ stage: { at: "consent", draft: false, note: "cleared" }, saved: false, earlier: 0 });
    },
    close: outbox.stop,
  };
}

/** UUID version 4. `crypto.randomUUID` exists on HTTPS alone; the random numbers behind it exist everywhere. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Why a response was refused, in the person's words. */
export function reasonFor({ refused }: Waiting, locale: Locale): string {
  const { reasons, otherReason } = FORM[locale];
  const status = refused?.status ?? 0;
  return Object.entries(reasons).find(([code]) => code === String(status))?.[1] ?? otherReason(status);
}

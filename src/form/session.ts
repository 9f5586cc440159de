import { FORM } from "../i18n/form.ts";
import { LONGEST_SECONDS, type Response as AnswerSheet } from "../responses/response.ts";
import type { Locale, Text } from "../survey/text.ts";
import type { SurveyModel } from "./model.ts";
import { openOutbox } from "./outbox.ts";
import { openStorage, type Storage, type Waiting } from "./storage.ts";

/** What the page knows of the questionnaire that it shows. */
export interface Place {
  readonly survey: string;
  readonly version: string;
  /** The open wave; absent in a preview, where nothing is kept or sent. */
  readonly wave: string | undefined;
  readonly locale: Locale;
  /** Origin and path of the collector; empty for the site's own. */
  readonly collector: string;
  readonly title: Text;
}

export type Stage =
  | { readonly at: "consent"; readonly draft: boolean; readonly note?: "discarded" | "thrownAway" }
  | { readonly at: "answering" | "sending" | "delivered" | "closed" | "previewEnd" }
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
  start(): void;
  discard(): Promise<void>;
  retry(): void;
  goBack(): Promise<void>;
  throwAway(): Promise<void>;
  close(): void;
}

export const FIRST: SessionState = { stage: { at: "consent", draft: false }, durable: true, saved: false, earlier: 0 };

/**
 * One person's way through a questionnaire: consent, answers, sending, and what became of it.
 * A draft is never sent by itself: only `onComplete`, which the person's own tap on “Submit” brings about, makes a response of it.
 */
export async function openSession(place: Place, model: SurveyModel, show: (state: Partial<SessionState>) => void): Promise<Session> {
  const { survey, version, wave, locale, collector } = place;
  const storage: Storage = await openStorage();
  const key = `${survey} ${wave ?? ""}`;
  const mine = ({ response }: Waiting): boolean => response.survey === survey && response.wave === wave;
  let before = 0;
  let startedAt = 0;
  let current: string | undefined;
  let saving: Promise<void> = Promise.resolve();
  let at: Stage["at"] = "consent";
  const change = (state: Partial<SessionState>): void => {
    at = state.stage?.at ?? at;
    show(state);
  };

  const seconds = (): number => before + (startedAt === 0 ? 0 : (performance.now() - startedAt) / 1000);
  const draftNow = () => ({ answers: model.data, page: model.currentPageNo, version, seconds: seconds(), saved: Date.now() });
  const keep = (): void => {
    if (wave === undefined || startedAt === 0) return;
    saving = saving.then(async () => {
      if (startedAt === 0) return;
      await storage.saveDraft(key, draftNow());
      change({ saved: true });
    });
  };
  const count = async (): Promise<void> => change({ earlier: (await storage.waiting()).filter((each) => mine(each) && !each.refused && each.response.id !== current).length });
  const about = (waiting: Waiting, stage: Stage): void => {
    if (waiting.response.id === current) change({ stage });
    void count();
  };
  const outbox = openOutbox({
    storage,
    onDelivered: (waiting) => about(waiting, { at: "delivered" }),
    onRefused: (waiting) => about(waiting, { at: "refused", waiting }),
    onWaiting: (waiting) => about(waiting, { at: "waiting", waiting }),
  });

  const begin = (answers: Readonly<Record<string, unknown>> | undefined, page: number, asked: string): void => {
    if (answers || model.state === "completed") model.clear(true, true);
    // Without answers of before, the questionnaire's own default values stand.
    if (answers) model.data = { ...answers };
    // Answers to an earlier version of the questionnaire: what is no longer asked, or no longer a choice, cannot be sent.
    if (asked !== version) model.clearIncorrectValues(true);
    model.currentPageNo = page;
    startedAt = performance.now();
    change({ stage: { at: "answering" } });
  };
  const submit = async (): Promise<void> => {
    if (wave === undefined) return change({ stage: { at: "previewEnd" } });
    change({ stage: { at: "sending" } });
    const response: AnswerSheet = { id: randomId(), survey, version, wave, language: locale, seconds: Math.min(LONGEST_SECONDS, 30 * Math.round(seconds() / 30)), answers: model.data };
    startedAt = 0;
    await saving;
    current = response.id;
    await storage.submit(key, { response, collector });
    await outbox.flush();
  };
  model.onValueChanged.add(keep);
  model.onCurrentPageChanged.add(keep);
  model.onComplete.add(() => void submit());

  const draft = wave === undefined ? undefined : await storage.draft(key);
  const refused = (await storage.waiting()).find((each) => mine(each) && each.refused);
  before = draft?.seconds ?? 0;
  current = refused?.response.id;
  change({ durable: storage.durable, stage: refused ? { at: "refused", waiting: refused } : { at: "consent", draft: draft !== undefined } });
  await count();
  void outbox.flush();
  if (wave !== undefined && !refused && (await isClosed(place))) change({ stage: { at: "closed" } });

  const currentOf = async (): Promise<Waiting | undefined> => (await storage.waiting()).find(({ response }) => response.id === current);
  return {
    start: () => {
      if (at === "consent") begin(draft?.answers, draft?.page ?? 0, draft?.version ?? version);
    },
    discard: async () => {
      await storage.dropDraft(key);
      before = 0;
      location.reload();
    },
    retry: () => void outbox.flush(),
    goBack: async () => {
      const waiting = await currentOf();
      if (!waiting) return;
      const { answers, seconds: taken, id } = waiting.response;
      await storage.takeBack(id, key, { answers, page: 0, version, seconds: taken, saved: Date.now() });
      before = taken;
      current = undefined;
      begin(answers, 0, waiting.response.version);
    },
    throwAway: async () => {
      if (current !== undefined) await storage.drop(current);
      current = undefined;
      change({ stage: { at: "consent", draft: false, note: "thrownAway" } });
    },
    close: outbox.stop,
  };
}

/** Whether the collector says that the wave has ended; silence says nothing. */
async function isClosed({ collector, survey, wave }: Place): Promise<boolean> {
  try {
    const reply = await fetch(`${collector}/api/surveys/${survey}`, { credentials: "omit", cache: "no-store" });
    const record: unknown = await reply.json();
    if (!reply.ok || typeof record !== "object" || record === null) return false;
    const said = new Map<string, unknown>(Object.entries(record));
    return said.get("survey") === survey && (said.get("wave") !== wave || said.get("state") === "closed");
  } catch {
    return false;
  }
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

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Response as AnswerSheet } from "../responses/response.ts";
import type { Step } from "./steps.ts";

/** What a phone keeps: one draft per survey and wave, and the responses that wait to be sent. Both live on this phone alone. */

export interface Draft {
  readonly answers: Readonly<Record<string, unknown>>;
  /** Done before SurveyJS had come, and not yet part of `answers`. */
  readonly steps?: readonly Step[];
  readonly page: number;
  readonly version: string;
  /** Time taken so far, so that a reload makes nobody a speeder. */
  readonly seconds: number;
  /** Epoch ms of the last change, for expiry on this phone; never sent. */
  readonly saved: number;
}

export interface Waiting {
  readonly response: AnswerSheet;
  readonly collector: string;
  /** Set once the collector has refused it for good. */
  readonly refused?: { readonly status: number; readonly detail: string };
}

/** Whether a draft could be kept: another tab may have taken it over, or have submitted it. */
export type Kept = "kept" | "elsewhere";

export interface Storage {
  /** False where the browser keeps nothing (private mode, no room): what is written here ends with the page. */
  readonly durable: boolean;
  draft(key: string): Promise<Draft | undefined>;
  /** Takes a draft over: whichever tab has it open besides can no longer write it. */
  claim(key: string): Promise<void>;
  saveDraft(key: string, draft: Draft): Promise<Kept>;
  dropDraft(key: string): Promise<void>;
  /** In one step, so that a crash leaves either the draft or the response that waits, never both or neither. */
  submit(key: string, waiting: Waiting): Promise<Kept>;
  /** The reverse: a response that was refused becomes a draft again. */
  takeBack(id: string, key: string, draft: Draft): Promise<void>;
  waiting(): Promise<readonly Waiting[]>;
  markRefused(waiting: Waiting): Promise<void>;
  drop(id: string): Promise<void>;
  /** Removes every draft and every response that waits. */
  clear(): Promise<void>;
}

/** Drafts older than this, in ms, are cleared when a questionnaire is opened: 7 days, as the consent page promises. */
export const DRAFT_LIFE = 7 * 24 * 3600 * 1000;
/** Longest wait for the browser to open its database, in ms: some never answer in private mode. */
const PATIENCE = 2000;

/** The draft is free of language: the same answers in Chinese and English. */
export const draftKey = (survey: string, wave: string | undefined): string => `${survey} ${wave ?? ""}`;
export const isHere = ({ response }: Waiting, survey: string, wave: string | undefined): boolean => response.survey === survey && response.wave === wave;
export const isRefusedHere = (waiting: Waiting, survey: string, wave: string | undefined): boolean => waiting.refused !== undefined && isHere(waiting, survey, wave);

/** A draft belongs to the page that wrote it last. */
interface Owned extends Draft {
  readonly owner?: string;
}
interface Schema extends DBSchema {
  drafts: { key: string; value: Owned };
  outbox: { key: string; value: Waiting };
}
type Database = IDBPDatabase<Schema>;

/** IndexedDB, or memory where there is none, or no longer. */
export async function openStorage(now: () => number = Date.now): Promise<Storage> {
  const memory = inMemory();
  /** Drafts that this page has written: if one is gone, it was submitted or cleared elsewhere. */
  const held = new Set<string>();
  let open: Database | undefined;
  try {
    open = await connect();
    await expire(open, now());
  } catch {
    return memory;
  }
  const disk = inDatabase(() => open, held);
  let current: Storage = disk;
  /** Once more with a new connection (phones cut them when a page sleeps); after that in memory, which says that it is not durable. */
  const firmly = async <T>(work: (storage: Storage) => Promise<T>): Promise<T> => {
    if (current === memory) return work(memory);
    try {
      return await work(disk);
    } catch {
      try {
        open?.close();
        open = await connect();
        // What the browser has thrown away meanwhile was not sent by somebody else.
        held.clear();
        return await work(disk);
      } catch {
        current = memory;
        return work(memory);
      }
    }
  };
  return {
    get durable() {
      return current.durable;
    },
    draft: (key) => firmly((storage) => storage.draft(key)),
    claim: (key) => firmly((storage) => storage.claim(key)),
    saveDraft: (key, draft) => firmly((storage) => storage.saveDraft(key, draft)),
    dropDraft: (key) => firmly((storage) => storage.dropDraft(key)),
    submit: (key, waiting) => firmly((storage) => storage.submit(key, waiting)),
    takeBack: (id, key, draft) => firmly((storage) => storage.takeBack(id, key, draft)),
    waiting: () => firmly((storage) => storage.waiting()),
    markRefused: (waiting) => firmly((storage) => storage.markRefused(waiting)),
    drop: (id) => firmly((storage) => storage.drop(id)),
    clear: () => firmly((storage) => storage.clear()),
  };
}

function connect(): Promise<Database> {
  const opening = openDB<Schema>("qingting", 1, {
    upgrade: (fresh) => {
      fresh.createObjectStore("drafts");
      fresh.createObjectStore("outbox");
    },
    blocking: (_, __, event) => event.target instanceof IDBDatabase && event.target.close(),
  });
  return Promise.race([opening, new Promise<never>((_, fail) => setTimeout(() => fail(new Error("the browser does not open its database")), PATIENCE))]);
}

async function expire(database: Database, now: number): Promise<void> {
  const transaction = database.transaction("drafts", "readwrite");
  for (let cursor = await transaction.store.openCursor(); cursor; cursor = await cursor.continue()) {
    // A clock that was set back must not keep a draft for ever; nor may what is no draft.
    if (!isDraft(cursor.value) || Math.abs(now - cursor.value.saved) > DRAFT_LIFE) await cursor.delete();
  }
  await transaction.done;
}

const isDraft = (value: unknown): value is Draft => typeof value === "object" && value !== null && "answers" in value && typeof value.answers === "object" && value.answers !== null && "saved" in value && typeof value.saved === "number";

const randomOwner = (): string => [...crypto.getRandomValues(new Uint32Array(3))].join("-");

function inDatabase(database: () => Database | undefined, held: Set<string>): Storage {
  const owner = randomOwner();
  const db = (): Database => {
    const open = database();
    if (!open) throw new Error("no database");
    return open;
  };
  const isMine = (key: string, current: Owned | undefined): boolean => (current ? current.owner === owner : !held.has(key));
  return {
    durable: true,
    draft: (key) => db().get("drafts", key),
    claim: async (key) => {
      const transaction = db().transaction("drafts", "readwrite");
      const current = await transaction.store.get(key);
      if (current) {
        await transaction.store.put({ ...current, owner }, key);
        held.add(key);
      } else held.delete(key);
      await transaction.done;
    },
    saveDraft: async (key, draft) => {
      const transaction = db().transaction("drafts", "readwrite");
      const mine = isMine(key, await transaction.store.get(key));
      if (mine) await transaction.store.put({ ...draft, owner }, key);
      await transaction.done;
      if (mine) held.add(key);
      return mine ? "kept" : "elsewhere";
    },
    dropDraft: async (key) => {
      await db().delete("drafts", key);
      held.delete(key);
    },
    submit: async (key, waiting) => {
      // On the disk, not only on its way there: the draft is gone after this.
      const transaction = db().transaction(["drafts", "outbox"], "readwrite", { durability: "strict" });
      const mine = isMine(key, await transaction.objectStore("drafts").get(key));
      if (mine) await Promise.all([transaction.objectStore("outbox").put(waiting, waiting.response.id), transaction.objectStore("drafts").delete(key)]);
      await transaction.done;
      if (mine) held.delete(key);
      return mine ? "kept" : "elsewhere";
    },
    takeBack: async (id, key, draft) => {
      const transaction = db().transaction(["drafts", "outbox"], "readwrite");
      await Promise.all([transaction.objectStore("drafts").put({ ...draft, owner }, key), transaction.objectStore("outbox").delete(id), transaction.done]);
      held.add(key);
    },
    waiting: () => db().getAll("outbox"),
    markRefused: async (waiting) => void (await db().put("outbox", waiting, waiting.response.id)),
    drop: (id) => db().delete("outbox", id),
    clear: async () => {
      const transaction = db().transaction(["drafts", "outbox"], "readwrite");
      await Promise.all([transaction.objectStore("drafts").clear(), transaction.objectStore("outbox").clear(), transaction.done]);
      held.clear();
    },
  };
}

/** For as long as the page is open. */
export function inMemory(): Storage {
  const drafts = new Map<string, Draft>();
  const outbox = new Map<string, Waiting>();
  return {
    durable: false,
    draft: async (key) => drafts.get(key),
    claim: async () => {},
    saveDraft: async (key, draft) => {
      drafts.set(key, draft);
      return "kept";
    },
    dropDraft: async (key) => void drafts.delete(key),
    submit: async (key, waiting) => {
      outbox.set(waiting.response.id, waiting);
      drafts.delete(key);
      return "kept";
    },
    takeBack: async (id, key, draft) => {
      drafts.set(key, draft);
      outbox.delete(id);
    },
    waiting: async () => [...outbox.values()],
    markRefused: async (waiting) => void outbox.set(waiting.response.id, waiting),
    drop: async (id) => void outbox.delete(id),
    clear: async () => {
      drafts.clear();
      outbox.clear();
    },
  };
}

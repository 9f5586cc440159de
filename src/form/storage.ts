import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Response as AnswerSheet } from "../responses/response.ts";

/** What a phone keeps: one draft per survey and wave, and the responses that wait to be sent. Both live on this phone alone. */

export interface Draft {
  readonly answers: Readonly<Record<string, unknown>>;
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

export interface Storage {
  /** False where the browser keeps nothing (private mode): what is written here ends with the page. */
  readonly durable: boolean;
  draft(key: string): Promise<Draft | undefined>;
  saveDraft(key: string, draft: Draft): Promise<void>;
  dropDraft(key: string): Promise<void>;
  /** In one step, so that a crash leaves either the draft or the response that waits, never both or neither. */
  submit(key: string, waiting: Waiting): Promise<void>;
  /** The reverse: a response that was refused becomes a draft again. */
  takeBack(id: string, key: string, draft: Draft): Promise<void>;
  waiting(): Promise<readonly Waiting[]>;
  markRefused(waiting: Waiting): Promise<void>;
  drop(id: string): Promise<void>;
}

/** Drafts older than this, in ms, are cleared when a questionnaire is opened: 7 days, as the consent page promises. */
export const DRAFT_LIFE = 7 * 24 * 3600 * 1000;

interface Schema extends DBSchema {
  drafts: { key: string; value: Draft };
  outbox: { key: string; value: Waiting };
}

/** IndexedDB, or memory where there is none. */
export async function openStorage(now: () => number = Date.now): Promise<Storage> {
  try {
    const database = await openDB<Schema>("qingting", 1, {
      upgrade: (fresh) => {
        fresh.createObjectStore("drafts");
        fresh.createObjectStore("outbox");
      },
    });
    await expire(database, now());
    return inDatabase(database);
  } catch {
    return inMemory();
  }
}

async function expire(database: IDBPDatabase<Schema>, now: number): Promise<void> {
  const transaction = database.transaction("drafts", "readwrite");
  for (let cursor = await transaction.store.openCursor(); cursor; cursor = await cursor.continue()) {
    // A clock that was set back must not keep a draft for ever.
    if (Math.abs(now - cursor.value.saved) > DRAFT_LIFE) await cursor.delete();
  }
  await transaction.done;
}

function inDatabase(database: IDBPDatabase<Schema>): Storage {
  return {
    durable: true,
    draft: (key) => database.get("drafts", key),
    saveDraft: async (key, draft) => void (await database.put("drafts", draft, key)),
    dropDraft: (key) => database.delete("drafts", key),
    submit: async (key, waiting) => {
      const transaction = database.transaction(["drafts", "outbox"], "readwrite");
      await Promise.all([transaction.objectStore("outbox").put(waiting, waiting.response.id), transaction.objectStore("drafts").delete(key), transaction.done]);
    },
    takeBack: async (id, key, draft) => {
      const transaction = database.transaction(["drafts", "outbox"], "readwrite");
      await Promise.all([transaction.objectStore("drafts").put(draft, key), transaction.objectStore("outbox").delete(id), transaction.done]);
    },
    waiting: () => database.getAll("outbox"),
    markRefused: async (waiting) => void (await database.put("outbox", waiting, waiting.response.id)),
    drop: (id) => database.delete("outbox", id),
  };
}

export function inMemory(): Storage {
  const drafts = new Map<string, Draft>();
  const outbox = new Map<string, Waiting>();
  return {
    durable: false,
    draft: async (key) => drafts.get(key),
    saveDraft: async (key, draft) => void drafts.set(key, draft),
    dropDraft: async (key) => void drafts.delete(key),
    submit: async (key, waiting) => {
      outbox.set(waiting.response.id, waiting);
      drafts.delete(key);
    },
    takeBack: async (id, key, draft) => {
      drafts.set(key, draft);
      outbox.delete(id);
    },
    waiting: async () => [...outbox.values()],
    markRefused: async (waiting) => void outbox.set(waiting.response.id, waiting),
    drop: async (id) => void outbox.delete(id),
  };
}

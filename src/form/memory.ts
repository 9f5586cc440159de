import type { Draft, Storage, Waiting } from "./records.ts";
import type { Right } from "./right.ts";

/** For as long as the page is open. */
export function inMemory(): Storage {
  const drafts = new Map<string, Draft>();
  const outbox = new Map<string, Waiting>();
  const rights = new Map<string, Right>();
  return {
    durable: false,
    draft: async (key) => drafts.get(key),
    claim: async (key) => drafts.get(key),
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
    mark: async (waiting) => {
      if (outbox.has(waiting.response.id)) outbox.set(waiting.response.id, waiting);
    },
    drop: async (id) => void outbox.delete(id),
    right: async (key) => rights.get(key),
    keepRight: async (key, right) => void rights.set(key, right),
    dropRight: async (key) => void rights.delete(key),
    holds: async () => drafts.size + outbox.size > 0,
    clear: async () => {
      drafts.clear();
      outbox.clear();
      rights.clear();
    },
  };
}

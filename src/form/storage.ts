import { inDatabase } from "./database.ts";
import { inMemory } from "./memory.ts";
import type { Storage } from "./records.ts";

export { type Draft, draftKey, isHere, isRefusedHere, type Kept, type Storage, type Waiting } from "./records.ts";
export { inMemory } from "./memory.ts";

/** The phone's own storage, and the page's memory for whatever that does not take. Whether it is `durable` shows with the first thing asked of it. */
export const phoneStorage = (now: () => number = Date.now): Storage => layered(inDatabase(now));

export async function openStorage(): Promise<Storage> {
  const storage = phoneStorage();
  await storage.holds();
  return storage;
}

/**
 * Each thing is on the disk, or, where the disk fails (none, full, thrown away), in memory, and then `durable` says that this
 * ends with the page. The disk is tried again each time: room may have been made.
 */
export function layered(disk: Storage, memory: Storage = inMemory()): Storage {
  let reached = true;
  /** Drafts that the disk could not hand over: written here alone, for there another page seems to have them. */
  const here = new Set<string>();
  /** Where the draft of a response lies that only memory could take: it is the last thing on the disk until that is delivered. */
  const drafts = new Map<string, string>();
  /** Drafts that only memory has as they stand. */
  const loose = new Set<string>();
  const either = async <T>(first: () => Promise<T>, second: () => Promise<T>): Promise<T> => {
    try {
      const done = await first();
      reached = true;
      return done;
    } catch {
      reached = false;
      return second();
    }
  };
  /** Nothing of it is left in memory. */
  const settle = async (key: string): Promise<void> => {
    await memory.dropDraft(key);
    here.delete(key);
    loose.delete(key);
  };
  return {
    get durable() {
      return reached && loose.size + drafts.size === 0;
    },
    draft: async (key) => (await memory.draft(key)) ?? either(() => disk.draft(key), async () => undefined),
    claim: async (key) => {
      const seen = (await memory.draft(key)) ?? (await either(() => disk.draft(key), async () => undefined));
      return either(() => disk.claim(key), async () => {
        if (seen) here.add(key);
        return seen;
      });
    },
    saveDraft: async (key, draft) => {
      const aside = async () => {
        loose.add(key);
        return memory.saveDraft(key, draft);
      };
      if (here.has(key)) return aside();
      return either(async () => {
        const kept = await disk.saveDraft(key, draft);
        await settle(key);
        return kept;
      }, aside);
    },
    dropDraft: async (key) => {
      await either(() => disk.dropDraft(key), async () => {});
      await settle(key);
    },
    submit: async (key, waiting) => {
      const aside = async () => {
        drafts.set(waiting.response.id, key);
        return memory.submit(key, waiting);
      };
      const kept = here.has(key) ? await aside() : await either(() => disk.submit(key, waiting), aside);
      await settle(key);
      return kept;
    },
    takeBack: async (id, key, draft) => {
      await either(() => disk.takeBack(id, key, draft), async () => {
        here.add(key);
        loose.add(key);
        await memory.saveDraft(key, draft);
      });
      await memory.drop(id);
      drafts.delete(id);
    },
    waiting: async () => {
      const aside = await memory.waiting();
      const there = await either(() => disk.waiting(), async () => []);
      return [...there.filter(({ response }) => !aside.some((each) => each.response.id === response.id)), ...aside];
    },
    mark: async (waiting) => {
      await either(() => disk.mark(waiting), async () => {});
      await memory.mark(waiting);
    },
    drop: async (id) => {
      const key = drafts.get(id);
      await either(() => disk.drop(id).then(() => (key === undefined ? undefined : disk.dropDraft(key))), async () => {});
      await memory.drop(id);
      drafts.delete(id);
    },
    right: async (key) => (await memory.right(key)) ?? either(() => disk.right(key), async () => undefined),
    keepRight: (key, right) => either(() => disk.keepRight(key, right), () => memory.keepRight(key, right)),
    dropRight: async (key) => {
      await either(() => disk.dropRight(key), async () => {});
      await memory.dropRight(key);
    },
    holds: async () => (await memory.holds()) || either(() => disk.holds(), async () => false),
    clear: async () => {
      await either(() => disk.clear(), async () => {});
      await memory.clear();
      for (const set of [here, loose, drafts]) set.clear();
    },
  };
}

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type Draft, fateOf, isDraft, isWaiting, type Storage, type Waiting } from "./records.ts";
import type { Right } from "./right.ts";

/** A draft belongs to the page that wrote it last. */
interface Owned extends Draft {
  readonly owner?: string;
}
interface Schema extends DBSchema {
  drafts: { key: string; value: Owned };
  outbox: { key: string; value: Waiting };
  rights: { key: string; value: Right };
}
type Database = IDBPDatabase<Schema>;

/** Longest wait for the browser to open its database, in ms: some never answer in private mode. */
const PATIENCE = 2000;

/** IndexedDB. Whatever it does may fail: the browser may have none, no room, or have thrown it away. */
export function inDatabase(now: () => number): Storage {
  const owner = [...crypto.getRandomValues(new Uint32Array(3))].join("-");
  /** Drafts that this page has written: if one is gone, it was submitted or cleared elsewhere. */
  const held = new Set<string>();
  /** What this page has submitted and nobody has taken yet. */
  const own = new Map<string, Waiting>();
  const { firmly } = connection(now, async (fresh) => {
    // What the browser has thrown away was not sent by somebody else, and this page still knows it.
    held.clear();
    for (const [id, waiting] of own) await fresh.put("outbox", waiting, id);
  });
  const isMine = (key: string, current: Owned | undefined): boolean => (current ? current.owner === owner : !held.has(key));
  return {
    durable: true,
    draft: (key) => firmly((db) => db.get("drafts", key)),
    claim: (key) =>
      firmly(async (db) => {
        const transaction = db.transaction("drafts", "readwrite");
        const current = await transaction.store.get(key);
        if (current) await transaction.store.put({ ...current, owner }, key);
        await transaction.done;
        held.add(key);
        return current;
      }),
    saveDraft: (key, draft) =>
      firmly(async (db) => {
        const transaction = db.transaction("drafts", "readwrite");
        const mine = isMine(key, await transaction.store.get(key));
        if (mine) await transaction.store.put({ ...draft, owner }, key);
        await transaction.done;
        if (mine) held.add(key);
        return mine ? "kept" : "elsewhere";
      }),
    dropDraft: async (key) => {
      await firmly((db) => db.delete("drafts", key));
      held.delete(key);
    },
    submit: (key, waiting) =>
      firmly(async (db) => {
        const { id } = waiting.response;
        // On the disk, not only on its way there: the draft is gone after this.
        const transaction = db.transaction(["drafts", "outbox"], "readwrite", { durability: "strict" });
        // A second try may find that the first went through after all.
        const mine = (await transaction.objectStore("outbox").get(id)) !== undefined || isMine(key, await transaction.objectStore("drafts").get(key));
        if (mine) await Promise.all([transaction.objectStore("outbox").put(waiting, id), transaction.objectStore("drafts").delete(key)]);
        await transaction.done;
        if (!mine) return "elsewhere";
        held.delete(key);
        own.set(id, waiting);
        return "kept";
      }),
    takeBack: async (id, key, draft) => {
      await firmly(async (db) => {
        const transaction = db.transaction(["drafts", "outbox"], "readwrite");
        await Promise.all([transaction.objectStore("drafts").put({ ...draft, owner }, key), transaction.objectStore("outbox").delete(id), transaction.done]);
      });
      held.add(key);
      own.delete(id);
    },
    waiting: () => firmly(async (db) => (await db.getAll("outbox")).filter(isWaiting)),
    mark: (waiting) =>
      firmly(async (db) => {
        const transaction = db.transaction("outbox", "readwrite");
        if (await transaction.store.get(waiting.response.id)) await transaction.store.put(waiting, waiting.response.id);
        await transaction.done;
      }),
    drop: async (id) => {
      own.delete(id);
      await firmly((db) => db.delete("outbox", id));
    },
    right: (key) => firmly((db) => db.get("rights", key)),
    keepRight: async (key, right) => {
      await firmly((db) => db.put("rights", right, key));
    },
    dropRight: (key) => firmly((db) => db.delete("rights", key)),
    holds: () =>
      firmly(async (db) => {
        const transaction = db.transaction(["drafts", "outbox"]);
        const [drafts, waiting] = await Promise.all([transaction.objectStore("drafts").count(), transaction.objectStore("outbox").count()]);
        return drafts + waiting > 0;
      }),
    clear: async () => {
      own.clear();
      await firmly(async (db) => {
        const transaction = db.transaction(["drafts", "outbox", "rights"], "readwrite");
        await Promise.all([transaction.objectStore("drafts").clear(), transaction.objectStore("outbox").clear(), transaction.objectStore("rights").clear(), transaction.done]);
      });
      held.clear();
    },
  };
}

/** @param onAnew told when the database that this page had open was thrown away, and a new one made */
function connection(now: () => number, onAnew: (fresh: Database) => Promise<void>): { firmly: <T>(work: (db: Database) => Promise<T>) => Promise<T> } {
  let open: Database | undefined;
  let opening: Promise<Database> | undefined;
  let known = false;
  let patience = PATIENCE;
  const connect = async (): Promise<Database> => {
    let created = false;
    const fresh = await openDB<Schema>("qingting", 2, {
      upgrade: (database, from) => {
        created = from === 0;
        if (created) {
          database.createObjectStore("drafts");
          database.createObjectStore("outbox");
        }
        database.createObjectStore("rights");
      },
      blocking: (_, __, event) => event.target instanceof IDBDatabase && event.target.close(),
      terminated: () => (open = undefined),
    });
    if (created && known) await onAnew(fresh);
    if (!known && !created) await expire(fresh, now()).catch(() => {});
    known = true;
    return (open = fresh);
  };
  const reach = async (): Promise<Database> => {
    opening ??= connect().finally(() => (opening = undefined));
    const late = new Promise<undefined>((done) => setTimeout(done, patience));
    const reached = await Promise.race([opening, late]);
    // Once it has not answered in time nothing waits for it any more; should it answer after all, it is used.
    patience = reached ? PATIENCE : 0;
    if (!reached) throw new Error("the browser does not open its database");
    return reached;
  };
  return {
    /** Once more with a new connection: phones cut them when a page sleeps. */
    firmly: async (work) => {
      let used: Database | undefined;
      try {
        used = open ?? (await reach());
        return await work(used);
      } catch {
        used?.close();
        if (open === used) open = undefined;
        return work(open ?? (await reach()));
      }
    },
  };
}

async function expire(database: Database, now: number): Promise<void> {
  const transaction = database.transaction("drafts", "readwrite");
  for (let cursor = await transaction.store.openCursor(); cursor; cursor = await cursor.continue()) {
    const fate = isDraft(cursor.value) ? fateOf(cursor.value.saved, now) : "expired";
    if (fate === "expired") await cursor.delete();
    if (fate === "again") await cursor.update({ ...cursor.value, saved: now });
  }
  await transaction.done;
}

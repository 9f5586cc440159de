import type { Credential } from "../responses/credential.ts";
import type { Fetch } from "./deliver.ts";
import type { Right } from "./right.ts";

/**
 * One person, one answer, without saying which: the page makes a random credential, blinds it and has it signed for its
 * invitation. What the collector sees then, and what it sees with the answer, have nothing in common (RFC 9474).
 */
export interface Admitting {
  readonly survey: string;
  readonly wave: string;
  /** The wave's public key as it was built into this page, SPKI in base64url. A signature of any other is refused. */
  readonly key: string;
  readonly collector: string;
}

export type Asked =
  | { readonly kind: "admitted"; readonly credential: Credential }
  /** Not this time. */
  | { readonly kind: "waiting" }
  /** `forged`: the collector signed with a key that this page does not know; it might tell people apart by it. */
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "forged" };

const PATIENCE = 30_000;
const ALGORITHM = { name: "RSA-PSS", hash: "SHA-384" };

/** Whether this browser can do it at all: on plain HTTP it has no cryptography. */
export const canBeAdmitted = (): boolean => globalThis.crypto?.subtle !== undefined;

/** @param keep stores the right as it stands by now; awaited before anything is sent */
export async function askAdmission({ survey, wave, key, collector }: Admitting, right: Right, keep: (right: Right) => Promise<unknown>, send: Fetch = fetch): Promise<Asked> {
  if (right.credential) return { kind: "admitted", credential: right.credential };
  // 40 KB that only invited waves need, and only once somebody answers.
  const { RSABSSA } = await import("@cloudflare/blindrsa-ts");
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const publicKey = await crypto.subtle.importKey("spki", bytesOf(key), ALGORITHM, true, ["verify"]);
  const blinding = right.blinding ?? (await blinded());
  if (!right.blinding) await keep({ ...right, blinding });
  const reply = await asked(`${collector}/api/admissions`, { survey, wave, invitation: right.invitation, blinded: blinding.blinded }, send);
  if (reply.kind !== "signed") return reply;
  let signature: Uint8Array;
  try {
    signature = await suite.finalize(publicKey, bytesOf(blinding.message), bytesOf(reply.signature), bytesOf(blinding.inverse));
  } catch {
    // It checks what it has unblinded: somebody else's signature fails here.
    return { kind: "forged" };
  }
  const credential: Credential = { message: blinding.message, signature: textOf(signature) };
  await keep({ ...right, blinding, credential });
  return { kind: "admitted", credential };

  async function blinded(): Promise<NonNullable<Right["blinding"]>> {
    const message = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
    const { blindedMsg, inv } = await suite.blind(publicKey, message);
    return { message: textOf(message), blinded: textOf(blindedMsg), inverse: textOf(inv) };
  }
}

/** Only the collector's own words count, as with answers. */
async function asked(url: string, body: unknown, send: Fetch): Promise<{ readonly kind: "signed"; readonly signature: string } | Exclude<Asked, { kind: "admitted" }>> {
  // Not AbortSignal.timeout: phones of 2022 lack it.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  let reply: Response;
  let said: unknown;
  try {
    reply = await send(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), credentials: "omit", referrerPolicy: "no-referrer", redirect: "manual", cache: "no-store", signal: patience.signal });
    said = await reply.json();
  } catch {
    return { kind: "waiting" };
  } finally {
    clearTimeout(timer);
  }
  const words = new Map<string, unknown>(typeof said === "object" && said !== null ? Object.entries(said) : []);
  const signature = words.get("signature");
  if (reply.status === 200 && typeof signature === "string") return { kind: "signed", signature };
  const isProblem = reply.headers.get("content-type")?.startsWith("application/problem+json") === true && words.get("status") === reply.status;
  // Blinded with the page's key, it did not fit the collector's: that is another one.
  if (isProblem && reply.status === 422) return { kind: "forged" };
  return !isProblem || reply.status >= 500 || reply.status === 408 || reply.status === 429 ? { kind: "waiting" } : { kind: "refused", status: reply.status };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

import { createPrivateKey, createPublicKey, type JsonWebKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { describe, expect, test } from "vitest";
import { makeWaveKey, signerFor, verifierFor } from "../../src/collector/signing.ts";

/** Appendix A of RFC 9474. */
interface Vector {
  readonly name: string;
  readonly n: string;
  readonly e: string;
  readonly d: string;
  readonly p: string;
  readonly q: string;
  /** With its random prefix. */
  readonly input_msg: string;
  readonly blinded_msg: string;
  readonly blind_sig: string;
  readonly sig: string;
}
const VECTORS: readonly Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, "../fixtures/rfc9474.json"), "utf8"));

const bytes = (hex: string): Buffer => {
  const digits = hex.replace(/^0x/, "");
  return Buffer.from(digits.length % 2 ? `0${digits}` : digits, "hex");
};

function keyOf({ n, e, d, p, q }: Vector): { secret: string; key: string } {
  const [D, P, Q] = [BigInt(d), BigInt(p), BigInt(q)];
  const part = (value: bigint): string => bytes(value.toString(16)).toString("base64url");
  const jwk: JsonWebKey = { kty: "RSA", n: bytes(n).toString("base64url"), e: bytes(e).toString("base64url"), d: part(D), p: part(P), q: part(Q), dp: part(D % (P - 1n)), dq: part(D % (Q - 1n)), qi: part(inverse(Q, P)) };
  const secret = createPrivateKey({ key: jwk, format: "jwk" });
  return { secret: secret.export({ type: "pkcs8", format: "pem" }).toString(), key: createPublicKey(secret).export({ type: "spki", format: "der" }).toString("base64url") };
}

function inverse(a: bigint, n: bigint): bigint {
  let [r0, r1, t0, t1] = [n, a % n, 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  return ((t0 % n) + n) % n;
}

describe("the vectors of RFC 9474", () => {
  test.each(VECTORS)("$name: the blind signature is the RFC's", (vector) => {
    const { secret } = keyOf(vector);
    expect(Buffer.from(signerFor(secret).sign(bytes(vector.blinded_msg)) ?? []).toString("hex")).toBe(bytes(vector.blind_sig).toString("hex"));
  });

  test.each(VECTORS.filter(({ name }) => /-PSS-/.test(name)))("$name: the unblinded signature is accepted, altered ones are not", (vector) => {
    const verifies = verifierFor(keyOf(vector).key);
    const message = bytes(vector.input_msg);
    const signature = bytes(vector.sig);
    expect(verifies(message, signature)).toBe(true);
    expect(verifies(Buffer.concat([message, Buffer.from([0])]), signature)).toBe(false);
    signature[10] = (signature[10] ?? 0) ^ 1;
    expect(verifies(message, signature)).toBe(false);
  });
});

test("what a phone blinds comes back as a signature that the wave accepts, and no other wave", async () => {
  const [wave, other] = await Promise.all([makeWaveKey(), makeWaveKey()]);
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const publicKey = await crypto.subtle.importKey("spki", Buffer.from(wave.key, "base64url"), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const message = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
  const { blindedMsg, inv } = await suite.blind(publicKey, message);
  const blindSignature = signerFor(wave.secret).sign(blindedMsg);
  const signature = await suite.finalize(publicKey, message, blindSignature ?? new Uint8Array(), inv);
  expect([verifierFor(wave.key)(message, signature), verifierFor(other.key)(message, signature)]).toEqual([true, false]);
});

test("what is too short, too long or not below the modulus is not signed", async () => {
  const { secret } = await makeWaveKey();
  const { sign } = signerFor(secret);
  expect([sign(new Uint8Array(255)), sign(new Uint8Array(257)), sign(new Uint8Array(256).fill(255))]).toEqual([undefined, undefined, undefined]);
});

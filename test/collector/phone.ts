import { RSABSSA } from "@cloudflare/blindrsa-ts";
import type { Credential } from "../../src/responses/credential.ts";
import type { Response as Answered } from "../../src/responses/response.ts";
import type { WaveRecord } from "../../src/responses/store.ts";

/** What a phone of somebody who was invited does. Signs and blinds as RFC 9474 says, by a library that the collector does not use. */
export interface Phone {
  /** What it sends for its invitation. */
  readonly request: { readonly survey: string; readonly wave: string; readonly invitation: string; readonly blinded: string };
  /** Makes the credential of what came back. */
  readonly finish: (signature: string) => Promise<Credential>;
}

/** A collector, by a socket or without one. */
export interface Collector {
  request(path: string, init: RequestInit): Response | Promise<Response>;
}

const suite = RSABSSA.SHA384.PSS.Randomized();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

export async function phone({ survey, wave, key = "" }: WaveRecord, invitation: string): Promise<Phone> {
  const publicKey = await crypto.subtle.importKey("spki", Buffer.from(key, "base64url"), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const message = suite.prepare(crypto.getRandomValues(new Uint8Array(32)));
  const { blindedMsg, inv } = await suite.blind(publicKey, message);
  return {
    request: { survey, wave, invitation, blinded: text(blindedMsg) },
    finish: async (signature) => ({ message: text(message), signature: text(await suite.finalize(publicKey, message, Buffer.from(signature, "base64url"), inv)) }),
  };
}

export const sendTo = (app: Collector, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  Promise.resolve(app.request(path, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) }));

/** Redeems an invitation. @throws Error if it is refused */
export async function admitted(app: Collector, record: WaveRecord, invitation: string): Promise<Credential> {
  const { request, finish } = await phone(record, invitation);
  const reply = await sendTo(app, "/api/admissions", request);
  if (reply.status !== 200) throw new Error(`${reply.status}: ${await reply.text()}`);
  const { signature }: { signature: string } = await reply.json();
  return finish(signature);
}

/** Redeems an invitation and answers. @throws Error if either is refused */
export async function answered(app: Collector, record: WaveRecord, invitation: string, response: Answered): Promise<void> {
  const reply = await sendTo(app, "/api/responses", { response, credential: await admitted(app, record, invitation) });
  if (reply.status !== 201) throw new Error(`${reply.status}: ${await reply.text()}`);
}

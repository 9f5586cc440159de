import type { Response as Answered } from "../../../src/responses/response.ts";

/** A request that means harm, or stands beside those that do, and what it must be answered by. */
export interface Hostile {
  /** What is wrong with it, in a few words; figures are told by the first of them. */
  readonly kind: string;
  readonly method: string;
  /** As it stands on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** Sent without its length, in chunks. */
  readonly chunked?: boolean;
  /** Statuses that are right. */
  readonly expected: readonly number[];
  /** What the JSON pointer of the first error begins with. */
  readonly pointer?: string | undefined;
  /** What is stored if it is taken. */
  readonly response?: Answered | undefined;
}

/** A conversation below HTTP. Whatever is answered is right if it is among the expected; so is silence where nothing could be answered. */
export interface Wire {
  readonly kind: string;
  readonly pieces: readonly Buffer[];
  /** Between two pieces, in ms. */
  readonly pause: number;
  /** What the client does after the last piece: it listens, says that it will send no more, cuts the connection, or stays and says nothing. */
  readonly then: "listens" | "ends" | "cuts" | "lingers";
  readonly expected: readonly number[];
  /** How many answers there must be; absent where none is needed. */
  readonly answers?: number;
  /** What may be stored, acknowledged or not. */
  readonly responses: readonly Answered[];
}

export const JSON_TYPE = { "content-type": "application/json" } as const;

/** @param body text, bytes, or anything else as JSON */
export const post = (kind: string, path: string, body: unknown, expected: readonly number[], more: Partial<Hostile> = {}): Hostile => ({
  kind, method: "POST", path, expected, body: bytesOf(body), headers: JSON_TYPE, ...more,
});

export const answer = (kind: string, body: unknown, expected: readonly number[], more: Partial<Hostile> = {}): Hostile => post(kind, "/api/responses", body, expected, more);

/** One that is taken and stored. */
export const taken = (kind: string, response: Answered, body: unknown = { response }, more: Partial<Hostile> = {}): Hostile => answer(kind, body, [201], { response, ...more });

export const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body)));

/** An object that really has the key, whatever it is: set like any other, `__proto__` would become the prototype. */
export const withKey = (object: object, key: string, value: unknown): Record<string, unknown> => Object.fromEntries([...Object.entries(object), [key, value]]);

import { constants, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, privateDecrypt, publicEncrypt, verify } from "node:crypto";
import { promisify } from "node:util";

/**
 * RSABSSA-SHA384-PSS-Randomized (RFC 9474): the server signs what it cannot read. A wave has one key; a credential that it has
 * signed admits one answer, and nobody can tell for which invitation it was signed.
 */
const HASH = "sha384";
const SALT_LENGTH = 48;
const MODULUS_LENGTH = 2048;

export interface WaveKey {
  /** PKCS #8 in PEM; never leaves the store. */
  readonly secret: string;
  /** SPKI in base64url; public. */
  readonly key: string;
}

export async function makeWaveKey(): Promise<WaveKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: MODULUS_LENGTH, publicExponent: 65537 });
  return { secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), key: publicKey.export({ type: "spki", format: "der" }).toString("base64url") };
}

/** Signs blinded messages with one key. */
export interface Signer {
  /** @returns the blind signature, as long as the modulus; absent if the message is not below it @throws Error if the processor has erred: such a signature would give the key away */
  sign(blinded: Uint8Array): Uint8Array | undefined;
}

export function signerFor(secret: string): Signer {
  const privateKey = createPrivateKey(secret);
  const publicKey = createPublicKey(privateKey);
  const length = modulusLength(publicKey) / 8;
  return {
    sign: (blinded) => {
      if (blinded.length !== length) return undefined;
      const signature = raw(() => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, blinded));
      if (!signature) return undefined;
      const back = publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature);
      if (!back.equals(blinded)) throw new Error("the signature does not verify; nothing was given out");
      return signature;
    },
  };
}

/** OpenSSL refuses what is not below the modulus. */
function raw(work: () => Buffer): Buffer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Checks unblinded signatures of one key. */
export function verifierFor(key: string): (message: Uint8Array, signature: Uint8Array) => boolean {
  const options = { key: createPublicKey({ key: Buffer.from(key, "base64url"), format: "der", type: "spki" }), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_LENGTH };
  return (message, signature) => withoutTraces(() => verify(HASH, message, options, signature));
}

/**
 * Node finds out what kind of key it was given by errors that it catches itself (24.21: `getKeyObjectSlots`), two at each call. Writing down
 * where they happened takes a third of the time of a verification, and more the deeper the stack is.
 */
function withoutTraces<Result>(work: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const modulusLength = (key: KeyObject): number => key.asymmetricKeyDetails?.modulusLength ?? 0;

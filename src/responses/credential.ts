import { UserError } from "../error.ts";
import { stepTo } from "./pointer.ts";

/** The right to one answer: random, signed blindly with the key of its wave, and good for one response. */
export interface Credential {
  /** 64 bytes in base64url: RFC 9474's 32-byte prefix and 32 random bytes. */
  readonly message: string;
  /** In base64url, as long as the key's modulus. */
  readonly signature: string;
}

/** What a person asks for who was invited. */
export interface AdmissionRequest {
  readonly survey: string;
  readonly wave: string;
  /** The secret of the invitation's link. */
  readonly invitation: string;
  /** Blinded message in base64url. */
  readonly blinded: string;
}

export const INVITATION = /^[A-Za-z0-9_-]{22}$/;
const BYTES = /^[A-Za-z0-9_-]+$/;

/** @throws UserError naming the part that is wrong */
export function checkCredential(value: unknown): Credential {
  const part = reader(value, "/credential", ["message", "signature"]);
  return { message: part("message", /^[A-Za-z0-9_-]{86}$/, "64 bytes in base64url"), signature: part("signature", BYTES, "a signature in base64url") };
}

/** @throws UserError naming the part that is wrong */
export function checkAdmission(value: unknown): AdmissionRequest {
  const part = reader(value, "", ["survey", "wave", "invitation", "blinded"]);
  return {
    survey: part("survey", /^[a-z][a-z0-9-]{0,39}$/, "the id of a survey"),
    wave: part("wave", /^[a-z0-9][a-z0-9-]{0,31}$/, "the id of a wave"),
    invitation: part("invitation", INVITATION, "the 22 characters of an invitation"),
    blinded: part("blinded", BYTES, "a blinded message in base64url"),
  };
}

function reader(value: unknown, where: string, keys: readonly string[]): (key: string, pattern: RegExp, expected: string) => string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new UserError("a JSON object is expected here", { where });
  const given = new Map<string, unknown>(Object.entries(value));
  const stray = [...given.keys()].find((key) => !keys.includes(key));
  if (stray !== undefined) throw new UserError("this does not belong here", { where: `${where}${stepTo(stray, 40)}` });
  return (key, pattern, expected) => {
    const found = given.get(key);
    if (typeof found !== "string" || found.length > 1024 || !pattern.test(found)) throw new UserError(`${key} must be ${expected}`, { where: `${where}/${key}` });
    return found;
  };
}

import { createHash } from "node:crypto";
import type { Credential } from "../responses/credential.ts";

/** What the store keeps in the place of secrets: SHA-256 in base64url. */
const digest = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\n");
  return hash.digest("base64url");
};

export const invitationDigest = (survey: string, wave: string, invitation: string): string => digest("invitation", survey, wave, invitation);
export const messageDigest = (blinded: Uint8Array): string => digest("blinded", blinded);
export const credentialDigest = ({ message }: Credential): string => digest("credential", message);

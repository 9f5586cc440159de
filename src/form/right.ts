import type { Credential } from "../responses/credential.ts";

/**
 * One person's right to one answer, as a phone keeps it: first the link's secret, then what was blinded with it, then the
 * credential. Gone with the answer that it admits.
 */
export interface Right {
  /** The secret of the link. */
  readonly invitation: string;
  /** Made before anything is asked, and kept: asked again with the same, the collector gives the same. In base64url. */
  readonly blinding?: { readonly message: string; readonly blinded: string; readonly inverse: string };
  readonly credential?: Credential;
}

/** The secret of an invitation's link, which stands behind its `#` and never leaves for a server there. */
export const invitationIn = (hash: string): string | undefined => /^#([A-Za-z0-9_-]{22})$/.exec(hash)?.[1];

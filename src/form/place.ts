import type { Locale, Text } from "../survey/text.ts";

/** What the page knows of the questionnaire that it shows. */
export interface Place {
  readonly survey: string;
  readonly version: string;
  /** The open wave; absent in a preview, where nothing is kept or sent. */
  readonly wave: string | undefined;
  readonly locale: Locale;
  /** Of an invited wave: its public key, SPKI in base64url. Built into the page, so that a server cannot show each person another. */
  readonly key?: string | undefined;
  /** Origin and path of the collector; empty for the site's own. */
  readonly collector: string;
  readonly title: Text;
}

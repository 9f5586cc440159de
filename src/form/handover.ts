import type { Done } from "./steps.ts";
import type { Storage } from "./storage.ts";

/** What the first script hands over to SurveyJS. */
export interface Early {
  readonly storage: Promise<Storage>;
  /** Resolves when no word is being composed: setting a field's value then would break it. */
  settled(): Promise<void>;
  /** Stops noting. What was picked stands again as the server drew it; the steps are to be done once more, at once. */
  takeOver(): {
    /** When the person agreed, in ms since the page was asked for; absent if not yet. */
    readonly begun: number | undefined;
    readonly done: readonly Done[];
    /** Resolves when the last step is on the phone. */
    readonly saved: Promise<unknown>;
  };
}

declare global {
  var qingting: Early | undefined;
}

import { createHash } from "node:crypto";
import type { Response as Answered } from "../../../src/responses/response.ts";
import { closeWave } from "../../../src/collector/waves.ts";
import { canonical } from "../../../src/survey/canonical.ts";
import type { Field } from "./field.ts";
import { openAt } from "./store.ts";

/** What was sent, what was acknowledged, and whether the store holds just that. */
export interface Ledger {
  /** Before it is sent. */
  sent(response: Answered): void;
  /** @returns what is wrong about it, if anything is */
  acknowledged(id: string): string | undefined;
  readonly count: () => number;
}

/** Bytes as they are stored, in short: a hundred thousand of them would fill memory. */
const digest = (response: Answered): string => createHash("sha256").update(canonical(response)).digest("base64url");

export interface Kept {
  readonly stored: number;
  /** Stored although nobody heard of it: the connection was cut meanwhile. */
  readonly unheard: number;
  readonly broken: readonly string[];
}

export function openLedger(): Ledger & { compare(field: Field): Promise<Kept> } {
  const sent = new Map<string, string>();
  const acknowledged = new Set<string>();
  return {
    sent: (response) => void sent.set(response.id, digest(response)),
    acknowledged: (id) => {
      acknowledged.add(id);
      return sent.has(id) ? undefined : `acknowledged, and never sent: ${id}`;
    },
    count: () => acknowledged.size,
    /** Closes every wave and reads it to the end. */
    compare: async ({ place, open, closed, invited }) => {
      const store = await openAt(place);
      const left = new Set(acknowledged);
      const broken: string[] = [];
      let stored = 0;
      for (const { survey, wave } of [...open, invited]) await closeWave(store, survey.id, wave, "2026-10-09");
      for (const { survey, wave } of [...open, closed, invited])
        for await (const response of store.responses(survey.id, wave)) {
          stored += 1;
          left.delete(response.id);
          const expected = sent.get(response.id);
          if (expected !== digest(response)) broken.push(`${expected === undefined ? "stored, and not to be" : "stored otherwise than sent"}, ${response.id}: ${canonical(response).slice(0, 300)}`);
        }
      await store.shutdown();
      return { stored, unheard: stored - (acknowledged.size - left.size), broken: [...broken, ...[...left].map((id) => `acknowledged, and not stored: ${id}`)] };
    },
  };
}

import { EXPLORER } from "../i18n/explorer.ts";
import type { Locale } from "../survey/text.ts";
import { make, wordsOf } from "./explorer-dom.ts";

/** Work of the database that a person may stop, and that may need more memory than there is. */
export interface Work {
  /** @throws as the work does; after an error of memory the database is opened anew */
  run<T>(what: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
  /** Whether one piece of work alone is going on. */
  isAlone(): boolean;
  /** What to say of an error of memory, with what to do; nothing of others. */
  saidOf(error: unknown): HTMLElement | undefined;
}

// By name: the module that has the class comes with the database, on the first need.
export const isStopped = (error: unknown): boolean => error instanceof Error && error.name === "Stopped";

/** DuckDB at its limit, the WebAssembly program at its own, and browsers that have no more to give. */
export const isOutOfMemory = (error: unknown): boolean => /out of memory|memory access out of bounds|could not allocate|allocation (size|fail)|bad_alloc|invalid (typed )?array (buffer )?length|table index is out of bounds|unreachable|invalid string length/i.test(wordsOf(error));

interface Engine {
  /** Stops what is at work; whether the program lives on. */
  stop(): Promise<boolean>;
  /** Ends the program. The next need starts another. */
  renew(): Promise<void>;
}

export function workOf(locale: Locale, { stop, renew }: Engine): Work {
  const words = EXPLORER[locale].work;
  let atWork = 0;
  return {
    isAlone: () => atWork === 1,
    run: async (what) => {
      atWork += 1;
      try {
        return await what();
      } catch (error) {
        // What a program out of memory says afterwards is not to be trusted.
        if (isOutOfMemory(error)) await renew();
        throw error;
      } finally {
        atWork -= 1;
      }
    },
    stop: async () => {
      if (!(await stop())) await renew();
    },
    saidOf: (error) => (isOutOfMemory(error) ? make("div", { class: "problem", role: "alert" }, make("strong", {}, words.memory), make("p", {}, words.memoryFix), make("p", {}, words.restarted)) : undefined),
  };
}

import type { Wasm } from "../query/wasm.ts";

interface Saying {
  /** What is shown while the program is fetched: megabytes so far, and in all. */
  readonly progress: (loaded: string, total: string) => string;
  readonly say: (text: string) => void;
  /** Ends the start, wherever it stands. */
  readonly signal: AbortSignal;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Fetches DuckDB on the first need and says how far it is. @throws Error if it cannot be fetched, or whatever the signal was given as its reason */
export function startWasm({ progress, say, signal }: Saying): Promise<Wasm> {
  const started = async (): Promise<Wasm> => {
    const { openWasm } = await import("../query/wasm.ts");
    // Compressed on the way, more bytes arrive than the server announced: then only what came is said.
    return openWasm({ signal, progress: (loaded, total) => say(progress(megabytes(loaded), total >= loaded ? megabytes(total) : "?")) });
  };
  return Promise.race([started(), endedBy(signal)]);
}

/** Fails with the signal's reason as soon as it is given: what was ended may never answer by itself. */
export const endedBy = (signal: AbortSignal): Promise<never> => new Promise((_, fail) => signal.addEventListener("abort", () => fail(signal.reason), { once: true }));

import type { Progress } from "../release/release.ts";

/** What of the whole time each part takes, as measured at a million rows; only the estimate of what is left depends on it. */
const SHARES: Readonly<Record<Progress["part"], readonly [from: number, to: number]>> = { read: [0, 0.5], protect: [0.5, 0.65], write: [0.65, 1] };
const WORDS: Readonly<Record<Progress["part"], string>> = { read: "reading answers", protect: "protecting", write: "writing files" };
const WIDTH = 24;
/** Shorter work needs no bar. */
const QUIET = 1000;

/** A line at the foot of a terminal that is written over: how much is done, and about how long the rest takes. Nothing where nobody watches; a number for the server that started this. */
export function progressBar(to: NodeJS.WriteStream, now: () => number = () => performance.now()): { readonly show: (progress: Progress) => void; readonly done: () => void } {
  // The operator's page asks the server, which started this command.
  if (process.send) return { show: (progress) => void process.send?.({ share: wholeOf(progress) }), done: () => undefined };
  if (!to.isTTY) return { show: () => undefined, done: () => undefined };
  const began = now();
  let shown = 0;
  return {
    show: (progress) => {
      const elapsed = now() - began;
      if (elapsed < QUIET || elapsed - shown < 100) return;
      shown = elapsed;
      to.write(`\r\u001B[K${barOf(progress, elapsed)}`);
    },
    done: () => void (shown > 0 && to.write("\r\u001B[K")),
  };
}

function wholeOf({ part, share }: Progress): number {
  const [from, to] = SHARES[part];
  return from + (to - from) * Math.min(1, Math.max(0, share));
}

/** @param elapsed in ms */
function barOf({ part, share }: Progress, elapsed: number): string {
  const whole = wholeOf({ part, share });
  const full = Math.round(WIDTH * whole);
  const left = whole > 0.02 ? `, about ${Math.max(1, Math.round((elapsed * (1 / whole - 1)) / 1000))} s left` : "";
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${Math.floor(whole * 100)} %${left}: ${WORDS[part]}`;
}

import { deliver, type Delivery } from "./deliver.ts";
import type { Storage, Waiting } from "./storage.ts";

/** First and longest pause between two attempts, in ms. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 5 * 60_000;

export interface Outbox {
  /** Sends whatever waits, unless another tab is at it. */
  flush(): Promise<void>;
  stop(): void;
}

export interface OutboxOptions {
  readonly storage: Storage;
  readonly onDelivered: (waiting: Waiting) => void;
  readonly onRefused: (waiting: Waiting) => void;
  readonly onWaiting: (waiting: Waiting) => void;
  readonly send?: (waiting: Waiting) => Promise<Delivery>;
}

/** Sends when it can: at once, when the network or the page comes back, and after pauses that grow and scatter. Gives up nothing. */
export function openOutbox({ storage, onDelivered, onRefused, onWaiting, send = ({ response, collector }) => deliver(response, collector) }: OutboxOptions): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let stopped = false;
  let running: Promise<void> | undefined;

  const attempt = async (): Promise<void> => {
    let soonest = 0;
    for (const waiting of await storage.waiting()) {
      if (stopped || waiting.refused) continue;
      const delivery = await send(waiting);
      if (delivery.kind === "delivered") {
        await storage.drop(waiting.response.id);
        onDelivered(waiting);
      } else if (delivery.kind === "refused") {
        const refused: Waiting = { ...waiting, refused: { status: delivery.status, detail: delivery.detail } };
        await storage.markRefused(refused);
        onRefused(refused);
      } else {
        soonest = Math.max(soonest, delivery.after ?? pause);
        onWaiting(waiting);
      }
    }
    if (soonest === 0) pause = FIRST_PAUSE;
    else {
      // Scattered, so that phones which lost the network together do not come back together.
      again(soonest * (0.75 + Math.random() / 2));
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  };
  const flush = (): Promise<void> => (running ??= alone(attempt).finally(() => (running = undefined)));
  const wake = (): void => {
    if (document.visibilityState === "visible") void flush();
  };
  const again = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), ms);
  };
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  return {
    flush,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
    },
  };
}

/** One tab at a time; where a browser has no locks, the collector tells the same response twice from two responses. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work();
  await navigator.locks.request("qingting-outbox", work);
}

import { deliver, type Delivery } from "./deliver.ts";
import type { Storage, Waiting } from "./storage.ts";

/** First and longest pause between two attempts, in ms. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 5 * 60_000;
/** What tabs and the service worker tell each other by when something was sent. */
const CHANNEL = "qingting-outbox";
export const SYNC_TAG = CHANNEL;

export interface Outbox {
  /** Sends whatever waits, unless another tab is at it. */
  flush(): Promise<void>;
  stop(): void;
}

export interface Sending {
  readonly storage: Storage;
  readonly send?: (waiting: Waiting) => Promise<Delivery>;
  readonly onDelivered?: (waiting: Waiting) => void;
  readonly onRefused?: (waiting: Waiting) => void;
  readonly onWaiting?: (waiting: Waiting) => void;
}

/**
 * Tries everything that waits once, one tab or worker at a time. Nothing is counted and nothing is given up.
 * @returns whether something still waits, and how long the collector asks to be left alone, in ms
 */
export function sendWaiting({ storage, send = ({ response, collector }) => deliver(response, collector), onDelivered, onRefused, onWaiting }: Sending): Promise<{ readonly waits: boolean; readonly after: number }> {
  return alone(async () => {
    let waits = false;
    let after = 0;
    for (const waiting of await storage.waiting()) {
      if (waiting.refused) continue;
      const delivery = await send(waiting);
      if (delivery.kind === "delivered") {
        await storage.drop(waiting.response.id);
        announce();
        onDelivered?.(waiting);
      } else if (delivery.kind === "refused") {
        const refused: Waiting = { ...waiting, refused: { status: delivery.status, detail: delivery.detail } };
        await storage.markRefused(refused);
        onRefused?.(refused);
      } else {
        waits = true;
        after = Math.max(after, delivery.after ?? 0);
        onWaiting?.(waiting);
      }
    }
    return { waits, after };
  });
}

export interface OutboxOptions extends Sending {
  /** Called after every attempt, and when another tab or the service worker has sent something. */
  readonly onAttempt?: () => void;
}

/** Sends when it can: at once, when the network or the page comes back, in the background where the browser can, and after pauses that grow and scatter. */
export function openOutbox({ onAttempt, ...sending }: OutboxOptions): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let notBefore = 0;
  let stopped = false;
  let running: Promise<void> | undefined;

  const attempt = async (): Promise<void> => {
    const { waits, after } = await sendWaiting(sending);
    onAttempt?.();
    if (!waits) {
      pause = FIRST_PAUSE;
      return;
    }
    notBefore = performance.now() + after;
    again(nextPause(pause, after, Math.random()));
    pause = Math.min(LONGEST_PAUSE, pause * 2);
    void syncLater();
  };
  const flush = (): Promise<void> => (running ??= attempt().finally(() => (running = undefined)));
  const wake = (): void => {
    if (document.visibilityState === "visible" && performance.now() >= notBefore) void flush();
  };
  const again = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), ms);
  };
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : undefined;
  if (channel) channel.onmessage = () => onAttempt?.();
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  return {
    flush,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      channel?.close();
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
    },
  };
}

/**
 * How long to leave the collector alone, in ms: never shorter than it asked, never longer than 5 minutes by our own doing, and
 * scattered, so that phones which lost the network together do not come back together.
 * @param pause own pause by now, in ms @param after what the collector asked for, in ms @param random from 0 to 1
 */
export const nextPause = (pause: number, after: number, random: number): number => Math.max(after * (1 + random / 4), pause * (0.5 + random / 2));

/** One tab at a time; where a browser has no locks, the collector tells the same response twice from two responses. */
const alone = <T>(work: () => Promise<T>): Promise<T> => ("locks" in navigator ? navigator.locks.request(CHANNEL, work) : work());

/** Tells open pages that something was sent. */
export function announce(): void {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("sent");
  channel.close();
}

/** Asks the browser to wake the service worker once there is a network, even if the page is closed by then. Few can. */
async function syncLater(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration && "sync" in registration && registration.sync instanceof Object && "register" in registration.sync && typeof registration.sync.register === "function") {
    await Promise.resolve(registration.sync.register(SYNC_TAG)).catch(() => {});
  }
}

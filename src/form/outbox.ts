import { shuffled } from "../survey/random.ts";
import { deliver, type Delivery } from "./deliver.ts";
import type { Storage, Waiting } from "./storage.ts";

/** First and longest pause between two attempts, in ms. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 5 * 60_000;
/** What tabs and the service worker tell each other by. */
const CHANNEL = "qingting-outbox";
export const SYNC_TAG = CHANNEL;

/** What became of a response, for other pages: the one of this id, or of all. */
export interface News {
  readonly what: "delivered" | "refused" | "dropped";
  readonly id?: string;
}

export interface Outbox {
  /** Sends whatever waits by now, unless another tab is at it. */
  flush(): Promise<void>;
  stop(): void;
}

export interface Sending {
  readonly storage: Storage;
  readonly send?: (waiting: Waiting) => Promise<Delivery>;
  readonly random?: () => number;
  readonly onDelivered?: (waiting: Waiting) => void;
  readonly onRefused?: (waiting: Waiting) => void;
  readonly onWaiting?: (waiting: Waiting) => void;
}

export interface Attempt {
  readonly waits: boolean;
  /** How long the collector asks to be left alone, in ms. */
  readonly after: number;
}

/** Tries everything that waits once, one tab or worker at a time. Nothing is counted and nothing is given up. */
export function sendWaiting({ storage, send = plainly, random = Math.random, onDelivered, onRefused, onWaiting }: Sending): Promise<Attempt> {
  return alone(async () => {
    /** Collectors that did not answer: what else waits for them need not find that out one by one, half a minute each. */
    const silent = new Set<string>();
    let waits = false;
    let after = 0;
    // In another order each time, so that none stands in the way of the others for ever.
    for (const waiting of shuffled(await storage.waiting(), random)) {
      if (waiting.refused) continue;
      const delivery: Delivery = silent.has(waiting.collector) ? { kind: "waiting" } : await send(waiting);
      if (delivery.kind === "delivered") {
        await storage.drop(waiting.response.id);
        tell({ what: "delivered", id: waiting.response.id });
        onDelivered?.(waiting);
      } else if (delivery.kind === "refused") {
        const refused: Waiting = { ...waiting, refused: { status: delivery.status, detail: delivery.detail } };
        await storage.mark(refused);
        tell({ what: "refused", id: waiting.response.id });
        onRefused?.(refused);
      } else {
        waits = true;
        after = Math.max(after, delivery.after ?? 0);
        if (delivery.silent) silent.add(waiting.collector);
        onWaiting?.(waiting);
      }
    }
    return { waits, after };
  });
}

/** As it is: what still needs a credential is for the page, which can get one. */
const plainly = async (waiting: Waiting): Promise<Delivery> => (waiting.key !== undefined && !waiting.credential ? { kind: "waiting" } : deliver(waiting, waiting.collector));

export interface OutboxOptions extends Sending {
  /** Called after every attempt. */
  readonly onAttempt?: () => void;
  /** Called when another tab or the service worker has done something. */
  readonly onNews?: (news: News) => void;
}

/** Sends when it can: at once, when the network or the page comes back, in the background where the browser can, and after pauses that grow and scatter. */
export function openOutbox({ onAttempt, onNews, ...sending }: OutboxOptions): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE;
  let notBefore = 0;
  let stopped = false;
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const attempt = async (): Promise<void> => {
    // A browser that refuses its locks must not end the trying.
    const { waits, after } = await sendWaiting(sending).catch(() => ({ waits: true, after: 0 }));
    onAttempt?.();
    if (!waits) {
      pause = FIRST_PAUSE;
      return;
    }
    notBefore = performance.now() + after;
    again(nextPause(pause, after, Math.random()));
    pause = Math.min(LONGEST_PAUSE, pause * 2);
    void syncLater().catch(() => {});
  };
  const run = (): Promise<void> => (running = attempt().finally(() => (running = undefined)));
  // An attempt under way has read what waits before this was asked: another one follows it.
  const flush = (): Promise<void> => (running === undefined ? run() : (following ??= running.then(() => ((following = undefined), run()))));
  const wake = (): void => {
    if (document.visibilityState === "visible" && performance.now() >= notBefore && running === undefined) void run();
  };
  const again = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), ms);
  };
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : undefined;
  if (channel) channel.onmessage = ({ data }: MessageEvent<unknown>) => isNews(data) && onNews?.(data);
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

const isNews = (value: unknown): value is News => typeof value === "object" && value !== null && "what" in value && (value.what === "delivered" || value.what === "refused" || value.what === "dropped");

/** Tells other open pages. */
export function tell(news: News): void {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(news);
  channel.close();
}

/** Asks the browser to wake the service worker once there is a network, even if the page is closed by then. Few can. */
async function syncLater(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration && "sync" in registration && registration.sync instanceof Object && "register" in registration.sync && typeof registration.sync.register === "function") {
    await Promise.resolve(registration.sync.register(SYNC_TAG)).catch(() => {});
  }
}

import type { CDPSession } from "@playwright/test";

/** What came over the page's own line, on the wall clock; what a service worker fetches by itself is neither counted nor slowed. */
export interface Traffic {
  /** Bytes as sent, headers included, of what had come whole by `until`, in ms since the epoch. */
  bytes(until?: number): number;
  /** Addresses asked of any other origin. */
  readonly strays: readonly string[];
  /** Waits until nothing was under way for so many ms. */
  quiet(ms: number): Promise<void>;
}

export async function watchTraffic(session: CDPSession, origin: string): Promise<Traffic> {
  const came: { readonly at: number; readonly bytes: number }[] = [];
  const strays: string[] = [];
  const underWay = new Set<string>();
  let offset = 0;
  let last = performance.now();
  const ended = (id: string): void => {
    underWay.delete(id);
    last = performance.now();
  };
  session.on("Network.requestWillBeSent", ({ requestId, request, timestamp, wallTime }) => {
    if (/^(data|blob):/.test(request.url)) return;
    offset = wallTime - timestamp;
    underWay.add(requestId);
    if (!request.url.startsWith(`${origin}/`)) strays.push(request.url);
  });
  session.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) => {
    came.push({ at: 1000 * (timestamp + offset), bytes: encodedDataLength });
    ended(requestId);
  });
  session.on("Network.loadingFailed", ({ requestId }) => ended(requestId));
  await session.send("Network.enable");
  return {
    strays,
    bytes: (until = Infinity) => came.reduce((sum, { at, bytes }) => (at <= until ? sum + bytes : sum), 0),
    quiet: async (ms) => {
      while (underWay.size > 0 || performance.now() - last < ms) await new Promise((done) => setTimeout(done, 50));
    },
  };
}

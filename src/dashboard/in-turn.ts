/** How long the page may be deaf while what nobody sees is drawn, in ms: a frame. Shorter ones end later, by a frame that shows nothing new. */
const SLICE = 16;

/** Lets the browser paint and hear before going on; unlike timers without a delay of its own. */
export const breath = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => (port1.close(), done()), { once: true });
    port1.start();
    port2.postMessage(0);
  });

/**
 * Does what is urgent at once, the rest in slices.
 * @param isStale asked before each piece: a newer round has begun, so this one ends
 * @returns whether all was done
 */
export async function inTurn<T>(pieces: readonly T[], isUrgent: (piece: T) => boolean, work: (piece: T) => void, isStale: () => boolean): Promise<boolean> {
  const [urgent, later] = [pieces.filter(isUrgent), pieces.filter((piece) => !isUrgent(piece))];
  for (const piece of urgent) work(piece);
  // To let what is seen be painted; where nothing is, a frame in between would only be waited for.
  if (urgent.length > 0 && later.length > 0) await breath();
  let since = performance.now();
  for (const piece of later) {
    if (performance.now() - since > SLICE) {
      await breath();
      since = performance.now();
    }
    if (isStale()) return false;
    work(piece);
  }
  return true;
}

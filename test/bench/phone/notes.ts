/** What is noted inside the page, in ms since navigation began. Put into it before its own scripts, so it must stand alone. */
export interface Notes {
  /** Touches that ended on the first question. */
  readonly touches: { readonly at: number; readonly isTrusted: boolean }[];
  /** First write after such a touch that names the question and is complete. */
  kept?: number;
  /** Sum of what moved without anybody's doing. */
  shift: number;
  readonly blocks: { readonly start: number; readonly duration: number }[];
}

declare global {
  interface Window {
    notes: Notes;
  }
}

export function takeNotes(question: string): void {
  const notes: Notes = { touches: [], shift: 0, blocks: [] };
  window.notes = notes;
  addEventListener(
    "touchend",
    ({ target, timeStamp, isTrusted }) => {
      if (target instanceof Element && target.closest(`[data-name="${question}"]`)) notes.touches.push({ at: timeStamp, isTrusted });
    },
    { capture: true, passive: true },
  );
  const keeps = (written: unknown): boolean => notes.kept === undefined && notes.touches.length > 0 && JSON.stringify(written).replaceAll("\\", "").includes(`"${question}`);
  const done = (): void => void (notes.kept ??= performance.now());
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...given) {
    if (keeps(given)) this.transaction.addEventListener("complete", done);
    return put.apply(this, given);
  };
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (...given) {
    setItem.apply(this, given);
    if (keeps(given)) done();
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) notes.blocks.push({ start: startTime, duration });
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if ("value" in entry && "hadRecentInput" in entry && !entry.hadRecentInput) notes.shift += Number(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
}

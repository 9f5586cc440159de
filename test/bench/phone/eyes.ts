/** What a person waits to see and then taps. */
export interface Plan {
  /** The page can be read once all of these are painted. */
  readonly reads: readonly string[];
  /** To be tapped one after the other, each as soon as it is painted. */
  readonly steps: readonly string[];
  /** Name of the first question. */
  readonly question: string;
}

export interface Eyes {
  /** When the page could be read, in ms since navigation began. */
  readable?: number;
  /** Top of the first question's title when it was first seen, in px of the document. */
  top?: number;
  /** Steps already reported to the robot's finger. */
  at: number;
  titleTop(): number;
  /** Back to the first step that still can be taken. */
  again(): void;
}

declare global {
  interface Window {
    eyes: Eyes;
    report(spot: string): void;
  }
}

/** Watches each frame and reports where to tap. One look-up per frame: its cost is lost in that of the frame. */
export function watch({ reads, steps, question }: Plan): void {
  const shown = (selector: string): Element | undefined => {
    const found = document.querySelector(selector);
    const target = found?.closest("label") ?? found;
    if (!target?.checkVisibility({ visibilityProperty: true })) return undefined;
    const { width, height } = target.getBoundingClientRect();
    return width > 0 && height > 0 ? target : undefined;
  };
  const afterPaint = (then: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(undefined);
  };
  const titleTop = (): number => {
    const element = document.querySelector(`[data-name="${question}"]`);
    const texts = element && document.createTreeWalker(element, NodeFilter.SHOW_TEXT, ({ nodeValue }) => (nodeValue?.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
    const range = document.createRange();
    const first = texts?.nextNode();
    if (first) range.selectNode(first);
    return range.getBoundingClientRect().top + scrollY;
  };
  const eyes: Eyes = { at: 0, titleTop, again: () => void (eyes.at = Math.max(0, steps.findIndex(shown))) };
  window.eyes = eyes;

  let isRead = false;
  const read = (frame: number): void => {
    isRead = true;
    afterPaint(() => {
      const now = performance.now();
      const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? now;
      // In the first frame of all, the browser itself says when it was painted.
      eyes.readable = first >= frame ? first : now;
    });
  };
  let before = "";
  const aim = (target: Element): void => {
    const { left, top, width, height } = target.getBoundingClientRect();
    // A finger meets what stands still for a frame at least.
    const box = JSON.stringify([left, top, width, height]);
    if (box !== before) return void (before = box);
    const [x, y] = [left + width / 2, top + height / 2];
    if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) return target.scrollIntoView({ block: "center", behavior: "instant" });
    // What is covered by something else would not get the tap.
    if (!target.contains(document.elementFromPoint(x, y))) return;
    const step = eyes.at++;
    afterPaint(() => window.report(JSON.stringify({ x, y, step })));
  };
  const look = (frame: number): void => {
    if (!isRead && reads.every(shown)) read(frame);
    if (eyes.top === undefined && shown(`[data-name="${question}"]`)) eyes.top = titleTop();
    const next = steps[eyes.at];
    const target = next === undefined ? undefined : shown(next);
    if (target) aim(target);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

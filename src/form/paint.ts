import { step } from "./arrows.ts";

/**
 * Painting by thumb or mouse across the times of a duty. Every stroke is made of clicks on the inputs themselves, so that
 * whoever listens to those, the first script or SurveyJS, sees nothing new.
 *
 * Only events that the first script lets through are used: until SurveyJS has come, it alone hears where a finger comes down.
 */

interface Stroke {
  readonly pointer: number;
  readonly row: HTMLElement;
  readonly boxes: readonly HTMLInputElement[];
  /** How they stood before: what the thumb leaves again gets it back. */
  readonly before: readonly boolean[];
  readonly from: number;
  to: number;
}

/** Where a pointer rests or comes down. */
interface Start {
  readonly pointer: number;
  readonly cell: Element;
  readonly x: number;
  readonly y: number;
}

/** A finger that moves less than this, in pixels, taps; phones see it the same way (8 on Android, 10 on iOS). */
const TAP = 16;

let start: Start | undefined;
let stroke: Stroke | undefined;

const cellOf = (target: EventTarget | null): Element | null => (target instanceof Element ? target.closest(".day-cell") : null);
const hoursOf = (row: Element): HTMLInputElement[] => [...row.querySelectorAll<HTMLInputElement>(".day-cell input")];

function rest({ target, pointerId, pointerType, buttons, clientX, clientY }: PointerEvent): void {
  if (pointerType !== "mouse") letClick();
  // A finger comes from nowhere; a mouse hovers first, and what it passes while pressed is no beginning.
  if (stroke || (pointerType === "mouse" && buttons !== 0)) return;
  const cell = cellOf(target);
  start = cell ? { pointer: pointerId, cell, x: clientX, y: clientY } : undefined;
}

function move(event: PointerEvent): void {
  if (event.buttons !== 1) {
    end();
    return rest(event);
  }
  stroke ??= begin(event);
  if (!stroke || stroke.pointer !== event.pointerId) return;
  const to = nearest(stroke, event);
  if (to === stroke.to) return;
  stroke.to = to;
  paint(stroke);
}

/** A stroke begins when a thumb has clearly left the time that it came down on. */
function begin(event: PointerEvent): Stroke | undefined {
  const row = start?.cell.closest<HTMLElement>(".day-row");
  if (!start || !row || start.pointer !== event.pointerId || Math.abs(event.clientX - start.x) < TAP) return undefined;
  const boxes = hoursOf(row);
  const from = boxes.findIndex((box) => start?.cell.contains(box));
  const begun: Stroke = { pointer: event.pointerId, row, boxes, before: boxes.map(({ checked }) => checked), from, to: from };
  if (from < 0 || boxes[from]?.disabled || nearest(begun, event) === from) return undefined;
  // The rest is the row's alone: no text is selected, and letting go is no tap.
  row.setPointerCapture(event.pointerId);
  return begun;
}

/** The time at the thumb, wherever it has drifted up or down: a thumb moves in arcs. Where times stand in several lines, the nearest. */
function nearest({ boxes }: Stroke, { clientX, clientY }: PointerEvent): number {
  const distances = boxes.map((box) => {
    const { left, right, top, bottom } = (cellOf(box) ?? box).getBoundingClientRect();
    return Math.hypot(Math.max(left - clientX, 0, clientX - right), Math.max(top - clientY, 0, clientY - bottom));
  });
  return distances.indexOf(Math.min(...distances));
}

/** From where the thumb came down to where it is now, all become what the first became. */
function paint({ boxes, before, from, to }: Stroke): void {
  const isPainting = !before[from];
  let felt = false;
  boxes.forEach((box, at) => {
    const wanted = box.type === "radio" ? at === to : at >= Math.min(from, to) && at <= Math.max(from, to) ? isPainting : before[at];
    if (box.checked === wanted || (box.type === "radio" && !wanted)) return;
    box.click();
    felt = true;
  });
  if (felt && !matchMedia("(prefers-reduced-motion: reduce)").matches) navigator.vibrate?.(6);
}

function end(): void {
  if (stroke) addEventListener("click", swallow, true);
  stroke = undefined;
  start = undefined;
}

/** Let go; the cell that a finger came down on loses it to the row as the stroke begins. */
function release({ target }: PointerEvent): void {
  if (!stroke || target === stroke.row) end();
}

/** The tap that a browser may make of a stroke; any later one begins with a pointer of its own. */
function swallow(event: Event): void {
  if (!event.isTrusted) return;
  event.preventDefault();
  event.stopPropagation();
}

const letClick = (): void => removeEventListener("click", swallow, true);

/**
 * Sideways nothing can scroll, yet Chromium takes a quick stroke for the beginning of it, and the next tap for its end: that
 * tap would be lost. Not so where the page itself deals with the move.
 */
function hold(event: Event): void {
  const touch = event instanceof TouchEvent ? event.touches[0] : undefined;
  const isSideways = start !== undefined && touch !== undefined && Math.abs(touch.clientX - start.x) > Math.abs(touch.clientY - start.y);
  if (event.cancelable && (stroke || isSideways)) event.preventDefault();
}

/** How far down the page the progress reaches, which stays in sight above the times of the day, however many lines it has. */
let under: string | undefined;

/** For each day that is drawn, on itself: a page that listens like this everywhere scrolls badly. */
export function prepareDay(day: HTMLElement | null): void {
  day?.addEventListener("touchmove", hold, { passive: false });
  keepUnder(day);
}

/** On the day alone: on the root of the page, the style of every other element would be looked up again. */
const keepUnder = (day: HTMLElement | null): void => (under === undefined ? undefined : day?.style.setProperty("--under", under));

function keepBelow(progress: HTMLElement): void {
  new ResizeObserver(() => {
    if (progress.offsetHeight === 0) return;
    under = `${progress.offsetHeight}px`;
    document.querySelectorAll<HTMLElement>(".day").forEach(keepUnder);
  }).observe(progress);
}

/** From here on, days can be painted: those that the server drew, and those that come. */
export function startPainting(): void {
  addEventListener("pointerover", rest, true);
  addEventListener("pointerdown", letClick, true);
  addEventListener("pointermove", move, true);
  addEventListener("lostpointercapture", release, true);
  addEventListener("pointercancel", end, true);
  addEventListener("keydown", step);
  document.querySelectorAll<HTMLElement>(".day").forEach(prepareDay);
  const progress = document.querySelector<HTMLElement>(".progress");
  if (progress) keepBelow(progress);
}

/** What a thumb does, by keyboard: beside Tab and the space bar, which every checkbox knows. */

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const boxesOf = (row: Element): HTMLInputElement[] => [...row.querySelectorAll("input")];
const isHour = (box: Element): boolean => box.closest(".day-cell") !== null;

/** Arrow keys go from time to time and from duty to duty; with Shift they take along what stands where they come from. */
export function step(event: KeyboardEvent): void {
  const { target, key, shiftKey } = event;
  const [down, right] = STEPS[key] ?? [];
  if (down === undefined || right === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  // Radio buttons have arrows of their own.
  if (!(target instanceof HTMLInputElement) || target.type !== "checkbox") return;
  const row = target.closest(".day-row");
  if (!row) return;
  event.preventDefault();
  const rows = [...(row.parentElement?.querySelectorAll(".day-row") ?? [])];
  const next = boxesOf(rows[rows.indexOf(row) + down] ?? row)[boxesOf(row).indexOf(target) + right];
  if (!next || next === target) return;
  if (shiftKey && next.checked !== target.checked && isHour(next) && isHour(target)) next.click();
  next.focus();
}

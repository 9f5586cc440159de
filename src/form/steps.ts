/**
 * What a person does on a questionnaire before SurveyJS has come: noted as the browser saw it, kept, and done again through
 * SurveyJS once that is there. Controls are known by their place in the page, which server and browser draw alike.
 */
export interface Step {
  /** Place among the controls of the questions, in document order. */
  readonly at: number;
  /** Name of the question that the control belongs to; empty for the buttons below. Guards against a page that has changed. */
  readonly question: string;
  /** What was typed or selected; absent for a tap. */
  readonly value?: string;
}

/** A step, the control that it was done on, and where the cursor stands in what is typed. */
export interface Done {
  readonly step: Step;
  readonly control: HTMLElement;
  caret?: readonly [number, number];
  /** Of boxes: whether the tap picked it, or took it back. */
  readonly checked?: boolean;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const CONTROLS = 'input,textarea,select,button,[tabindex]:not([tabindex="-1"]),[role=button],[role=option],[role=combobox],[role=switch],[role=slider]';
/** A list that opens where one taps, though only the field in it is a control. */
const LIST = ".sd-dropdown, .sd-tagbox";
const PICKED = /^(radio|checkbox)$/;

const isField = (target: EventTarget | null): target is Field => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
const isPicked = (target: EventTarget | null): target is HTMLInputElement => target instanceof HTMLInputElement && PICKED.test(target.type);

const opens = (control: HTMLElement): boolean => control.getAttribute("role") === "combobox" && !(control instanceof HTMLSelectElement);

const questionOf = (control: Element): string => control.closest<HTMLElement>("[data-name]")?.dataset["name"] ?? "";
const controlsOf = (questions: Element): HTMLElement[] => [...questions.querySelectorAll<HTMLElement>(CONTROLS)];

/** @returns the step that an event is, if it is one: a tap on a control, or something typed or selected */
export function stepOf(event: Event, questions: Element): Done | undefined {
  const target = event.target instanceof Element ? event.target : undefined;
  const control = target?.closest<HTMLElement>(CONTROLS) ?? target?.closest(LIST)?.querySelector<HTMLElement>("[role=combobox]");
  if (!control || !questions.contains(control)) return undefined;
  // A tap on a label comes again, from its control.
  const label = target?.closest("label");
  if (label?.control && label.control !== control && control.contains(label)) return undefined;
  // Words typed into a field come as `input`; a tap on it only places the cursor.
  const typed = isField(control) && !isPicked(control) && !(opens(control) && event.type === "click");
  if (event.type !== (typed ? "input" : "click")) return undefined;
  const step: Step = { at: controlsOf(questions).indexOf(control), question: questionOf(control) };
  return { control, step: typed ? { ...step, value: control.value } : step, ...(isPicked(control) ? { checked: control.checked } : {}) };
}

/** The control of a step that was kept when the page was open before. */
export function controlOf({ at, question }: Step, questions: Element): HTMLElement | undefined {
  const control = controlsOf(questions)[at];
  return control && questionOf(control) === question ? control : undefined;
}

const lastOf = (done: readonly Done[]): Done | undefined => done[done.length - 1];

/** Adds a step; of what is typed into one field the last state counts, and a list that is tapped twice is meant to open. */
export function add(done: Done[], next: Done): void {
  if ((next.step.value !== undefined || opens(next.control)) && lastOf(done)?.control === next.control) done.pop();
  done.push(next);
}

/** Notes where the cursor is in the field that is written in. */
export function noteCaret(done: readonly Done[]): void {
  const last = lastOf(done);
  if (!last || last.control !== document.activeElement || !(last.control instanceof HTMLInputElement || last.control instanceof HTMLTextAreaElement)) return;
  const { selectionStart, selectionEnd } = last.control;
  if (selectionStart !== null && selectionEnd !== null) last.caret = [selectionStart, selectionEnd];
}

/** Shows what a step has brought about. */
export function showAgain({ control, checked, step: { value }, caret }: Done): void {
  if (isPicked(control)) control.checked = checked ?? control.checked;
  else if (value !== undefined && isField(control) && control.value !== value) {
    control.value = value;
    if (caret && !(control instanceof HTMLSelectElement)) control.setSelectionRange(...caret);
  }
}

/** Everything as the server drew it: React must not find the answers there already, or it would see no change. */
export function undo(all: readonly Done[]): void {
  for (const { control } of all) if (isPicked(control)) control.checked = control.defaultChecked;
}

/** Where it shows that a tap was felt, which is answered only later; boxes and fields answer at once. */
export function notedAt({ control }: Done): HTMLElement | undefined {
  return opens(control) ? (control.closest<HTMLElement>(LIST) ?? undefined) : control instanceof HTMLInputElement ? undefined : control;
}

/** Does a step again, for whoever listens now: the browser alone at first, SurveyJS later. */
export function redo({ step, control, caret, checked }: Done): void {
  // What a tap before this one did may not be drawn yet.
  if (checked !== undefined && isPicked(control)) control.checked = !checked;
  if (step.value === undefined || !isField(control)) return control.click();
  // Through React's own property first: it fires only for a value that it does not know yet.
  control.value = "";
  prototypeOf(control).set?.call(control, step.value);
  for (const type of ["input", "keyup", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  if (control !== document.activeElement) control.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  // Setting a value moves the cursor to its end, away from the middle of somebody's sentence.
  else if (caret && !(control instanceof HTMLSelectElement)) control.setSelectionRange(...caret);
}

const prototypeOf = (field: Field): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(field instanceof HTMLInputElement ? HTMLInputElement.prototype : field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLSelectElement.prototype, "value") ?? {};

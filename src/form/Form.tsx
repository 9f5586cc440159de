import { Component, type RefObject, startTransition, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Survey } from "survey-react-ui";
import { FORM } from "../i18n/form.ts";
import { ClearPhone, Consent, type Terms } from "./Consent.tsx";
import "./Areas.tsx";
import "./Day.tsx";
import { type SurveyModel, touch } from "./model.ts";
import { Outcome } from "./Outcome.tsx";
import { shuffle } from "./order.ts";
import type { Place } from "./place.ts";
import { Progress } from "./Progress.tsx";
import { Safe } from "./Safe.tsx";
import { FIRST, type Session } from "./session.ts";
import { controlOf, redo, showAgain } from "./steps.ts";

/** What the server writes into the page for the browser to go on with. */
export interface FormProps {
  readonly place: Place;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly terms: Terms;
  /** Addresses of pages to go on to. */
  readonly home: string;
  readonly results: string | undefined;
}

interface Props extends Omit<FormProps, "definition"> {
  readonly model: SurveyModel;
  /** Absent on the server. */
  readonly session?: Session;
  readonly kiosk?: boolean;
  /** Each person sees something in an order of their own. */
  readonly isRandom?: boolean;
}

/** The questions' style stands between the words of consent, which need not wait for it, and the questions. The page fills it in. */
export const SHEET_PLACE = "<style></style>";
const sheet = <style suppressHydrationWarning dangerouslySetInnerHTML={{ __html: "" }} />;

/** A questionnaire from consent to delivery. Drawn by the server first, so that it can be read and answered before SurveyJS has come. */
export function Form({ place, terms, home, results, model, session, kiosk = false, isRandom = false }: Props) {
  const [state, setState] = useState(FIRST);
  const { stage } = state;
  useLayoutEffect(() => {
    if (!session) return;
    session.watch(setState);
    // With a breath after this commit: until then the first script goes on noting.
    setTimeout(() => {
      drawnLater(() => takeOver(session, isRandom ? model : undefined));
      touch();
      document.documentElement.dataset["ready"] = "";
    });
    return session.close;
  }, []);
  useScrollUp(stage.at);
  // SurveyJS draws itself anew where its model changes; drawing all of it with each change of ours takes a slow phone 100 ms.
  const questions = useMemo(() => <Survey model={model} />, [model]);
  const words = FORM[place.locale];
  return (
    <>
      {stage.at === "consent" && <Consent place={place} terms={terms} state={state} onStart={() => session && resume(session)} session={session} />}
      {sheet}
      <section className="questions" hidden={stage.at !== "answering"} aria-label={words.form}>
        <Progress model={model} place={place} minutes={terms.minutes} state={state} />
        <Safe instead={<Outcome stage={{ at: "broken" }} place={place} durable={state.durable} home={home} results={results} receipt={terms.receipt} session={session} kiosk={kiosk} />}>
          {questions}
        </Safe>
        {stage.at === "answering" && place.wave !== undefined && !kiosk && (state.saved || state.stored) && <ClearPhone locale={place.locale} onClear={() => void session?.clear()} />}
      </section>
      <Outcome stage={stage} place={place} durable={state.durable} home={home} results={results} receipt={terms.receipt} session={session} kiosk={kiosk} />
    </>
  );
}

/** What was done on the page before React and SurveyJS came alive is done again, for them. */
function takeOver(session: Session, random: SurveyModel | undefined): void {
  const early = globalThis.qingting?.takeOver();
  // Nobody has seen a question yet: the first script does not begin where each person has an order of their own.
  if (random) shuffle(random);
  if (early?.begun === undefined) return;
  session.start(early.begun, early.saved);
  for (const each of early.done) redo(each);
  // React has put back what it drew last, and draws the answers only now.
  for (const each of early.done) showAgain(each);
}

/**
 * Lets SurveyJS's elements be drawn in slices of 5 ms, with ears for taps between them, where React would draw what an event
 * has changed at once: a battery takes a slow phone 80 ms.
 */
function drawnLater(work: () => void): void {
  const { setState } = Component.prototype;
  const due: (() => void)[] = [];
  Component.prototype.setState = function (...change) {
    due.push(() => setState.apply(this, change));
  };
  try {
    work();
  } finally {
    Component.prototype.setState = setState;
    startTransition(() => {
      for (const each of due) each();
    });
  }
}

/** Agreed after SurveyJS had come: what an earlier visit left undone is done now. */
function resume(session: Session): void {
  const questions = document.querySelector("#form .questions");
  for (const step of session.start()) {
    const control = questions && controlOf(step, questions);
    if (control) redo({ step, control });
  }
}

/** The first stage stands where it is: the person may have scrolled in it already. */
function useScrollUp(at: string): void {
  const before: RefObject<string | undefined> = useRef(undefined);
  useEffect(() => {
    if (before.current !== undefined && !(before.current === "consent" && at === "answering" && scrollY > 0)) scrollTo({ top: 0 });
    before.current = at;
  }, [at]);
}

import { useEffect, useRef, useState } from "react";
import { Survey } from "survey-react-ui";
import { FORM } from "../i18n/form.ts";
import { Consent, type Terms } from "./Consent.tsx";
import { formModel, touch } from "./model.ts";
import { Outcome } from "./Outcome.tsx";
import { FIRST, openSession, type Place, type Session, type SessionState } from "./session.ts";

export interface FormProps {
  readonly place: Place;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly terms: Terms;
  /** Addresses of pages to go on to. */
  readonly home: string;
  readonly results: string | undefined;
}

/** A questionnaire from consent to delivery. Rendered on the server too, so that it can be read before any script has come. */
export function Form({ place, definition, terms, home, results }: FormProps) {
  const words = FORM[place.locale];
  const [model] = useState(() => formModel(definition, place.locale));
  const [state, setState] = useState<SessionState>(FIRST);
  const [page, setPage] = useState({ at: 0, of: model.visiblePageCount });
  const session = useRef<Session>(undefined);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    touch();
    let left = false;
    const turn = (): void => setPage({ at: model.currentPageNo, of: model.visiblePageCount });
    model.onCurrentPageChanged.add(turn);
    model.onValueChanged.add(turn);
    void openSession(place, model, (change) => setState((before) => ({ ...before, ...change }))).then((opened) => {
      if (left) return opened.close();
      session.current = opened;
      turn();
      setReady(true);
      if (document.querySelector("[data-start][data-tapped]")) opened.start();
    });
    return () => {
      left = true;
      session.current?.close();
    };
  }, []);

  const { stage } = state;
  const answering = stage.at === "answering";
  useEffect(() => {
    if (stage.at !== "consent") scrollTo({ top: 0 });
  }, [stage.at]);
  return (
    <>
      {stage.at === "consent" && (
        <Consent place={place} terms={terms} state={state} ready={ready} onStart={() => session.current?.start()} onDiscard={() => void session.current?.discard()} />
      )}
      <section className="questions" hidden={!answering} aria-label={words.form}>
        <div className="progress">
          <div className="progress-bar" aria-hidden="true"><span style={{ inlineSize: `${(100 * (page.at + 1)) / Math.max(1, page.of)}%` }} /></div>
          <p className="progress-words">
            <span role="status">{words.progress(page.at + 1, page.of)}</span>
            <span>{place.wave !== undefined && (state.durable ? state.saved && words.saved : words.notSaved)}</span>
          </p>
        </div>
        <Survey model={model} />
      </section>
      <Outcome stage={stage} place={place} durable={state.durable} home={home} results={results} session={session} />
    </>
  );
}

import { FORM } from "../i18n/form.ts";
import type { Text } from "../survey/text.ts";
import type { Place } from "./place.ts";
import type { Session, SessionState } from "./session.ts";

/** What is promised to those who answer, as it was frozen when the wave opened. */
export interface Terms {
  readonly minutes: number | undefined;
  readonly admission: string;
  readonly k: number;
  readonly n: number;
  readonly microdata: "public" | "withheld";
  readonly why: Text | undefined;
  /** Words that the operator has cleared may be published. */
  readonly quotes: boolean;
  /** The same for everybody in the wave. */
  readonly receipt: string | undefined;
  /** Of an invited wave: the words of its key in the page's language. */
  readonly keyWords: string | undefined;
}

interface Props {
  readonly place: Place;
  readonly terms: Terms;
  readonly state: SessionState;
  readonly session: Session | undefined;
  readonly onStart: () => void;
}

/** What is stored, what is not, who sees what; one tap agrees and begins. */
export function Consent({ place, terms, state, session, onStart }: Props) {
  const words = FORM[place.locale];
  const { locale } = place;
  const { stage } = state;
  const draft = stage.at === "consent" && stage.draft;
  if (place.wave === undefined)
    return (
      <section className="consent">
        <h2>{words.previewTitle}</h2>
        <p>{words.previewText}</p>
        <p className="actions"><button type="button" className="button" data-start onClick={onStart}>{words.previewStart}</button></p>
      </section>
    );
  return (
    <section className="consent">
      <p className="lead">{terms.minutes !== undefined && words.minutes(terms.minutes)} {words.voluntary}</p>
      {stage.at === "consent" && stage.note && <p className="note" role="status">{words[stage.note]}</p>}
      {state.earlier > 0 && (
        <p className="note" role="status">{words.waitingElsewhere(state.earlier)}</p>
      )}
      <h2>{words.consentTitle}</h2>
      <dl>
        <div><dt>{words.stored}</dt><dd>{words.storedText}</dd></div>
        <div><dt>{words.notStored}</dt><dd>{words.notStoredText}</dd></div>
        <div><dt>{words.seen}</dt><dd>{words.seenText}</dd></div>
        <div>
          <dt>{words.published}</dt>
          <dd>
            {terms.microdata === "public" ? words.publishedRows(terms.k, terms.n) : words.publishedTables}{locale === "en" ? " " : ""}{terms.quotes ? words.quotes : words.noQuotes}
            {terms.microdata === "public" && terms.why && <> {words.whyRows}{locale === "en" ? " " : ""}{terms.why[locale]}</>}
          </dd>
        </div>
      </dl>
      {terms.admission === "open" && <p>{words.openLink}</p>}
      {terms.admission === "invited" && <p>{words.invited}</p>}
      {terms.keyWords !== undefined && <p>{words.keyWords} <b className="key-words">{terms.keyWords}</b></p>}
      <p>{words.onPhone}</p>
      {!state.durable && <p className="note">{words.notSaved}</p>}
      {draft && <p className="note" role="status">{words.draftFound}</p>}
      <p className="actions">
        <button type="button" className="button" data-start onClick={onStart}>{draft ? words.resume : words.start}</button>
        {draft && <button type="button" className="button quiet" onClick={() => void session?.discard()}>{words.discard}</button>}
      </p>
      {state.stored && <ClearPhone locale={locale} onClear={() => void session?.clear()} />}
    </section>
  );
}

/** One tap, for it may have to be quick; so it says what goes. */
export function ClearPhone({ locale, onClear }: { readonly locale: Place["locale"]; readonly onClear: () => void }) {
  const words = FORM[locale];
  return (
    <p className="actions">
      <button type="button" className="button quiet" onClick={onClear}>{words.clearPhone}</button>
      <small className="soft" style={{ flex: "1 1 12rem" }}>{words.clearPhoneText}</small>
    </p>
  );
}

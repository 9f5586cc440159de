import { useEffect, useRef, useState } from "react";
import { FORM } from "../i18n/form.ts";
import { ClearPhone } from "./Consent.tsx";
import type { Place } from "./place.ts";
import { reasonFor, reasonOf, type Session, type Stage } from "./session.ts";
import { SaveFile } from "./SaveFile.tsx";
import { openAnew } from "./wave.ts";

interface Props {
  readonly stage: Stage;
  readonly place: Place;
  readonly durable: boolean;
  readonly home: string;
  readonly results: string | undefined;
  readonly receipt: string | undefined;
  readonly session: Session | undefined;
  readonly kiosk: boolean;
}

/** How long a shared device shows what became of the answers before it is the next person's turn, in s. */
const KIOSK_PAUSE = 15;

/** What happened to the answers, in words, and what can be done. Never thanks before the collector has said that they are stored. */
export function Outcome({ stage, place, durable, home, results, receipt, session, kiosk }: Props) {
  const words = FORM[place.locale];
  const heading = useRef<HTMLHeadingElement>(null);
  const { at } = stage;
  useEffect(() => heading.current?.focus(), [at]);
  if (at === "consent" || at === "answering") return null;
  const said = { sending: [words.sending], delivered: [words.delivered, words.deliveredText], waiting: [words.waiting, durable ? words.waitingText : words.waitingFragile], refused: [words.refused, words.refusedText], closed: [words.closed, words.closedText], replaced: [words.replaced, words.replacedText], previewEnd: [words.previewEnd], elsewhere: [words.elsewhere, words.elsewhereText], broken: [words.broken, words.brokenText], uninvited: [words.uninvited, words.uninvitedText], insecure: [words.insecure, words.insecureText] }[at];
  const [title, text] = said;
  return (
    <section className={`outcome card ${at}`} aria-live="polite">
      <h2 ref={heading} tabIndex={-1}>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {at === "refused" && <p className="reason">{reasonFor(stage.waiting, place.locale)}</p>}
      {at === "uninvited" && stage.note && <p className="note" role="status">{words[stage.note]}</p>}
      {at === "uninvited" && stage.status !== undefined && <p className="reason">{reasonOf(stage.status, place.locale)}</p>}
      {at === "refused" && !durable && <p>{words.waitingFragile}</p>}
      {at === "waiting" && !kiosk && <p>{words.fileText(new URL(`${home}send/`, location.href).href)}</p>}
      {at === "delivered" && receipt !== undefined && <p className="receipt">{words.receipt} <b>{receipt}</b><br /><small>{words.receiptText}</small></p>}
      <p className="actions">
        {at === "waiting" && <button type="button" className="button" onClick={() => session?.retry()}>{words.tryNow}</button>}
        {at === "refused" && MENDED.has(stage.waiting.refused?.status) && <button type="button" className="button" onClick={() => void session?.goBack()}>{words.goBack}</button>}
        {at === "refused" && !MENDED.has(stage.waiting.refused?.status) && !FINAL.has(stage.waiting.refused?.status) && <button type="button" className="button" onClick={() => session?.retry()}>{words.tryNow}</button>}
        {at === "elsewhere" && <button type="button" className="button" onClick={() => location.reload()}>{words.continueHere}</button>}
        {at === "replaced" && <button type="button" className="button" onClick={() => void openAnew()}>{words.openNewest}</button>}
        {at === "broken" && <button type="button" className="button" onClick={() => void session?.discard()}>{words.discard}</button>}
        {(at === "waiting" || at === "refused") && !kiosk && <SaveFile sheet={stage.waiting} locale={place.locale} />}
        {at === "refused" && <button type="button" className="button quiet" onClick={() => void session?.throwAway()}>{words.throwAway}</button>}
        {(at === "delivered" || at === "closed" || at === "previewEnd") && results !== undefined && !kiosk && <a className="button quiet" href={results}>{words.seeResults}</a>}
        {at !== "sending" && !kiosk && <a className="plain" href={home}>{words.home}</a>}
        {(at === "delivered" || at === "waiting") && kiosk && <NextPerson locale={place.locale} onNext={() => void session?.renew()} />}
      </p>
      {at !== "sending" && session?.stored && !kiosk && <ClearPhone locale={place.locale} onClear={() => void session.clear()} />}
    </section>
  );
}

/** Refusals that are about the answers themselves, and those that nothing will change. Others may be the server's mistake. */
const MENDED = new Set<number | undefined>([413, 422]);
const FINAL = new Set<number | undefined>([409, 410]);

/** On a shared device: a fresh page for the next person, by a tap or after a while. */
function NextPerson({ locale, onNext }: { readonly locale: Place["locale"]; readonly onNext: () => void }) {
  const [left, setLeft] = useState(KIOSK_PAUSE);
  useEffect(() => {
    if (left === 0) return onNext();
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return <button type="button" className="button" onClick={onNext}>{FORM[locale].nextPerson(left)}</button>;
}

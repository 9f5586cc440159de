import { type RefObject, useEffect, useRef } from "react";
import { FORM } from "../i18n/form.ts";
import { type Place, reasonFor, type Session, type Stage } from "./session.ts";
import type { Waiting } from "./storage.ts";

interface Props {
  readonly stage: Stage;
  readonly place: Place;
  readonly durable: boolean;
  readonly home: string;
  readonly results: string | undefined;
  readonly session: RefObject<Session | undefined>;
}

/** What happened to the answers, in words, and what can be done. Never thanks before the collector has said that they are stored. */
export function Outcome({ stage, place, durable, home, results, session }: Props) {
  const words = FORM[place.locale];
  const heading = useRef<HTMLHeadingElement>(null);
  const { at } = stage;
  useEffect(() => heading.current?.focus(), [at]);
  if (at === "consent" || at === "answering") return null;
  const title = { sending: words.sending, delivered: words.delivered, waiting: words.waiting, refused: words.refused, closed: words.closed, previewEnd: words.previewEnd }[at];
  return (
    <section className={`outcome card ${at}`} aria-live="polite">
      <h2 ref={heading} tabIndex={-1}>{title}</h2>
      {at === "delivered" && <p>{words.deliveredText}</p>}
      {at === "closed" && <p>{words.closedText}</p>}
      {at === "waiting" && <p>{durable ? words.waitingText : words.waitingFragile}</p>}
      {at === "refused" && (
        <>
          <p>{words.refusedText}</p>
          <p className="reason">{reasonFor(stage.waiting, place.locale)}</p>
        </>
      )}
      <p className="actions">
        {at === "waiting" && <button type="button" className="button" onClick={() => session.current?.retry()}>{words.tryNow}</button>}
        {at === "refused" && <button type="button" className="button" onClick={() => void session.current?.goBack()}>{words.goBack}</button>}
        {(at === "waiting" || at === "refused") && <button type="button" className="button quiet" onClick={() => save(stage.waiting)}>{words.saveFile}</button>}
        {at === "refused" && <button type="button" className="button quiet" onClick={() => void session.current?.throwAway()}>{words.throwAway}</button>}
        {(at === "delivered" || at === "closed" || at === "previewEnd") && results !== undefined && <a className="button quiet" href={results}>{words.seeResults}</a>}
        {at !== "sending" && <a className="plain" href={home}>{words.home}</a>}
      </p>
    </section>
  );
}

/** The file can be sent from any browser; it names nobody. */
function save({ response }: Waiting): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(response)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `qingting-${response.survey}-${response.wave}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

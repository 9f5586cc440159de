import { useEffect, useState } from "react";
import { FORM } from "../i18n/form.ts";
import type { SurveyModel } from "./model.ts";
import type { Place } from "./place.ts";
import type { SessionState } from "./session.ts";

interface Props {
  readonly model: SurveyModel;
  readonly place: Place;
  /** Promised for the whole, if anything was. */
  readonly minutes: number | undefined;
  readonly state: SessionState;
}

const where = (model: SurveyModel) => ({ at: model.currentPageNo, of: model.visiblePageCount, left: shareLeft(model) });

/** How far, how long still, and whether the answers are kept: in words, for eyes and screen readers. */
export function Progress({ model, place, minutes, state }: Props) {
  const words = FORM[place.locale];
  const [page, setPage] = useState(() => where(model));
  useEffect(() => {
    const turn = (): void => setPage(where(model));
    turn();
    model.onCurrentPageChanged.add(turn);
    model.onValueChanged.add(turn);
    return () => {
      model.onCurrentPageChanged.remove(turn);
      model.onValueChanged.remove(turn);
    };
  }, []);
  const left = minutes === undefined ? undefined : page.at + 1 >= page.of ? words.lastPage : words.minutesLeft(Math.max(1, Math.round(minutes * page.left)));
  return (
    <div className="progress" hidden={page.of === 0}>
      <div className="progress-bar" aria-hidden="true"><span style={{ inlineSize: `${(100 * (page.at + 1)) / Math.max(1, page.of)}%` }} /></div>
      <p className="progress-words">
        <span role="status">{words.progress(page.at + 1, page.of)}{left !== undefined && page.of > 1 && ` · ${left}`}</span>
        <span className="kept" data-saved={words.saved}>{place.wave !== undefined && (state.durable ? state.saved && words.saved : words.notSaved)}</span>
      </p>
    </div>
  );
}

/** Share of the visible questions that this page and those after it hold. */
function shareLeft(model: SurveyModel): number {
  const counts = model.visiblePages.map((page) => page.questions.filter(({ isVisible }) => isVisible).length);
  const all = counts.reduce((sum, n) => sum + n, 0);
  return all === 0 ? 0 : counts.slice(model.currentPageNo).reduce((sum, n) => sum + n, 0) / all;
}

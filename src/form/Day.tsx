import { type CSSProperties, useLayoutEffect, useReducer } from "react";
import { type Base, type MatrixColumn, type MatrixRowModel, QuestionMatrixModel, RendererFactory } from "survey-core";
import { ReactQuestionFactory } from "survey-react-ui";
import { DAY, type DayWords } from "../i18n/day.ts";
import { isLocale } from "../survey/text.ts";
import { prepareDay } from "./paint.ts";
import { inWords } from "./spans.ts";

declare module "react" {
  interface CSSProperties {
    /** How many times the day has. */
    "--hours"?: number;
    /** How far the day has come, from 0 to 1. */
    "--at"?: number;
  }
}

interface RowProps {
  readonly question: QuestionMatrixModel;
  readonly row: MatrixRowModel;
}

interface CellProps extends RowProps {
  readonly column: MatrixColumn;
}

const columnsOf = ({ visibleColumns }: QuestionMatrixModel): readonly MatrixColumn[] => visibleColumns;
const hoursOf = (question: QuestionMatrixModel): MatrixColumn[] => columnsOf(question).filter(({ isExclusive }) => !isExclusive);
/** What rules out all times, “I don't do this”, stands apart from them. */
const othersOf = (question: QuestionMatrixModel): MatrixColumn[] => columnsOf(question).filter(({ isExclusive }) => isExclusive);
const textOf = ({ locText }: MatrixRowModel | MatrixColumn): string => locText.renderedHtml;
const placeOf = (place: number, hours: number): CSSProperties => ({ "--at": hours < 2 ? 0.5 : place / (hours - 1) });

/** SurveyJS calls its own first language nothing. */
function wordsOf(question: QuestionMatrixModel): DayWords {
  const locale = question.getLocale();
  return DAY[isLocale(locale) ? locale : "en"];
}

const useRedraw = () => useReducer((n: number) => n + 1, 0)[1];

/** A row draws itself alone: a stroke changes one of them, over and over. In time for what is done again at the very start. */
function useAnswerOf(row: MatrixRowModel): void {
  const redraw = useRedraw();
  useLayoutEffect(() => {
    const notice = (_: Base, { name }: { readonly name: string }): void => {
      if (name === "value" || name === "hasError") redraw();
    };
    row.onPropertyChanged.add(notice);
    return () => row.onPropertyChanged.remove(notice);
  }, [row]);
}

/** Rows come and go by their conditions. */
function useRowsOf(question: QuestionMatrixModel): MatrixRowModel[] {
  const redraw = useRedraw();
  useLayoutEffect(() => {
    question.visibleRowsChangedCallback = redraw;
    return () => {
      question.visibleRowsChangedCallback = () => {};
    };
  }, [question]);
  return question.visibleRows;
}

/**
 * A matrix whose columns are the times of a day, as a day to paint on: `"renderAs": "day"`. Its inputs are those of any
 * matrix, named by duty and time; what a thumb does across them is in `paint.ts`.
 */
function Day({ question }: Pick<RowProps, "question">) {
  const hours = hoursOf(question);
  const rows = useRowsOf(question);
  return (
    <fieldset className="day" ref={prepareDay} style={{ "--hours": hours.length }}>
      <legend className="sv-visuallyhidden">{question.locTitle.renderedHtml}</legend>
      <p className="day-hint">{wordsOf(question).hint}</p>
      <div className="day-sky" aria-hidden="true">
        {hours.map((column, place) => <span key={String(column.value)} className="day-hour" style={placeOf(place, hours.length)}>{textOf(column)}</span>)}
      </div>
      <table className="day-rows" role="presentation">
        <tbody>{rows.map((row) => <DayRow key={row.name} question={question} row={row} />)}</tbody>
      </table>
    </fieldset>
  );
}

/** The duty, its day, the way out, and in words what was painted. */
function DayRow({ question, row }: RowProps) {
  useAnswerOf(row);
  const hours = hoursOf(question);
  return (
    <tr className={`day-row ${row.rowClasses}`}>
      <td className="day-task">{textOf(row)}</td>
      {hours.map((column, place) => (
        <td key={String(column.value)} className="day-cell" style={placeOf(place, hours.length)}>
          <Box question={question} row={row} column={column} />
        </td>
      ))}
      <td className="day-foot">
        <span className="day-words" aria-hidden="true">{inWords(hours.map(textOf), hours.map((column) => row.isChecked(column)), wordsOf(question))}</span>
        {othersOf(question).map((column) => <Box key={String(column.value)} question={question} row={row} column={column} />)}
      </td>
    </tr>
  );
}

function Box({ question, row, column }: CellProps) {
  return (
    <label>
      <input
        id={`${question.inputId}_${row.name}_${columnsOf(question).indexOf(column)}`}
        type={question.checkType}
        name={row.fullName}
        value={String(column.value)}
        checked={row.isChecked(column)}
        disabled={row.isDisabledAttr}
        readOnly={row.isReadOnlyAttr}
        onChange={() => row.cellClick(column)}
        aria-label={`${textOf(row)}, ${textOf(column)}`}
        aria-invalid={row.hasError || undefined}
      />
      <span className="day-light" />
      <span className="day-name">{textOf(column)}</span>
    </label>
  );
}

/** SurveyJS's types take what it hands over for a name. */
function draw(props: unknown) {
  const question = typeof props === "object" && props !== null && "question" in props ? props.question : undefined;
  return question instanceof QuestionMatrixModel ? <Day question={question} /> : <></>;
}

// Where this does not stand, SurveyJS draws an ordinary matrix.
ReactQuestionFactory.Instance.registerQuestion("qingting-day", draw);
RendererFactory.Instance.registerRenderer("matrix", "day", "qingting-day");

import { useLayoutEffect, useReducer } from "react";
import { QuestionImageMapModel, SurveyModel } from "survey-core";
import { ReactQuestionFactory, SurveyQuestionImageMap } from "survey-react-ui";

type Place = QuestionImageMapModel["areas"][number];

interface Props {
  readonly question: QuestionImageMapModel;
}

/**
 * A picture to point at, and below it the same areas by name: for keyboards and screen readers, which SurveyJS 3.0.0 leaves
 * out, and for thumbs that are wider than an area.
 */
function Areas({ question }: Props) {
  const redraw = useReducer((n: number) => n + 1, 0)[1];
  useLayoutEffect(() => {
    const { survey } = question;
    if (!(survey instanceof SurveyModel)) return;
    // Areas come and go by the answers to other questions, too.
    survey.onValueChanged.add(redraw);
    return () => survey.onValueChanged.remove(redraw);
  }, [question]);
  const areas: readonly Place[] = question.areas;
  return (
    <fieldset className="areas sd-selectbase">
      <legend className="sv-visuallyhidden">{question.locTitle.renderedHtml}</legend>
      {areas.filter(({ isVisible }) => isVisible).map((area) => <Area key={String(area.value)} question={question} area={area} />)}
    </fieldset>
  );
}

function Area({ question, area }: Props & { readonly area: Place }) {
  const kind = question.isMultiSelect ? "checkbox" : "radio";
  return (
    <label className="sd-selectbase__label">
      <input
        className="sd-visuallyhidden sd-item__control"
        type={kind}
        name={`${question.inputId}_areas`}
        value={String(area.value)}
        checked={question.isItemSelected(area)}
        disabled={question.isReadOnly || !area.isEnabled}
        onChange={() => question.mapItemToggle(area)}
      />
      <span className={`sd-item__decorator sd-${kind}__decorator`} />
      <span className="sd-item__control-label">{area.locText.renderedHtml}</span>
    </label>
  );
}

function draw(props: unknown) {
  const question = typeof props === "object" && props !== null && "question" in props ? props.question : undefined;
  return question instanceof QuestionImageMapModel ? <><SurveyQuestionImageMap {...Object(props)} /><Areas question={question} /></> : <></>;
}

ReactQuestionFactory.Instance.registerQuestion("imagemap", draw);

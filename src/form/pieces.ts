import { Base, JsonObject, type PageModel, Serializer, SurveyModel } from "survey-core";

/** Lets the browser draw, and hear whoever taps. */
export type Breath = () => Promise<void>;

/**
 * A model that can be loaded page by page, with a breath between them: at once it takes a slow phone a quarter of a second, in
 * which no tap is heard. It does what `fromJSON` of SurveyJS 3.0.0 does, in the same order; test/form/pieces.test.ts compares.
 */
export class PiecesModel extends SurveyModel {
  private isPartial = false;

  override endLoadingFromJson(): void {
    if (!this.isPartial) super.endLoadingFromJson();
  }

  async loadInPieces(definition: Record<string, unknown>, breath: Breath): Promise<void> {
    const { pages, ...rest } = definition;
    if (!Array.isArray(pages)) return this.fromJSON(definition);
    this.isPartial = true;
    this.fromJSON(rest);
    for (const json of pages) {
      await breath();
      // As SurveyJS does it: the page first joins, then it is filled, so that its questions know that the survey is still loading.
      const page: PageModel = Serializer.createClass("page");
      if (json.name) page.name = json.name;
      this.pages.push(page);
      new JsonObject().toObject(json, page);
    }
    this.isPartial = false;
    await this.endInPieces(breath);
    this["onStateAndCurrentPageChanged"]();
    this["updateState"]();
  }

  /** The steps of `endLoadingFromJson`. */
  private async endInPieces(breath: Breath): Promise<void> {
    this["isEndLoadingFromJson"] = "processing";
    this["onFirstPageIsStartedChanged"]();
    Base.prototype.endLoadingFromJson.call(this);
    await breath();
    this["doElementsOnLoad"]();
    this["onQuestionsOnPageModeChanged"]("standard");
    this["isEndLoadingFromJson"] = "conditions";
    await breath();
    this["runConditions"]();
    await breath();
    this["notifyElementsOnAnyValueOrVariableChanged"]("");
    this["isEndLoadingFromJson"] = null;
    this["updateVisibleIndexes"]();
    this["updateCurrentPage"]();
    this["setCalculatedWidthModeUpdater"]();
    this.onEndLoadingFromJson.fire(this, {});
  }
}

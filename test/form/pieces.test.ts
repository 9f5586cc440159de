import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { Survey } from "survey-react-ui";
import { describe, expect, test } from "vitest";
import { formModel, formModelInPieces } from "../../src/form/model.ts";
import { filesIn } from "../chain/made.ts";
import { hasShared, SHARED } from "../shared.ts";

const SHIPPED = ["workload", "transition", "policy", "service", "pulse"].map((id) => join(import.meta.dirname, "../../surveys", id, "survey.json"));
/** But those that would ask the network, and are refused for it. */
const OTHERS = hasShared ? filesIn("surveys").map((name) => join(SHARED, "surveys", name)).filter((path) => !readFileSync(path, "utf8").includes("choicesByUrl")) : [];

describe("a questionnaire loaded with a breath between its pages is the one loaded at once", () => {
  test.each([...SHIPPED, ...OTHERS])("%s", async (path) => {
    const definition: Record<string, unknown> = JSON.parse(readFileSync(path, "utf8"));
    const whole = formModel(definition, "zh-cn");
    const pieces = await formModelInPieces(definition, "zh-cn", () => new Promise((then) => setTimeout(then)));
    expect(pieces.toJSON()).toEqual(whole.toJSON());
    expect(pieces.data).toEqual(whole.data);
    expect([pieces.state, pieces.currentPageNo, pieces.visiblePageCount]).toEqual([whole.state, whole.currentPageNo, whole.visiblePageCount]);
    const drawn = (model: typeof whole) => renderToString(createElement(Survey, { model })).replaceAll(/sq_\d+|sp_\d+|\b(?:id|for|aria-[a-z]+)="[^"]*"/g, "");
    expect(drawn(pieces)).toBe(drawn(whole));
  });
});

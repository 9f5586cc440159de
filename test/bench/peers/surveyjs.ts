import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const HTML = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>SurveyJS</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/main.jsx"></script>
  </body>
</html>
`;
/** The quick start for React, and the way its documentation shows to continue an incomplete survey. */
const MAIN = `import { createRoot } from "react-dom/client";
import { Model } from "survey-core";
import { Survey } from "survey-react-ui";
import "survey-core/i18n/simplified-chinese";
import "survey-core/survey-core.fontless.min.css";
import json from "./survey.json";

const STORAGE_ITEM_KEY = "my-survey";
const survey = new Model(json);
function saveSurveyData(survey) {
  const data = survey.data;
  data.pageNo = survey.currentPageNo;
  window.localStorage.setItem(STORAGE_ITEM_KEY, JSON.stringify(data));
}
survey.onValueChanged.add(saveSurveyData);
survey.onCurrentPageChanged.add(saveSurveyData);
const prevData = window.localStorage.getItem(STORAGE_ITEM_KEY) || null;
if (prevData) {
  const data = JSON.parse(prevData);
  survey.data = data;
  if (data.pageNo) survey.currentPageNo = data.pageNo;
}
createRoot(document.getElementById("root")).render(<Survey model={survey} />);
`;

/**
 * Builds SurveyJS's quick start around a questionnaire, as its makers' guide says, and returns the folder to serve.
 * @param folder inside the project, so that its packages are found
 */
export async function buildSurveyJs(folder: string, definition: Readonly<Record<string, unknown>>): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), HTML);
  writeFileSync(join(folder, "main.jsx"), MAIN);
  writeFileSync(join(folder, "survey.json"), JSON.stringify(definition));
  const outDir = join(folder, "dist");
  await build({ root: folder, configFile: false, logLevel: "error", mode: "production", oxc: { jsx: { runtime: "automatic" } }, build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 5000 } });
  return outDir;
}

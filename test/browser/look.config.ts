import { defineConfig } from "@playwright/test";
import { wholeOptions } from "./browser.ts";

/** `npm run look`: a screenshot of each page in look/, to be seen by people. */
export default defineConfig({
  testDir: ".",
  testMatch: "look.ts",
  outputDir: "../../test-results",
  workers: 1,
  timeout: 900_000,
  reporter: [["list"]],
  use: { launchOptions: await wholeOptions() },
});

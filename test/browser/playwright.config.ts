import { defineConfig } from "@playwright/test";
import { launchOptions } from "./browser.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results",
  // Files side by side, each with an installation of its own: on two cores that takes two thirds of the time.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // A browser on a busy machine stumbles now and then. What passes only the second time is named in the report; what fails twice is broken.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { launchOptions: await launchOptions(), serviceWorkers: "allow" },
});

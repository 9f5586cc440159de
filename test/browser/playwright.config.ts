import { defineConfig } from "@playwright/test";
import { launchOptions } from "./browser.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../../test-results",
  // Two cores: one browser and the server it talks to.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A browser on a busy machine stumbles now and then. What passes only the second time is named in the report; what fails twice is broken.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { launchOptions: await launchOptions(), serviceWorkers: "allow" },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/folder.ts"],
    setupFiles: ["test/seed.ts"],
    // Two cores: DuckDB, SQLite servers and property tests beside each other would starve one another.
    maxWorkers: 2,
    // A new world for each file costs as much as a tenth of the tests; none leaves anything behind in a module that another would find.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

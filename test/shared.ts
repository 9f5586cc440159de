import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Real data that is not part of the project: tests that need it skip aloud where it is missing. */
export const SHARED = resolve(import.meta.dirname, "../../shared/data");
export const hasShared = existsSync(SHARED);

if (!hasShared) console.warn(`SKIPPED: ${SHARED} is not there, so tests on real data do not run`);

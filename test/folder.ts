import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whatever tests leave in the folder for temporary files lies in one of their own, which goes with them. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "qingting-tests-"));
  // PostgreSQL runs as a user of its own, which has to get through.
  chmodSync(folder, 0o711);
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

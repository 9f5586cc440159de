import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Runs the command as a person would, with folders of its own. */
export function qingting(args: readonly string[], env: Readonly<Record<string, string>> = {}): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "src/cli.ts"), ...args], { cwd: ROOT, env: { ...process.env, ...env }, encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

import { createHash } from "node:crypto";
import { rolldown } from "rolldown";

/** One browser script with all that it imports, minified: for what must stand inside a page, or at an address of its own. */
export async function bundleScript(entry: string, define: Readonly<Record<string, string>> = {}): Promise<{ readonly code: string; readonly files: readonly string[] }> {
  const bundle = await rolldown({ input: entry, platform: "browser", transform: { target: "es2020", define: { ...define } }, logLevel: "silent" });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  await bundle.close();
  return { code: output[0].code.trim(), files: Object.keys(output[0].modules) };
}

/** What a policy must name so that an inline script or style is allowed. */
export const policyHash = (text: string): `sha256-${string}` => `sha256-${createHash("sha256").update(text).digest("base64")}`;

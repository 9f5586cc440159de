import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Programs and schemas that nobody here wrote; tests that need one skip aloud where it is missing. */

const works = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

const aloud = (there: boolean, what: string): boolean => {
  if (!there) console.warn(`SKIPPED: ${what} is not there, so what it would read is not checked by it`);
  return there;
};

export const hasPspp = aloud(works("pspp", "--version"), "PSPP");
export const hasR = aloud(works("Rscript", "--version"), "R");
/** ReadStat's reader: https://github.com/WizardMac/ReadStat */
export const hasHaven = aloud(hasR && works("Rscript", "-e", "library(haven)"), "haven");
export const hasPython = aloud(works("python3", "--version"), "Python");
export const hasXmllint = aloud(works("xmllint", "--version"), "xmllint");
export const hasUnzip = aloud(works("unzip", "-v"), "unzip");
/** The first Python that has pandas. */
export const pandas = ["python3", "/usr/bin/python3"].find((command) => works(command, "-c", "import pandas"));
aloud(pandas !== undefined, "pandas");

/** A folder with `ddi-2.5/codebook.xsd` (LGPL, so not kept here) and `datapackage-2.0/*.json`, as their makers publish them. */
const schemas = process.env["SCHEMAS_DIR"] ?? "";
export const ddiSchema = join(schemas, "ddi-2.5/codebook.xsd");
export const hasDdiSchema = aloud(existsSync(ddiSchema) && hasXmllint, "the schema of DDI-Codebook 2.5 (SCHEMAS_DIR)");
export const packageProfiles = join(schemas, "datapackage-2.0");
export const hasPackageProfiles = aloud(existsSync(join(packageProfiles, "datapackage.json")), "the profiles of Data Package 2.0 (SCHEMAS_DIR)");

/** What a program printed. @throws Error with its complaint */
export function ran(command: string, args: readonly string[], folder: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../error.ts";
import type { Manifest } from "../query/files.ts";
import type { Retracted } from "../query/releases.ts";

interface Place {
  readonly out: string;
  readonly publicDir: string;
  readonly survey: string;
  readonly wave: string;
}

/** What publishing puts on the site, told before and after. */
export function publishable({ out, survey, wave }: Pick<Place, "out" | "survey" | "wave">): { readonly name: string; readonly manifest: Manifest } {
  const name = newest(join(out, survey, wave), `${survey} ${wave}`);
  const manifest: Manifest = JSON.parse(readFileSync(join(out, survey, wave, name, "release.json"), "utf8"));
  return { name, manifest };
}

/** Copies the newest release of a wave, whole or not at all, to where the site is built from; a real one drives out the simulated. */
export async function publish({ out, publicDir, survey, wave }: Place): Promise<string> {
  const name = newest(join(out, survey, wave), `${survey} ${wave}`);
  const home = join(publicDir, "releases", survey, wave);
  const target = join(home, name);
  mkdirSync(home, { recursive: true });
  for (const left of readdirSync(join(publicDir, "releases"))) if (left.startsWith(".publishing-")) rmSync(join(publicDir, "releases", left), { recursive: true, force: true });
  const temporary = mkdtempSync(join(publicDir, "releases", ".publishing-"));
  cpSync(join(out, survey, wave, name), temporary, { recursive: true });
  chmodSync(temporary, 0o755);
  rmSync(target, { recursive: true, force: true });
  renameSync(temporary, target);
  if (name !== "simulated")
    for (const other of readdirSync(join(publicDir, "releases", survey))) {
      const simulated = join(publicDir, "releases", survey, other, "simulated");
      rmSync(simulated, { recursive: true, force: true });
      if (readdirSync(join(publicDir, "releases", survey, other)).length === 0) rmSync(join(publicDir, "releases", survey, other), { recursive: true });
    }
  return target;
}

/** Whether answers of real people were ever released, even if that release was withdrawn: nothing made up may take its place. */
export const wasReleased = (out: string, survey: string): boolean =>
  existsSync(join(out, survey)) && readdirSync(join(out, survey)).some((wave) => readdirSync(join(out, survey, wave)).some((name) => /^r\d+$/.test(name)));

/** Takes the newest release off the site and marks it; what people have copied cannot be called back. */
export async function retract({ out, publicDir, survey, wave, why, day }: Place & { readonly why: string; readonly day: string }): Promise<string> {
  const name = newest(join(out, survey, wave), `${survey} ${wave}`);
  if (name === "simulated") throw new UserError("a simulated release needs no retracting", { where: `${survey} ${wave}`, fix: "a real release replaces it" });
  const folder = join(out, survey, wave, name);
  const { title, waveTitle, revision }: Manifest = JSON.parse(readFileSync(join(folder, "release.json"), "utf8"));
  const stone: Retracted = { survey, wave, revision, title, waveTitle, retracted: day, why };
  writeFileSync(join(folder, "RETRACTED.json"), `${JSON.stringify(stone)}\n`);
  const shown = join(publicDir, "releases", survey, wave, name);
  if (existsSync(shown)) {
    // Whoever comes by an old link reads why it is gone.
    rmSync(shown, { recursive: true });
    mkdirSync(shown);
    writeFileSync(join(shown, "RETRACTED.json"), `${JSON.stringify(stone)}\n`);
  }
  return join(out, survey, wave, name);
}

function newest(home: string, where: string): string {
  const found = newestOf(home);
  if (found === undefined) throw new UserError("there is no release of this wave", { where, fix: "make one first: release SURVEY --wave W", refusal: { code: "no-release" } });
  const { name, retracted } = found;
  if (retracted) throw new UserError(`${name} was retracted: ${readFileSync(join(home, name, "RETRACTED.json"), "utf8").trim()}`, { where, fix: "release again", refusal: { code: "release-retracted", name } });
  return name;
}

/** The newest release in the folder of a wave; what was made up only where there is no other. */
export function newestOf(home: string): { readonly name: string; readonly retracted: boolean } | undefined {
  const names = existsSync(home) ? readdirSync(home) : [];
  const real = names.filter((name) => /^r\d+$/.test(name)).sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))[0];
  const name = real ?? names.find((each) => each === "simulated");
  return name === undefined ? undefined : { name, retracted: existsSync(join(home, name, "RETRACTED.json")) };
}

import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { UserError } from "../error.ts";
import type { Codebook } from "../survey/codebook.ts";
import { checkResponse, type Response } from "./response.ts";
import { compileValidator } from "./validate.ts";

/** What one line of a file of responses holds: a response, or why it is none. */
export type Line = { readonly response: Response } | { readonly problems: readonly string[] };

/** Reads exported responses line by line: a file of a million never is in memory. @throws UserError if it is not there */
export async function* readLines(file: string, codebook: Codebook): AsyncGenerator<Line> {
  const validate = compileValidator(codebook);
  if (!existsSync(file)) throw new UserError("there is no such file", { where: file, fix: "check its name" });
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() !== "") yield readLine(text, `${file}:${line}`, validate);
  }
}

function readLine(text: string, where: string, validate: ReturnType<typeof compileValidator>): Line {
  try {
    const response = checkResponse(JSON.parse(text));
    const wrong = validate(response.answers);
    return wrong.length === 0 ? { response } : { problems: wrong.map(({ pointer, detail }) => `${where} ${pointer}: ${detail}`) };
  } catch (error) {
    return { problems: [`${where} ${error instanceof Error ? error.message : String(error)}`] };
  }
}

import { isUserError } from "../error.ts";
import { checkCredential } from "../responses/credential.ts";
import { checkResponse } from "../responses/response.ts";
import type { Sheet } from "./deliver.ts";

/** Why a file is not one that the form saved. */
export type Bad = { readonly why: "empty" | "large" | "json" | "other" } | { readonly why: "part"; readonly key: string };
export type Saved = { readonly sheet: Sheet } | { readonly bad: Bad };

/** More than any collector takes, in characters of four bytes at most. */
export const LARGEST = 262_144;

/** The response alone, or with the right to give it, as the collector takes the two. */
export const textOf = ({ response, credential }: Sheet): string => `${JSON.stringify(credential ? { response, credential } : response)}\n`;
export const nameOf = ({ response }: Sheet): string => `qingting-${response.survey}-${response.wave}.json`;

/** Hands it to the person as a file. */
export function saveFile(sheet: Sheet): void {
  const url = URL.createObjectURL(new Blob([textOf(sheet)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = nameOf(sheet);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Reads what the form saved: a response, or one with the right to give it. */
export function readSaved(text: string): Saved {
  const content = text.replace(/^\uFEFF/, "").trim();
  if (content === "") return { bad: { why: "empty" } };
  if (content.length > LARGEST) return { bad: { why: "large" } };
  const value = parsed(content);
  if (value === undefined) return { bad: { why: "json" } };
  const outer = new Map<string, unknown>(typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : []);
  const response = outer.has("response") ? outer.get("response") : value;
  // Any JSON that does not even claim to be a response is another file, not a damaged one.
  if (typeof response !== "object" || response === null || !("answers" in response || "survey" in response)) return { bad: { why: "other" } };
  try {
    const credential = outer.get("credential");
    return { sheet: { response: checkResponse(response), ...(credential === undefined ? {} : { credential: checkCredential(credential) }) } };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { bad: { why: "part", key: (error.where ?? "").split("/").at(-1) ?? "" } };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

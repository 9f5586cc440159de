import { createHash } from "node:crypto";
import { join } from "node:path";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { Form, type FormProps } from "../form/Form.tsx";
import { formModel } from "../form/model.ts";
import { bundleScript } from "./script.ts";

/** A questionnaire as the server draws it: readable, and answerable by the first script alone. */
export function drawForm({ definition, ...props }: FormProps): string {
  return renderToString(createElement(Form, { ...props, model: formModel(definition, props.place.locale) }));
}

/** As JSON that can stand inside a page. */
export const insidePage = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

let made: Promise<string> | undefined;

/** The script that makes the page answerable at once; made once a build. */
export const earlyScript = (): Promise<string> => (made ??= bundleScript(join(process.cwd(), "src/form/early.ts")).then(({ code }) => code));

/** Six letters and digits that everybody in a wave gets: whoever shows them shows that this wave was answered, and nothing else. */
export function receiptOf(survey: string, wave: string, version: string): string {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return [...createHash("sha256").update(`receipt ${survey} ${wave} ${version}`).digest().subarray(0, 6)].map((byte) => alphabet[byte % 32]).join("");
}

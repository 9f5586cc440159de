import { useState } from "react";
import { FORM } from "../i18n/form.ts";
import type { Locale } from "../survey/text.ts";
import type { Sheet } from "./deliver.ts";

interface Props {
  readonly sheet: Sheet;
  readonly locale: Locale;
}

/** The response alone, or with the right to give it, as the collector takes the two. */
const textOf = ({ response, credential }: Sheet): string => `${JSON.stringify(credential ? { response, credential } : response)}\n`;
const nameOf = ({ response }: Sheet): string => `qingting-${response.survey}-${response.wave}.json`;

/** The answers as a file that can be sent from any browser; as text where the browser saves none, as WeChat's. */
export function SaveFile({ sheet, locale }: Props) {
  const words = FORM[locale];
  const [said, setSaid] = useState<string>();
  return (
    <>
      <button type="button" className="button quiet" onClick={() => (save(sheet), setSaid(words.savedAs(nameOf(sheet))))}>{words.saveFile}</button>
      {said !== undefined && (
        <>
          <button type="button" className="button quiet" onClick={() => void copy(textOf(sheet)).then((done) => setSaid(done ? words.copied : words.notCopied))}>{words.copyText}</button>
          <span role="status" style={{ flexBasis: "100%" }}>{said}</span>
        </>
      )}
    </>
  );
}

function save(sheet: Sheet): void {
  const url = URL.createObjectURL(new Blob([textOf(sheet)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = nameOf(sheet);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** The clipboard proper exists on HTTPS alone; the old way works without. */
async function copy(text: string): Promise<boolean> {
  if (await navigator.clipboard?.writeText(text).then(() => true, () => false)) return true;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

import { useState } from "react";
import { FORM } from "../i18n/form.ts";
import type { Locale } from "../survey/text.ts";
import { nameOf, saveFile, textOf } from "./saved.ts";
import type { Waiting } from "./storage.ts";

interface Props {
  readonly sheet: Waiting;
  readonly locale: Locale;
}

/** The answers as a file that can be sent from any browser; as text where the browser saves none, as WeChat's. */
export function SaveFile({ sheet, locale }: Props) {
  const words = FORM[locale];
  const [said, setSaid] = useState<string>();
  const needsLink = sheet.key !== undefined && !sheet.credential;
  return (
    <>
      <button type="button" className="button quiet" onClick={() => (saveFile(sheet), setSaid(words.savedAs(nameOf(sheet))))}>{words.saveFile}</button>
      {said !== undefined && (
        <>
          <button type="button" className="button quiet" onClick={() => void copy(textOf(sheet)).then((done) => setSaid(done ? words.copied : words.notCopied))}>{words.copyText}</button>
          <span role="status" style={{ flexBasis: "100%" }}>{said}{needsLink && ` ${words.keepLink}`}</span>
        </>
      )}
    </>
  );
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

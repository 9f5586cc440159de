import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsFrom } from "../../src/cli/options.ts";
import { deskOf } from "../../src/cli/work.ts";
import { collectorApp } from "../../src/collector/app.ts";
import type { Overview, WaveView, Work } from "../../src/collector/desk.ts";
import { refusalText } from "../../src/i18n/refusals.ts";
import { openSqlite } from "../../src/responses/sqlite.ts";
import type { Store } from "../../src/responses/store.ts";
import { simulate } from "../../src/survey/simulate.ts";
import { surveyNamed } from "../release/made.ts";
import { answered, sendTo } from "./phone.ts";

const folder = mkdtempSync(join(tmpdir(), "qingting-operator-"));
const settings = settingsFrom({}, { DATA_DIR: join(folder, "data"), OUT_DIR: join(folder, "out"), PUBLIC_DIR: join(folder, "public"), DIST_DIR: join(folder, "dist") });
const KEY = "the operator's key";
let store: Store;
let app: ReturnType<typeof collectorApp>;
let now = 0;
beforeAll(async () => {
  // Where the command looks for it, too.
  mkdirSync(settings.data, { recursive: true });
  store = await openSqlite(join(settings.data, "answers.sqlite"));
  app = collectorApp({ store, key: KEY, desk: deskOf(settings), now: () => now });
});
afterAll(() => store.shutdown());

const cookieOf = (reply: Response): string => reply.headers.get("set-cookie")?.split(";")[0] ?? "";
async function enter(): Promise<string> {
  const reply = await sendTo(app, "/api/operate/session", { key: KEY });
  expect(reply.status).toBe(201);
  return cookieOf(reply);
}
const get = (path: string, cookie: string) => app.request(`/api/operate/${path}`, { headers: { cookie } });
const post = (path: string, cookie: string, body: BodyInit | object = {}) =>
  app.request(`/api/operate/${path}`, { method: "POST", headers: { cookie, ...(body instanceof FormData ? {} : { "content-type": "application/json" }) }, body: body instanceof FormData ? body : JSON.stringify(body) });
const form = (parts: Readonly<Record<string, string | File>>): FormData => {
  const made = new FormData();
  for (const [name, part] of Object.entries(parts)) made.set(name, part);
  return made;
};
async function wave(cookie: string, survey: string, id: string): Promise<WaveView> {
  const view: Overview = await (await get("overview", cookie)).json();
  const found = view.surveys.find((each) => each.survey === survey)?.waves.find((each) => each.wave === id);
  if (!found) throw new Error(`the overview has no ${survey} ${id}`);
  return found;
}
async function worked(cookie: string): Promise<Work> {
  for (;;) {
    const { work }: { work: Work } = await (await get("work", cookie)).json();
    if (work.state !== "running") return work;
    await new Promise((done) => setTimeout(done, 100));
  }
}

describe("the session", () => {
  test("is a cookie for these calls alone, which no script reads and no other site's page sends", async () => {
    const reply = await sendTo(app, "/api/operate/session", { key: KEY });
    expect(reply.headers.get("set-cookie")).toMatch(/^qingting_operator=[\w-]{32}; Path=\/api\/operate; HttpOnly; SameSite=Strict$/);
    const encrypted = await sendTo(app, "/api/operate/session", { key: KEY }, { "x-forwarded-proto": "https" });
    expect(encrypted.headers.get("set-cookie")).toMatch(/; Secure/);
    expect((await get("overview", cookieOf(reply))).status).toBe(200);
    expect((await get("overview", "qingting_operator=made-up")).status).toBe(401);
    expect((await app.request("/api/operate/overview")).status).toBe(401);
    // Asked by the page before it shows the key's field.
    for (const [cookie, entered] of [[cookieOf(reply), true], ["qingting_operator=made-up", false], ["", false]] as const) expect(await (await get("session", cookie)).json()).toEqual({ entered });
  });

  test("ends when it is left, after two idle hours, and after twelve in all", async () => {
    const left = await enter();
    expect((await app.request("/api/operate/session", { method: "DELETE", headers: { cookie: left } })).status).toBe(204);
    expect((await get("overview", left)).status).toBe(401);
    const [idle, busy] = [await enter(), await enter()];
    for (let hour = 1; hour <= 12; hour++) {
      now += 3600_000;
      expect((await get("waves", busy)).status, `after ${hour} hours`).toBe(200);
      if (hour === 3) expect((await get("waves", idle)).status).toBe(401);
    }
    now += 60_000;
    expect((await get("waves", busy)).status).toBe(401);
  });

  test("is not to be had by trying: after twenty wrong keys nobody is let in for a minute, and whoever is in stays in", async () => {
    const cookie = await enter();
    for (let i = 0; i < 20; i++) expect((await sendTo(app, "/api/operate/session", { key: `wrong ${i}` })).status).toBe(401);
    expect((await sendTo(app, "/api/operate/session", { key: KEY })).status).toBe(429);
    expect((await get("waves", cookie)).status).toBe(200);
    now += 61_000;
    expect((await sendTo(app, "/api/operate/session", { key: KEY })).status).toBe(201);
  });

  test("and whoever tries keys locks out nobody but his own address", async () => {
    const told = collectorApp({ store, key: KEY, address: (context) => context.req.header("x-forwarded-for") });
    const from = (address: string, key: string) => sendTo(told, "/api/operate/session", { key }, { "x-forwarded-for": address });
    for (let i = 0; i < 20; i++) expect((await from("203.0.113.9", `wrong ${i}`)).status).toBe(401);
    expect([(await from("203.0.113.9", KEY)).status, (await from("198.51.100.4", KEY)).status]).toEqual([429, 201]);
  });

  test("of another site's page is refused", async () => {
    const cookie = await enter();
    const foreign = await app.request("/api/operate/waves/pulse/trial/open", { method: "POST", headers: { cookie, origin: "https://elsewhere.example" } });
    expect(foreign.status).toBe(403);
    expect(await store.waves()).toEqual([]);
  });
});

const ROSTER = ["姓名,place,years", ...Array.from({ length: 24 }, (_, i) => `张${i},${i % 2 ? "城区" : "农村"},y5`)].join("\n");

describe("a wave of invited people, from the page alone", () => {
  const at = "waves/workload/2026-q3";
  let cookie: string;
  beforeAll(async () => {
    cookie = await enter();
  });

  test("is planned, refuses a roster that singles people out, and opens with one that does not", async () => {
    expect(await wave(cookie, "workload", "2026-q3")).toMatchObject({ admission: "invited", opens: "2026-09-07", standing: { published: false } });
    const few = await post(`${at}/open`, cookie, form({ pasted: "place\turban\n城区\n农村" }));
    expect(few.status).toBe(422);
    const alone = await post(`${at}/open`, cookie, form({ pasted: "place\n城区\n农村" }));
    expect(alone.status).toBe(422);
    const why = await alone.json();
    expect(why.detail).toContain("10 at least must be");
    expect(why.refusal).toEqual({ code: "roster-few", n: 2, least: 10 });
    expect([refusalText("zh-cn", why.refusal), refusalText("en", why.refusal)]).toEqual([expect.stringMatching(/只有 2 人，至少要 10 人/), expect.stringMatching(/Only 2 people/)]);
    expect((await wave(cookie, "workload", "2026-q3")).status).toBeUndefined();
    const opened = await post(`${at}/open`, cookie, form({ file: new File([ROSTER], "名单.csv") }));
    expect(opened.status).toBe(201);
    expect(await opened.json()).toMatchObject({ state: "open", closes: "2026-09-18", roster: { n: 24, margins: { place: { urban: 12, rural: 12 } } } });
    expect(JSON.stringify(await store.waves())).not.toContain("张");
  });

  test("invites by a pasted roster; the list lies apart, for the operator's eyes, until it is cleared away", async () => {
    expect((await post(`${at}/invitations`, cookie, form({}))).status).toBe(422);
    const made = await post(`${at}/invitations`, cookie, form({ pasted: ROSTER.replaceAll(",", "\t"), site: "https://survey.example" }));
    expect(await made.json()).toMatchObject({ list: "workload-2026-q3-1.csv", invited: 24, total: 24 });
    const path = join(settings.data, "invitations/workload-2026-q3-1.csv");
    expect([statSync(path).mode & 0o777, statSync(join(settings.data, "invitations")).mode & 0o777]).toEqual([0o600, 0o700]);
    const { words, table } = await (await get(`${at}/invitations/workload-2026-q3-1.csv`, cookie)).json();
    expect(table.columns).toEqual(["姓名", "place", "years", "link", "words"]);
    expect(table.rows[0].cells[3]).toMatch(/^https:\/\/survey\.example\/s\/workload\/#[\w-]{22}$/);
    expect(table.rows[0].cells[4]).toBe(`${words["zh-cn"]} · ${words.en}`);
    const csv = await get(`${at}/invitations/workload-2026-q3-1.csv?as=csv`, cookie);
    expect([csv.headers.get("content-disposition"), (await csv.text()).split("\r\n").length]).toEqual(['attachment; filename="workload-2026-q3-1.csv"', 26]);
    for (const stray of ["..%2Foperator.key", "pulse-trial-1.csv", "workload-2026-q3-9.csv"]) expect((await get(`${at}/invitations/${stray}`, cookie)).status, stray).toBe(422);
  });

  test("counts in tens, and says by group how many were admitted", async () => {
    const record = await store.wave("workload", "2026-q3");
    if (!record) throw new Error("no wave");
    const { table } = await (await get(`${at}/invitations/workload-2026-q3-1.csv`, cookie)).json();
    const responses = simulate(surveyNamed("workload"), { n: 23, seed: 5, wave: "2026-q3" });
    for (const [i, response] of responses.entries()) await answered(app, record, table.rows[i].cells[3].split("#")[1], response);
    const { status } = await wave(cookie, "workload", "2026-q3");
    expect(status).toMatchObject({ responses: 20, exact: false, invitations: { invited: 24, admitted: 20 } });
    expect(status?.invitations?.groups.map(({ value, admitted }) => [value, admitted])).toEqual([["urban", 10], ["rural", 10], ["y5", 20]]);
    expect((await app.request(`/api/operate/${at}/invitations/workload-2026-q3-1.csv`, { method: "DELETE", headers: { cookie } })).status).toBe(204);
    expect(readdirSync(join(settings.data, "invitations"))).toEqual([]);
  });

  test("says why it refuses in the page's language, by a code and what belongs into the sentence", async () => {
    const refusal = async (reply: Response | Promise<Response>): Promise<unknown> => (await (await reply).json()).refusal;
    const small = ["place,years", ...Array.from({ length: 13 }, (_, i) => `${i < 11 ? "城区" : "农村"},y5`)].join("\n");
    const told: readonly (readonly [unknown, RegExp, RegExp])[] = [
      [await refusal(post(`${at}/open`, cookie, form({ pasted: ROSTER }))), /已经开过/, /opened before/],
      [await refusal(post(`${at}/extend`, cookie, { closes: "tomorrow" })), /“tomorrow”不是日期/, /“tomorrow” is no day/],
      [await refusal(post(`${at}/extend`, cookie, { closes: "2020-01-01" })), /结束日期不能更早/, /cannot end before/],
      [await refusal(post(`${at}/purge`, cookie, { confirm: "yes" })), /请写：workload 2026-q3/, /Write: workload 2026-q3/],
      [await refusal(get(`${at}/responses`, cookie)), /还在收集/, /still collecting/],
      [await refusal(post(`${at}/invitations`, cookie, form({}))), /1 到 100000/, /1 to 100000/],
      [await refusal(post(`${at}/invitations`, cookie, form({ pasted: "place,years\n月球,y5" }))), /第 2 行：“place”写的是“月球”/, /line 2: “place” is “月球”/],
      [await refusal(post(`${at}/invitations`, cookie, form({ pasted: "place\n城区" }))), /同样的列/, /the same columns/],
      [await refusal(post(`${at}/invitations`, cookie, form({ file: new File(["PK no sheet"], "名单.xlsx") }))), /不是 Excel 表格/, /no Excel sheet/],
      [await refusal(get(`${at}/invitations/workload-2026-q3-9.csv`, cookie)), /已经删掉/, /was deleted/],
      [await refusal(post("waves/pulse/never/open", cookie)), /没有计划这一期/, /plans no such wave/],
      [await refusal(post("waves/pulse/never/close", cookie)), /没有开过/, /never opened/],
    ];
    for (const [given, zh, en] of told) expect([refusalText("zh-cn", given), refusalText("en", given)]).toEqual([expect.stringMatching(zh), expect.stringMatching(en)]);
    // Two who could be told apart.
    expect(await refusal(post(`${at}/invitations`, cookie, form({ pasted: small.replaceAll("y5", "y15") })))).toMatchObject({ code: "roster-small", least: 10, smallest: 2, group: { "zh-cn": expect.stringContaining("："), en: expect.stringContaining(": ") }, ways: expect.any(Array) });
    // What has no words of its own is told in those of the command.
    expect(refusalText("zh-cn", undefined)).toBeUndefined();
    expect(refusalText("zh-cn", { code: "toString" })).toBeUndefined();
  });

  test("keeps another planned wave of its survey from being offered, and says why", async () => {
    const view: Overview = await (await get("overview", cookie)).json();
    const waves = view.surveys.flatMap(({ survey, waves: all }) => all.filter(({ status }) => !status).map(({ after }) => [survey, after]));
    expect(waves.filter(([survey]) => survey === "workload").every(([, after]) => after === "2026-q3")).toBe(true);
    expect(waves.filter(([survey]) => survey !== "workload").every(([, after]) => after === undefined)).toBe(true);
    const planned = view.surveys.find(({ survey }) => survey === "workload")?.waves.find(({ status }) => !status);
    if (!planned) throw new Error("workload plans no other wave");
    const refused = await (await post(`waves/workload/${planned.wave}/open`, cookie)).json();
    expect(refused.refusal).toEqual({ code: "other-open", wave: "2026-q3" });
  });

  test("is extended, gives out no raw answers while it runs, and closes", async () => {
    for (const closes of ["tomorrow", "2026-13-01", "2020-01-01"]) expect((await post(`${at}/extend`, cookie, { closes })).status, closes).toBe(422);
    expect(await (await post(`${at}/extend`, cookie, { closes: "2031-12-31" })).json()).toMatchObject({ closes: "2031-12-31", state: "open" });
    expect((await get(`${at}/responses`, cookie)).status).toBe(422);
    expect((await post(`${at}/purge`, cookie, { confirm: "workload 2026-q3" })).status).toBe(422);
    expect(await (await post(`${at}/close`, cookie)).json()).toMatchObject({ state: "closed" });
    const raw = await get(`${at}/responses`, cookie);
    const lines = (await raw.text()).trim().split("\n").map((line) => JSON.parse(line));
    expect([raw.headers.get("content-disposition"), lines.length]).toEqual(['attachment; filename="workload-2026-q3.jsonl"', 23]);
    expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).sort());
  });

  test("shows what a release would hide, one work at a time, and leaves nothing behind", async () => {
    expect((await post("work", cookie, { kind: "preview", survey: "workload", wave: "2026-q3" })).status).toBe(202);
    const second = await post("work", cookie, { kind: "build" });
    expect([second.status, await second.text()]).toEqual([422, expect.stringContaining("other work is under way")]);
    const work = await worked(cookie);
    expect(work).toMatchObject({ kind: "preview", state: "done", steps: [{ name: "preview", state: "done" }], result: { responses: 23, microdata: "public", protect: { k: 5, n: 10 } } });
    expect([work.result?.hidden, work.result?.log]).toEqual([expect.any(Array), expect.any(Array)]);
    expect(existsSync(settings.out)).toBe(false);
    expect((await wave(cookie, "workload", "2026-q3")).standing).toEqual({ published: false, retracted: false });
  });

  test("what fails says why, in the words of the command", async () => {
    await post("work", cookie, { kind: "retract", survey: "workload", wave: "2026-q3", why: "a try" });
    expect(await worked(cookie)).toMatchObject({ state: "failed", steps: [{ name: "retract", state: "failed" }, { name: "build", state: "waiting" }], error: expect.stringContaining("there is no release of this wave"), refusal: { code: "no-release" } });
  });

  test("is deleted for good where that is written out, and nothing of it is left in the file", async () => {
    const [first] = simulate(surveyNamed("workload"), { n: 1, seed: 5, wave: "2026-q3" });
    expect((await post(`${at}/purge`, cookie, { confirm: "yes" })).status).toBe(422);
    expect(await store.count("workload", "2026-q3")).toBe(23);
    expect(await (await post(`${at}/purge`, cookie, { confirm: "workload 2026-q3" })).json()).toMatchObject({ state: "closed", purged: expect.stringMatching(/^\d{4}-/) });
    expect([await store.count("workload", "2026-q3"), await store.groups("workload", "2026-q3"), await store.signingKey("workload", "2026-q3")]).toEqual([0, [], undefined]);
    const bytes = ["answers.sqlite", "answers.sqlite-wal"].filter((name) => existsSync(join(settings.data, name))).map((name) => readFileSync(join(settings.data, name)).toString("latin1")).join("");
    expect([bytes.includes(first?.id ?? "-"), bytes.includes("PRIVATE KEY")]).toEqual([false, false]);
    expect((await post(`${at}/purge`, cookie, { confirm: "workload 2026-q3" })).status).toBe(422);
  });
});

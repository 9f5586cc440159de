import { METHODS } from "node:http";
import type { Draw } from "./draw.ts";
import { answer, type Hostile, JSON_TYPE, post, taken } from "./request.ts";

/** Where requests go, how, and what their heads claim. */

const get = (kind: string, path: string, expected: readonly number[], more: Partial<Hostile> = {}): Hostile => ({ kind, method: "GET", path, headers: {}, expected, ...more });

/** Those that are no requests to a collector, or that a client cannot send. */
const ODD = METHODS.filter((method) => !["CONNECT", "GET", "HEAD", "POST", "OPTIONS"].includes(method));

export function methods({ pick }: Draw): Hostile {
  const path = pick(["/api/responses", "/api/admissions", "/api/health", "/api/surveys/policy"]);
  const writes = path === "/api/responses" || path === "/api/admissions";
  return pick<() => Hostile>([
    () => ({ kind: "methods: wrong", method: pick(ODD), path, headers: pick([{}, JSON_TYPE]), expected: [405] }),
    () => (writes ? { kind: "methods: wrong", method: pick(["GET", "HEAD"]), path, headers: {}, expected: [405] } : post("methods: wrong", path, {}, [405])),
    () => ({ kind: "methods: options", method: "OPTIONS", path, headers: { origin: pick(["https://evil.example", "null", "x"]) }, expected: [403] }),
    () => ({ kind: "methods: options", method: "OPTIONS", path, headers: {}, expected: [204] }),
    () => ({ kind: "methods: elsewhere", method: pick(ODD), path: pick(["/", "/api/nothing", "/nothing"]), headers: {}, expected: [404] }),
  ])();
}

/** What lies beside the site. */
const OUTSIDE = [
  "/../operator.key", "/%2e%2e/operator.key", "/..%2foperator.key", "/%2e%2e%2foperator.key", "/.%2e/operator.key", "/..%5coperator.key",
  "/..\\operator.key", "//../operator.key", "/%252e%252e%252foperator.key", "/index.html/../../operator.key", "/%c0%ae%c0%ae/operator.key",
  "/../answers.sqlite", "/./../answers.sqlite-wal",
];

/** Nothing, or nothing but the first page. */
const NOWHERE = [
  "/%00", "/index.html%00", "/%", "/%zz", "/%ff%fe", "/%ed%a0%80", "/api/%00", "/api//responses", "//", "///etc/passwd", "/api/responses/",
  "/api/responses%2f", "/api/surveys/", "/api", "/API/health", "/api/health/x", "/api/operate", "/con", "/.env", "/.git/config",
  `/${"a/".repeat(2000)}`, `/${"%61".repeat(2000)}`, `/${"x".repeat(4000)}`, "/?".padEnd(6000, "&a"),
];

/** Parts of a file, most of which no file has. */
const RANGES = [
  "bytes=0-0", "bytes=-1", "bytes=5-2", "bytes=99999999999999999999-", "bytes=-0", "bytes=a-b", "bytes=0-1,2-3", "x", `bytes=${"9".repeat(400)}-`,
  `bytes=-${"9".repeat(400)}`, "bytes=0-18446744073709551616",
];

/** A path that a client sends as it is. */
const asPath = (text: string): string => encodeURIComponent(text.toWellFormed());

export function paths({ material, pick, below }: Draw): Hostile {
  return pick<() => Hostile>([
    () => get("paths: out of the site", pick(OUTSIDE), [400, 404]),
    () => get("paths: none", pick(NOWHERE), [200, 400, 401, 404, 405, 429]),
    () => get("paths: no survey", `/api/surveys/${asPath(pick([...material.naughty, "__proto__", "constructor", "nothing"]).slice(0, 500)) || "-"}`, [404]),
    () => get("paths: no survey", `/api/surveys/${pick(["%", "%e4", "%00", "..%2f..%2fpolicy", "policy%00", "policy%2f", "POLICY", "policy;x", "policy,", "*", ":id"])}`, [400, 404]),
    () => get("paths: survey", `/api/surveys/${pick(["policy", "service", "pulse", "many", "%70olicy", "policy?wave=trial&__proto__[x]=1", "policy#x"])}`, [200]),
    () => get("paths: well", pick(["/api/health", "/", "/index.html", "/?x=%", "/api/health?".padEnd(5000, "x=1&")]), [200]),
    () => get("paths: part of a file", "/", [200, 206, 416], { headers: { range: pick(RANGES) } }),
    () => get("paths: longer than may be", `/${"x".repeat(17_000 + below(9000))}`, [431]),
  ])();
}

/** What stands where a proxy names who asks. */
const NOBODY = [
  "", ",", "::::::::", "%00", "unknown", "1.2.3.4, ", "[::1]:80", "fe80::1%eth0", "a".repeat(8000), ",".repeat(4000), ":".repeat(4000),
  "é",
];

export function heads({ field, person, pick, random, below }: Draw): Hostile {
  const response = person();
  const body = { response };
  const wrongTypes = ["text/plain", "application/jsonx", "application/json+x", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json", "application", "application/json/x", "application/problem+json", "text/html;application/json", " ", "é", "application/\u00adjson"];
  const types = ["application/json", "Application/JSON", "application/json;", "application/json ; charset=utf-8", "application/json;charset=UTF-8;x=y", "application/json\t"];
  return pick<() => Hostile>([
    () => answer("heads: wrong type", body, [415], { headers: { "content-type": pick(wrongTypes) } }),
    () => answer("heads: no type", body, [415], { headers: {} }),
    () => taken("heads: type", response, body, { headers: { "content-type": pick(types) } }),
    () => answer("heads: from another site", body, [403], { headers: { ...JSON_TYPE, origin: pick(["https://evil.example", "null", "x", "http://", "file://", "é", "https://127.0.0.1.evil.example", "http://127.0.0.1:1"]) } }),
    // Whoever a proxy names thus may have asked too much.
    () => answer("heads: forwarded for nobody", body, [201, 429], { response, headers: { ...JSON_TYPE, "x-forwarded-for": pick([...NOBODY, `${below(2 ** 31)}.x`]) } }),
    () => taken("heads: many", response, body, { headers: { ...JSON_TYPE, ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-${i}`, "é".repeat(i % 20)])) } }),
    () => taken("heads: odd names", response, body, { headers: { ...JSON_TYPE, ["__proto__"]: "x", constructor: "x", "x_y": "z", "proxy-connection": "close", te: "trailers", "if-none-match": "*", expect: "100-continue" } }),
    () => answer("heads: expects what is not", body, [417], { headers: { ...JSON_TYPE, expect: "miracles" } }),
    () => answer("heads: no host", body, [400], { headers: { ...JSON_TYPE, host: pick(["a b", "[::1", "x:y", "evil.example/path", "user@host", "h#x", "h?x", "\\"]) } }),
    () => taken("heads: another host", response, body, { headers: { ...JSON_TYPE, host: pick(["evil.example", "127.0.0.1:1", "[::1]:80", "localhost"]) } }),
    () => answer("heads: no body", "", [400], { chunked: random() < 0.5 }),
    () => operate(field.key, pick),
  ])();
}

/** After twenty wrong keys nobody is let in for a minute, the operator included. */
function operate(key: string, pick: Draw["pick"]): Hostile {
  const path = pick(["/api/operate/waves", "/api/operate/waves", "/api/operate/nothing", "/api/operate/%00", "/api/operate/../operate/waves"]);
  const wrong = ["", "Bearer", "Bearer ", "Bearer x", `Basic ${key}`, `Bearer ${key}x`, `bearer ${key}`, "Bearer é", `Bearer ${"x".repeat(8000)}`, "Bearer null"];
  if (pick([true, false, false])) return get("operator: right key", path, [200, 404, 429], { headers: { authorization: `Bearer ${key}` } });
  return { kind: "operator: wrong key", method: pick(["GET", "POST", "DELETE", "OPTIONS"]), path, headers: pick([{}, { authorization: pick(wrong) }]), expected: [401, 429] };
}

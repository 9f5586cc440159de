import type { Hostile, Wire } from "./request.ts";
import type { Reply } from "./send.ts";

/** Whether an answer is what the specification says. */
export interface Judgement {
  /** Ids of responses that are said to be stored. */
  readonly acknowledged: readonly string[];
  readonly wrong: readonly string[];
}

/** Words of a program, which tell nothing to whoever asked, and much to who attacks. */
const INNARDS = /node:internal|node_modules|\.ts:\d|at [\w.<>]+ \(|SqliteError|RangeError|TypeError/;

export function wrongReply({ kind, method, path, expected, pointer, response }: Hostile, { status, headers, body, isRepeated }: Reply, secret: string): Judgement {
  const wrong: string[] = [];
  const isStored = status === 200 || status === 201;
  const where = `${kind}: ${method} ${path.slice(0, 80)} is answered by ${status ?? "nothing"}`;
  if (status === undefined) return { acknowledged: [], wrong };
  // The first sending may have been stored.
  if (!expected.includes(status) && !(isRepeated && status === 200 && expected.includes(201))) wrong.push(`${where} instead of ${expected.join(", ")}: ${body.slice(0, 200)}`);
  if (INNARDS.test(body) || body.includes(secret)) wrong.push(`${where} and tells too much: ${body.slice(0, 200)}`);
  // Below HTTP, and outside of the collector's addresses, nothing is said of what is wrong.
  if (status >= 400 && method !== "HEAD" && headers["content-type"]?.startsWith("application/problem+json")) wrong.push(...wrongProblem(body, status, pointer).map((text) => `${where}: ${text}`));
  else if (status >= 400 && method !== "HEAD" && method === "POST" && /^\/api\/(responses|admissions)$/.test(path) && ![400, 417].includes(status)) wrong.push(`${where} without a word`);
  if (path !== "/api/responses" || !isStored || method !== "POST") return { acknowledged: [], wrong };
  const acknowledged = idsIn(body);
  if (acknowledged.length !== 1 || acknowledged[0] !== response?.id) wrong.push(`${where} for ${body.slice(0, 100)}, not for ${response?.id ?? "nothing"}`);
  return { acknowledged, wrong };
}

const idsIn = (text: string): string[] => [...text.matchAll(/\{"id":"([0-9a-f-]{36})","stored":true\}/g)].flatMap(([, id]) => id ?? []);

/** Problem details as RFC 9457 asks, in few words. */
function wrongProblem(body: string, status: number, pointer: string | undefined): string[] {
  const details: { readonly status?: unknown; readonly title?: unknown; readonly detail?: unknown; readonly errors?: readonly { readonly pointer?: unknown }[] } = JSON.parse(body);
  const first = details.errors?.[0]?.pointer;
  return [
    ...(details.status === status && typeof details.title === "string" && typeof details.detail === "string" ? [] : [`not as RFC 9457 asks: ${body.slice(0, 200)}`]),
    ...(pointer === undefined || status !== 422 || (typeof first === "string" && first.startsWith(pointer)) ? [] : [`points to ${String(first).slice(0, 100)} instead of ${pointer.slice(0, 100)}`]),
    ...(body.length > 8000 ? [`takes ${body.length} characters to say what is wrong`] : []),
  ];
}

export function wrongTalk({ kind, expected, answers, then }: Wire, bytes: Buffer, secret: string): Judgement & { readonly statuses: readonly number[] } {
  const text = bytes.toString("latin1");
  const statuses = [...text.matchAll(/(?:^|\n|\})HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  const strange = statuses.filter((status) => !expected.includes(status));
  const wrong = [
    ...(strange.length > 0 ? [`${kind}: ${strange.join(", ")} instead of ${expected.join(", ")}: ${text.slice(0, 300)}`] : []),
    ...(then === "listens" && answers !== undefined && answers !== statuses.length ? [`${kind}: ${statuses.length} answers instead of ${answers}: ${text.slice(0, 300)}`] : []),
    ...(INNARDS.test(text) || text.includes(secret) ? [`${kind}: tells too much: ${text.slice(0, 300)}`] : []),
  ];
  return { statuses, acknowledged: idsIn(text), wrong };
}

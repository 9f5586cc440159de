/** Calls of the operator's page. The session is a cookie that no script can read. */

export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; /** 0 where nobody answers. */ readonly status: number; readonly detail: string; /** What was refused, as a code and its particulars. */ readonly refusal?: unknown };

export type Caller = <Value>(method: string, path: string, body?: FormData | object) => Promise<Reply<Value>>;

/** @param root address of the operator's calls, with a slash at the end */
export const caller =
  (root: string): Caller =>
  async (method, path, body) => {
    const json = body !== undefined && !(body instanceof FormData);
    const reply = await fetch(root + path, { method, credentials: "same-origin", cache: "no-store", ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }), ...(json ? { headers: { "content-type": "application/json" } } : {}) }).catch(() => undefined);
    if (!reply) return { ok: false, status: 0, detail: "" };
    const said = reply.status === 204 ? undefined : await reply.json().catch(() => undefined);
    if (reply.ok) return { ok: true, value: said };
    return { ok: false, status: reply.status, detail: typeof said?.detail === "string" ? said.detail : "", refusal: said?.refusal };
  };

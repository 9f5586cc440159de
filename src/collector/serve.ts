import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { Store } from "../responses/store.ts";
import { collector } from "./app.ts";
import type { Desk } from "./desk.ts";
import { direct } from "./direct.ts";

export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  /** Folder of the built site. */
  readonly dist: string;
  /** Path under which the site was built: "/" or "/path/". */
  readonly base?: string;
  readonly store: Store;
  readonly key?: string;
  readonly desk?: Desk;
  /** Origins of sites elsewhere whose pages may send here. */
  readonly origins?: readonly string[];
  /** Who may ask how often: nobody is limited, each by the address that his connection has, or by the one that a proxy in front names. */
  readonly limit?: "none" | "connection" | "proxy";
  /** Words for the operator. */
  readonly warn?: (text: string) => void;
}

/** Whether the name of a file of the built site says what is in it, so that it never changes. @param path from the root of the site, with a slash before it */
export const isLasting = (path: string): boolean => /\/(_astro\/|survey-[0-9a-f]+\.css$)/.test(path);

/**
 * Pages that show what everybody may see and take nothing from anybody: there is nothing on them that whoever opened their window could learn. All
 * others are cut off from it, for which a browser begins anew in another process once it has read the reply: 40 ms of a first visit.
 * @param path from the root of the site
 */
export const isForReading = (path: string): boolean => /^\/(en\/)?((results|explore|data|methods|privacy|docs)\/.*)?$/.test(path);

/** Before a file that was not found is looked for again, and longest that a site is waited for, in ms: renaming takes a fraction of one, unless the machine is busy. */
const BLINK = 25;
const LONGEST_SWAP = 1000;

/**
 * DuckDB in the browser asks with a HEAD for “bytes=0-” whether a database can be read in ranges, and takes 206 for yes. So
 * answer nginx and Apache; HTTP (RFC 9110, 14.2) leaves ranges of a HEAD aside, and so does what serves files here.
 */
const isHeadOfRange = (method: string, range: string | undefined, path: string, status: number): boolean => method === "HEAD" && range === "bytes=0-" && path.endsWith(".duckdb") && status === 200;

function ofRange({ headers }: Response): Response {
  const size = Number(headers.get("content-length"));
  const more = new Headers(headers);
  more.set("Accept-Ranges", "bytes");
  more.set("Content-Range", `bytes 0-${size - 1}/${size}`);
  return new Response(null, { status: 206, headers: more });
}

/** Longest that a request may take to arrive, in ms: 256 KB on a slow phone. */
const PATIENCE = 60_000;

/** Serves the built site and the collector on one port. Nothing is logged: an address beside a time would say who answered when. */
export function startServer({ port, host, dist, base = "/", store, key, desk, origins = [], limit = "none", warn = () => undefined }: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const at = `/${base.replace(/^\/|\/$/g, "")}`.replace(/\/$/, "");
  const who = limit === "none" ? undefined : addressOf(limit, warn);
  const { app: api, ...short } = collector({ store, origins, warn, ...(key === undefined ? {} : { key }), ...(desk ? { desk } : {}), ...(who ? { address: (context) => who(context.req.header("x-forwarded-for"), getConnInfo(context).remote.address) } : {}) });
  const takes = direct({ ...short, path: `${at}/api/responses`, origins, address: who && (({ headers, socket }: IncomingMessage) => who(joined(headers["x-forwarded-for"]), socket.remoteAddress)) });
  const app = new Hono();
  app.route(at === "" ? "/" : at, api);
  app.use("*", async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    // The page's own policy stands in it; whether it may be framed only a header can say.
    headers.set("Content-Security-Policy", "frame-ancestors 'none'");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (!isForReading(context.req.path.slice(at.length))) headers.set("Cross-Origin-Opener-Policy", "same-origin");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", isLasting(context.req.path) ? "public, max-age=31536000, immutable" : "no-cache");
    if (isHeadOfRange(context.req.method, context.req.header("range"), context.req.path, context.res.status)) context.res = ofRange(context.res);
  });
  const files = serveStatic({ root: dist, precompressed: true, rewriteRequestPath: (path) => path.slice(at.length) });
  app.use(`${at}/*`, files);
  // A site that takes the place of another is away for the instant between two renames: whoever found nothing looks once more.
  app.use(`${at}/*`, async (context, next) => {
    for (let waited = 0; waited === 0 || (waited < LONGEST_SWAP && !existsSync(dist)); waited += BLINK) await new Promise((done) => setTimeout(done, BLINK));
    return files(context, next);
  });
  app.notFound(async (context) => {
    const page = await readFile(join(dist, "404.html"), "utf8").catch(() => "Not found");
    return context.html(page, 404);
  });
  const listener = getRequestListener(app.fetch, { hostname: host });
  return new Promise((done, fail) => {
    const server = createServer({ requestTimeout: PATIENCE, headersTimeout: PATIENCE / 3 }, (incoming, outgoing) => {
      if (!takes(incoming, outgoing)) void listener(incoming, outgoing);
    });
    server.once("error", fail);
    server.listen(port, host, () => done({ url: `http://${host}:${portOf(server)}`, close: () => closed(server) }));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : Number.NaN;
}

const joined = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(", ") : header);

/** A proxy writes who asked it at the end of what it was told; whatever stands before, anybody may have written. */
function addressOf(limit: "connection" | "proxy", warn: (text: string) => void): (forwarded: string | undefined, connected: string | undefined) => string | undefined {
  let warned = false;
  return (forwarded, connected) => {
    if (limit === "proxy") return forwarded?.split(",").at(-1)?.trim() || connected;
    if (forwarded !== undefined && !warned) {
      warned = true;
      warn("Requests come through a proxy, and all who use it share one limit. If it is yours, set TRUST_PROXY=1.");
    }
    return connected;
  };
}

/** Ends once the requests under way are answered; connections that merely linger are cut. */
function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeIdleConnections();
  });
}

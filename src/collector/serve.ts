import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { Store } from "../responses/store.ts";
import { collectorApp } from "./app.ts";

export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  /** Folder of the built site. */
  readonly dist: string;
  /** Path under which the site was built: "/" or "/path/". */
  readonly base?: string;
  readonly store: Store;
  readonly key?: string;
}

/** Serves the built site and the collector on one port. Nothing is logged: an address beside a time would say who answered when. */
export function startServer({ port, host, dist, base = "/", store, key }: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const at = `/${base.replace(/^\/|\/$/g, "")}`.replace(/\/$/, "");
  const app = new Hono();
  app.route(at === "" ? "/" : at, collectorApp({ store, ...(key === undefined ? {} : { key }) }));
  app.use("*", async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    // The page's own policy stands in it; whether it may be framed only a header can say.
    headers.set("Content-Security-Policy", "frame-ancestors 'none'");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", /\/(_astro\/|survey-[0-9a-f]+\.css$)/.test(context.req.path) ? "public, max-age=31536000, immutable" : "no-cache");
  });
  app.use(`${at}/*`, serveStatic({ root: dist, precompressed: true, rewriteRequestPath: (path) => path.slice(at.length) }));
  app.notFound(async (context) => {
    const page = await readFile(join(dist, "404.html"), "utf8").catch(() => "Not found");
    return context.html(page, 404);
  });
  return new Promise((done, fail) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (info) => done({ url: `http://${host}:${info.port}`, close: () => closed(server) }));
    server.once("error", fail);
  });
}

/** Ends once the requests under way are answered; connections that merely linger are cut. */
function closed(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}

import { serve } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Store } from "../responses/store.ts";
import { collectorApp } from "./app.ts";

export interface ServerOptions {
  readonly port: number;
  readonly host: string;
  /** Folder of the built site. */
  readonly dist: string;
  readonly store: Store;
}

/** Serves the built site and the collector on one port. */
export function startServer({ port, host, dist, store }: ServerOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = collectorApp({ store });
  app.use("*", serveStatic({ root: dist }));
  return new Promise((done) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, (info) =>
      done({ url: `http://${host}:${info.port}`, close: () => new Promise((closed) => server.close(() => closed())) }),
    );
  });
}

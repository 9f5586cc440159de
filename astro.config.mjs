import react from "@astrojs/react";
import { defineConfig } from "astro/config";
import { offline } from "./src/components/offline.ts";

const { BASE_PATH = "/", SITE_URL, COLLECTOR_URL, PUBLIC_DIR = "public", DIST_DIR = "dist" } = process.env;
const collector = COLLECTOR_URL ? [new URL(COLLECTOR_URL).origin] : [];

export default defineConfig({
  base: BASE_PATH,
  ...(SITE_URL ? { site: SITE_URL } : {}),
  publicDir: PUBLIC_DIR,
  outDir: DIST_DIR,
  trailingSlash: "always",
  // A page is drawn with what it brings along: one request, and nothing to wait for.
  build: { format: "directory", inlineStylesheets: "always" },
  devToolbar: { enabled: false },
  prefetch: false,
  integrations: [react(), offline({ base: BASE_PATH })],
  // Colours of a highlighter would not follow the theme.
  markdown: { syntaxHighlight: false },
  security: {
    csp: {
      directives: ["default-src 'self'", `connect-src ${["'self'", ...collector].join(" ")}`, "img-src 'self' data: blob:", "font-src 'self'", "worker-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'none'"],
      // DuckDB is WebAssembly.
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      // React and Plot write style attributes; sheets are our own or hashed.
      styleDirective: { resources: ["'self'", { resource: "'unsafe-inline'", kind: "attribute" }] },
    },
  },
  vite: {
    build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 2000 },
    ssr: { external: ["@duckdb/node-api", "linkedom"] },
    server: { fs: { strict: true } },
  },
});

import react from "@astrojs/react";
import { defineConfig } from "astro/config";
import { offline } from "./src/components/offline.ts";
import { preload } from "./src/components/preload.ts";

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
  integrations: [react(), preload({ base: BASE_PATH }), offline({ base: BASE_PATH })],
  // Colours of a highlighter would not follow the theme.
  markdown: { syntaxHighlight: false },
  security: {
    csp: {
      directives: ["default-src 'self'", `connect-src ${["'self'", ...collector].join(" ")}`, "img-src 'self' data: blob:", "font-src 'self'", "worker-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'none'"],
      // DuckDB is WebAssembly.
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      // React and pictures write style attributes; sheets are our own or hashed.
      styleDirective: { resources: ["'self'", { resource: "'unsafe-inline'", kind: "attribute" }] },
    },
  },
  vite: {
    cacheDir: ".cache/vite",
    build: {
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      // Tells V8 to compile all of it while it streams in, on another thread. Otherwise it compiles function by function when they
      // are first called, which on a slow phone keeps the page from hearing taps: measured, half of the time it was blocked.
      rolldownOptions: { output: { postBanner: ({ name }) => (/^(survey-core|survey-react-ui|client)$/.test(name) ? "//# allFunctionsCalledOnLoad" : "") } },
    },
    // In the dry run, where Vite would find them only while the page is loading, and then turn the page away.
    optimizeDeps: { include: ["react", "react/jsx-runtime", "react/jsx-dev-runtime", "react-dom", "react-dom/client", "survey-core", "survey-core/i18n/simplified-chinese", "survey-react-ui", "dompurify", "idb", "@cloudflare/blindrsa-ts"] },
    ssr: { external: ["@duckdb/node-api", "linkedom"] },
    // What is built or answered beside it is no reason to load a page anew.
    server: { fs: { strict: true }, watch: { ignored: ["**/.cache/**", "**/dist/**", "**/data/**"] } },
  },
});

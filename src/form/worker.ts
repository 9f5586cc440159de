/// <reference lib="webworker" />
import { sendWaiting, SYNC_TAG } from "./outbox.ts";
import { openStorage } from "./storage.ts";

/**
 * The service worker: questionnaires open without a network once one of them was opened, and what was submitted is sent even
 * if the page is closed by then. Written into `sw.js` at the end of every build, with the list of what that build consists of.
 */
declare const self: ServiceWorkerGlobalScope;
/** Addresses, from the root of the server, of all that questionnaires need. */
declare const QINGTING_FILES: readonly string[];
/** Hash of their contents. */
declare const QINGTING_BUILD: string;
/** Where the site lies: "/" or "/path/". */
declare const QINGTING_BASE: string;

const FORMS = `qingting-forms-${QINGTING_BUILD}`;
const PAGES = "qingting-pages";
const files = new Set(QINGTING_FILES);

self.addEventListener("install", (event) => {
  event.waitUntil(stock().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clearOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || request.headers.has("range")) return;
  const path = pathname.slice(QINGTING_BASE.length);
  if (path.startsWith("api/") || /^(en\/)?operate\//.test(path) || path.startsWith("releases/")) return;
  if (files.has(pathname)) event.respondWith(kept(event, pathname));
  else if (isHashed(pathname)) event.respondWith(earlier(request));
  else if (request.mode === "navigate") event.respondWith(freshest(request));
  // Whether there is a newer build is asked with every page, and costs nobody a wait.
  if (request.mode === "navigate") event.waitUntil(self.registration.update().then(() => {}, () => {}));
});

self.addEventListener("sync", (event) => {
  if (!("tag" in event) || event.tag !== SYNC_TAG || !("waitUntil" in event) || typeof event.waitUntil !== "function") return;
  event.waitUntil(sendInBackground());
});

/** One by one, and what is there already is not fetched again: on a patchy network the next visit goes on where this one stopped. */
async function stock(): Promise<void> {
  const cache = await caches.open(FORMS);
  for (const file of files) {
    if (await cache.match(file)) continue;
    // Another build may have fetched it.
    const known = isHashed(file) ? await caches.match(file) : undefined;
    const reply = known ?? (await fetch(file, { cache: isHashed(file) ? "default" : "no-cache", credentials: "same-origin" }));
    if (!isGenuine(file, reply)) throw new Error(`${file}: ${reply.status}`);
    await cache.put(file, reply);
  }
}

/** Names with a hash never change their contents. */
const isHashed = (path: string): boolean => path.includes("/_astro/") || /\/survey-[0-9a-f]+\.css$/.test(path);

/** A captive portal answers everything, too: in HTML. */
function isGenuine(file: string, { ok, redirected, headers }: Response): boolean {
  const type = headers.get("content-type") ?? "";
  return ok && !redirected && (file.endsWith("/") || !type.startsWith("text/html"));
}

/** The build before stays: a page of it may be open still, and on a slow phone not have all of its scripts yet. */
async function clearOld(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith("qingting-forms-") && name !== FORMS);
  for (const name of others.slice(0, -1)) await caches.delete(name);
}

async function kept(event: FetchEvent, pathname: string): Promise<Response> {
  const cache = await caches.open(FORMS);
  const known = await cache.match(pathname);
  if (known) return known;
  // The browser has made room, or the person has asked for the newest.
  event.waitUntil(stock().catch(() => {}));
  return fetch(event.request);
}

/** What a page of the build before asks for. */
const earlier = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);

/** Results change: the network first, and what was seen last where there is none. */
async function freshest(request: Request): Promise<Response> {
  const cache = await caches.open(PAGES);
  try {
    const reply = await fetch(request);
    if (reply.ok && !reply.redirected) await cache.put(request, reply.clone());
    return reply;
  } catch (error) {
    const known = await cache.match(request, { ignoreSearch: true });
    if (known) return known;
    throw error;
  }
}

/** Rejects while something waits, which makes the browser wake us again. */
async function sendInBackground(): Promise<void> {
  const { waits } = await sendWaiting({ storage: await openStorage() });
  if (waits) throw new Error("not everything was sent");
}

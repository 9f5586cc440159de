/// <reference lib="webworker" />
import { sendWaiting, SYNC_TAG } from "./outbox.ts";
import { openStorage } from "./storage.ts";

/**
 * The service worker: questionnaires open without a network once one of them was opened, results that were seen once can be
 * read and filtered again, and what was submitted is sent even if the page is closed by then. Written into `sw.js` at the end of every build, with the list of what that build consists of.
 */
declare const self: ServiceWorkerGlobalScope;
/** Addresses, from the root of the server, of all that questionnaires need. */
declare const QINGTING_FILES: readonly string[];
/** Hash of their contents. */
declare const QINGTING_BUILD: string;
/** Scripts of the pages that show results, all with a hash in their names. */
declare const QINGTING_RESULTS: readonly string[];
/** Where the site lies: "/" or "/path/". */
declare const QINGTING_BASE: string;

const FORMS = `qingting-forms-${QINGTING_BUILD}`;
/** Pages as they were last seen, with the numbers that their figures are drawn from. */
const PAGES = "qingting-pages";
/** Of scripts the build before is kept too: a page that was kept may want them. */
const SCRIPTS = `qingting-results-${QINGTING_BUILD}`;
/** Most that is kept of pages and numbers: what was not seen for longest goes first. */
const MOST = 60;
const files = new Set(QINGTING_FILES);

self.addEventListener("install", (event) => {
  event.waitUntil(wantsForms().then((wanted) => (wanted ? stock() : undefined)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clearOld().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || request.headers.has("range")) return;
  const path = pathname.slice(QINGTING_BASE.length);
  if (path.startsWith("api/") || /^(en\/)?operate\//.test(path)) return;
  if (path.startsWith("releases/")) {
    if (isDrawnFrom(path)) event.respondWith(freshest(request));
    return;
  }
  if (files.has(pathname)) event.respondWith(kept(event, pathname));
  else if (isHashed(pathname)) event.respondWith(earlier(request));
  else if (request.mode === "navigate") event.respondWith(freshest(request));
  // Whether there is a newer build is asked with every page, and costs nobody a wait.
  if (request.mode === "navigate") event.waitUntil(self.registration.update().then(() => {}, () => {}));
});

/** A page that shows results asks that it, and what it draws from, can be had again. */
self.addEventListener("message", (event) => {
  const asked: unknown = event.data;
  if (Array.isArray(asked)) event.waitUntil(keepResults(asked.filter((each) => typeof each === "string")).catch(() => {}));
});

self.addEventListener("sync", (event) => {
  if (!("tag" in event) || event.tag !== SYNC_TAG || !("waitUntil" in event) || typeof event.waitUntil !== "function") return;
  event.waitUntil(sendInBackground());
});

/** Whoever reads results only is spared the questionnaires: they are fetched with the first that is opened. */
async function wantsForms(): Promise<boolean> {
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  return open.some(({ url }) => /^(en\/)?(s|send)\//.test(new URL(url).pathname.slice(QINGTING_BASE.length))) || (await caches.keys()).some((name) => name.startsWith("qingting-forms-"));
}

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
  for (const own of [FORMS, SCRIPTS]) {
    const others = (await caches.keys()).filter((name) => name.startsWith(own.replace(QINGTING_BUILD, "")) && name !== own);
    for (const name of others.slice(0, -1)) await caches.delete(name);
  }
}

async function kept(event: FetchEvent, pathname: string): Promise<Response> {
  const known = await caches.match(pathname, { cacheName: FORMS });
  if (known) return known;
  // The first questionnaire, the browser has made room, or the person has asked for the newest. Of scripts results share some.
  const isForm = event.request.mode === "navigate" || (await wantsForms());
  if (isForm) event.waitUntil(stock().catch(() => {}));
  return (isForm ? undefined : await caches.match(pathname)) ?? fetch(event.request);
}

/** What a page of the build before asks for. */
const earlier = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);

/** Of a release, what a page of figures needs; everything else is large, read in ranges, or a download. */
const isDrawnFrom = (path: string): boolean => /-(cube\.bin|codebook\.json)$/.test(path);

/** Whatever a view is, the page is one. */
const nameOf = (url: string): string => new URL(url, self.location.href).pathname;

/** Results change: the network first, and what was seen last where there is none. */
async function freshest(request: Request): Promise<Response> {
  const cache = await caches.open(PAGES);
  try {
    const reply = await fetch(request);
    if (reply.ok && !reply.redirected) await cache.put(nameOf(request.url), reply.clone());
    // Withdrawn results are withdrawn here, too.
    else if (reply.status === 404 || reply.status === 410) await cache.delete(nameOf(request.url));
    return reply;
  } catch (error) {
    const known = await cache.match(nameOf(request.url));
    if (known) return known;
    throw error;
  }
}

/** @param asked addresses of a page and of what it draws from; what came through here is kept already */
async function keepResults(asked: readonly string[]): Promise<void> {
  const [cache, scripts] = [await caches.open(PAGES), await caches.open(SCRIPTS)];
  for (const file of QINGTING_RESULTS) {
    if (await scripts.match(file)) continue;
    const reply = (await caches.match(file)) ?? (await fetch(file));
    if (isGenuine(file, reply)) await scripts.put(file, reply);
  }
  for (const name of asked.map(nameOf)) {
    const path = name.slice(QINGTING_BASE.length);
    if (!(isDrawnFrom(path) || /^(en\/)?(results|explore|data)\//.test(path)) || (await cache.match(name))) continue;
    const reply = await fetch(name, { cache: "no-cache" });
    if (isGenuine(name, reply)) await cache.put(name, reply);
  }
  for (const { url } of (await cache.keys()).slice(0, -MOST)) await cache.delete(url);
}

/** Rejects while something waits, which makes the browser wake us again. */
async function sendInBackground(): Promise<void> {
  const { waits } = await sendWaiting({ storage: await openStorage() });
  if (waits) throw new Error("not everything was sent");
}

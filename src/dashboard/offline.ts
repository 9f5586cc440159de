/** Results that were seen once open again without a network: asks the service worker to keep this page and what its figures are drawn from. */

async function keep({ worker, base, files }: DOMStringMap): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || worker === undefined || base === undefined) return;
  await navigator.serviceWorker.register(worker, { scope: base });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage([location.pathname, ...(files ?? "").split(" ").filter(Boolean)]);
}

/** After everything that somebody waits for. */
function whenIdle(work: () => void): void {
  const later = (): void => void ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 3000 }) : setTimeout(work, 1000));
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

const place = document.querySelector<HTMLElement>("[data-worker][data-files]");
// Refused in private mode by some browsers: the page works without.
if (place) whenIdle(() => void keep(place.dataset).catch(() => {}));

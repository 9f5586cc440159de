import type { FormProps } from "./Form.tsx";
import { startPainting } from "./paint.ts";

/**
 * Fetches SurveyJS once the page stands, and hands the page over to it. In pieces with a breath between them: on a slow phone
 * each takes long enough to make a tap feel dead.
 */
const root = document.querySelector<HTMLElement>("#form");
const props = document.querySelector("#form-props")?.textContent;

/** Until the browser has heard, and drawn, what is due. */
const breath = (): Promise<void> => new Promise((then) => setTimeout(then));

function sheet(href: string): Promise<unknown> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const loaded = new Promise((then) => {
    link.onload = then;
    link.onerror = then;
  });
  document.head.append(link);
  return loaded;
}

async function start(): Promise<void> {
  if (!root || !props) return;
  // What React's hot reloading expects of a page, in the dry run.
  if (import.meta.env.DEV) Object.assign(globalThis, { $RefreshReg$: () => {}, $RefreshSig$: () => (type: unknown) => type });
  await breath();
  const dressed = sheet(root.dataset["sheet"] ?? "");
  const parsed: FormProps = JSON.parse(props);
  await import("react-dom/client");
  await breath();
  await import("survey-core");
  await breath();
  await import("survey-react-ui");
  await breath();
  const { hydrate } = await import("./hydrate.tsx");
  await dressed;
  await hydrate(root, parsed, breath);
  await breath();
  await keepOffline(root.dataset);
}

/** Questionnaires open without a network from now on. Only where the browser can, and only once everything else is done. */
async function keepOffline({ worker, base }: DOMStringMap): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || worker === undefined || base === undefined) return;
  // Refused in private mode by some browsers: the page works without, as it did until now.
  await navigator.serviceWorker.register(worker, { scope: base }).catch(() => {});
}

startPainting();
void start();

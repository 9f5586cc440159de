import type { Place } from "./place.ts";

/**
 * What the collector says of the wave that this page asks for. A page may be older than its wave: it opens without a network.
 * @returns `replaced` when another wave of the same survey is open by now; `unknown` where nobody answers
 */
export async function standing({ collector, survey, wave }: Pick<Place, "collector" | "survey" | "wave">): Promise<"open" | "closed" | "replaced" | "unknown"> {
  try {
    const reply = await fetch(`${collector}/api/surveys/${survey}`, { credentials: "omit", cache: "no-store" });
    const record: unknown = await reply.json();
    if (!reply.ok || typeof record !== "object" || record === null) return "unknown";
    const said = new Map<string, unknown>(Object.entries(record));
    if (said.get("survey") !== survey) return "unknown";
    if (said.get("state") === "closed") return "closed";
    return said.get("wave") === wave ? "open" : "replaced";
  } catch {
    return "unknown";
  }
}

/** Opens the page as the server has it now, not as this phone kept it. */
export async function openAnew(): Promise<void> {
  if ("caches" in globalThis) for (const name of await caches.keys()) await caches.delete(name);
  location.reload();
}

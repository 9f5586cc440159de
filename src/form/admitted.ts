import { askAdmission, type Asked } from "./admission.ts";
import { deliver, type Delivery } from "./deliver.ts";
import { draftKey, type Storage, type Waiting } from "./storage.ts";

/** What the form calls a signature by a key that is not the page's: no status of HTTP. */
export const FORGED = 495;

/** Sends what waits; of an invited wave, once it has the credential that the person's right brings. */
export const sendAdmitted =
  (storage: Storage) =>
  async (waiting: Waiting): Promise<Delivery> => {
    const { response, collector, key } = waiting;
    if (key === undefined || waiting.credential) return done(waiting);
    const asked = await admit(storage, { survey: response.survey, wave: response.wave, key, collector });
    if (asked.kind === "waiting") return { kind: "waiting" };
    if (asked.kind !== "admitted") return { kind: "refused", status: statusOf(asked), detail: "" };
    const admitted: Waiting = { ...waiting, credential: asked.credential };
    await storage.mark(admitted);
    return done(admitted);

    async function done(sheet: Waiting): Promise<Delivery> {
      const delivery = await deliver(sheet, collector);
      if (delivery.kind === "delivered") await storage.dropRight(draftKey(response.survey, response.wave));
      return delivery;
    }
  };

/** One request at a time: two of them would blind two messages, and the second be turned away. */
let asking: Promise<Asked> = Promise.resolve({ kind: "waiting" });

/** Has this person's credential signed, unless that is done. Without a right it is refused: it was used, or never there. */
export function admit(storage: Storage, place: Parameters<typeof askAdmission>[0]): Promise<Asked> {
  const rightKey = draftKey(place.survey, place.wave);
  asking = asking.then(
    async (): Promise<Asked> => {
      const right = await storage.right(rightKey);
      return right ? askAdmission(place, right, (now) => storage.keepRight(rightKey, now)) : { kind: "refused", status: 403 };
    },
  );
  return asking;
}

export const statusOf = (asked: Exclude<Asked, { kind: "admitted" | "waiting" }>): number => (asked.kind === "forged" ? FORGED : asked.status);

import { startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { Form, type FormProps } from "./Form.tsx";
import { formModelInPieces } from "./model.ts";
import { hasRandomOrder } from "./order.ts";
import type { Breath } from "./pieces.ts";
import { openSession } from "./session.ts";
import { openStorage } from "./storage.ts";

/** Brings the page to life that the server drew. What was done on it meanwhile is in `globalThis.qingting`. */
export async function hydrate(root: Element, { definition, ...props }: FormProps, breath: Breath): Promise<void> {
  const early = globalThis.qingting;
  const kiosk = new URLSearchParams(location.search).has("kiosk");
  const model = await formModelInPieces(definition, props.place.locale, breath);
  const session = await openSession({ place: props.place, model, storage: await (early?.storage ?? openStorage()), kiosk });
  await early?.settled();
  // As a transition React works in slices of 5 ms and lets taps in between; otherwise a slow phone stands still for half a second.
  startTransition(() => void hydrateRoot(root, <Form {...props} model={model} session={session} kiosk={kiosk} isRandom={hasRandomOrder(definition)} />));
}

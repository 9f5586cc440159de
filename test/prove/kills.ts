import { type Crash, crash } from "../collector/crash.ts";
import type { Dose, Proof } from "./run.ts";

/** Kills the server under load, again and again, at moments drawn from consecutive seeds. */
export async function proveKills({ count, seed, say }: Dose): Promise<Proof> {
  const crashes: Crash[] = [];
  for (let i = 0; i < count; i++) {
    crashes.push(await crash(seed + i));
    if ((i + 1) % 10 === 0) say(`${i + 1} of ${count} kills`);
  }
  const total = (of: (each: Crash) => number): number => crashes.reduce((sum, each) => sum + of(each), 0);
  return {
    area: "kills",
    promise: "an answer that was acknowledged is stored exactly once, whenever the server is killed (kill -9; not power failure)",
    figures: {
      kills: count,
      "answers sent": total(({ sent }) => sent),
      "acknowledged (201)": total(({ acknowledged }) => acknowledged),
      stored: total(({ stored }) => stored),
      "stored, acknowledgement cut off": total(({ stored, acknowledged, lost }) => stored - acknowledged + lost),
      "acknowledged but lost or altered": total(({ lost }) => lost),
      "stored twice or never sent": total(({ strange }) => strange),
      "not recognised when sent again": total(({ unrecognised }) => unrecognised),
    },
    broken: crashes.filter(({ lost, strange, unrecognised, integrity }) => lost + strange + unrecognised > 0 || integrity !== "ok").map((each) => JSON.stringify(each)),
  };
}

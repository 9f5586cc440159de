import type { Draw } from "./draw.ts";
import { bytesOf, type Hostile, post, withKey } from "./request.ts";

/** Requests for admission, of those who were invited and of those who were not. */

const ask = (kind: string, body: unknown, expected: readonly number[], more: Partial<Hostile> = {}): Hostile => post(`admissions: ${kind}`, "/api/admissions", body, expected, more);

/** Longer than the modulus, shorter, not below it; characters of neither. */
const BLINDED = ["_".repeat(342), "A", "A".repeat(340), "A".repeat(1024)];

export function admission({ field, material, pick, turn }: Draw): Hostile {
  const { admission: right, invitations } = field;
  const invitation = pick(invitations);
  const unknown = "A".repeat(22);
  return pick<() => Hostile>([
    // Each once, and then again: whoever never heard the answer asks with the same.
    () => ask("right", { ...right, invitation: invitations[2 + (turn("invited") % (invitations.length - 2))] }, [200]),
    () => ask("again", { ...right, invitation: invitations[0] }, [200]),
    () => ask("of nobody", { ...right, invitation: unknown }, [403]),
    () => ask("with another message", { ...right, invitation: invitations[1], ...pick([{}, { blinded: `AAAA${right.blinded.slice(4)}` }]) }, [200, 403]),
    () => ask("does not fit the key", { ...right, invitation, blinded: pick(BLINDED) }, [422], { pointer: "/blinded" }),
    () => ask("to an open wave", { ...right, survey: field.words.survey.id, wave: field.words.wave }, [404]),
    () => ask("to no wave", { ...right, ...pick([{ wave: "never" }, { survey: "nothing" }]) }, [404]),
    () => wrongPart(),
    () => ask("stray key", withKey(right, pick(["__proto__", "constructor", "", "id", "é", "k".repeat(1000)]), 1), [422], { pointer: "/" }),
    () => ask("no object", pick(["[]", "null", "1", '"x"', "[".repeat(2000) + "]".repeat(2000)]), [422]),
    () => ask("no JSON", pick<string | Buffer>(["", "{", "{'a':1}", "NaN", Buffer.from([0xff]), Buffer.from("{}", "utf16le"), bytesOf("[".repeat(4000)), ...material.parsing.filter(({ name, bytes }) => name.startsWith("n_") && bytes.length < 4096).map(({ bytes }) => bytes)]), [400]),
    () => ask("wrong type", right, [415], { headers: { "content-type": pick(["text/plain", "x"]) } }),
    () => ask("from another site", right, [403], { headers: { "content-type": "application/json", origin: "https://evil.example" } }),
  ])();

  function wrongPart(): Hostile {
    const part = pick(["survey", "wave", "invitation", "blinded"] as const);
    const wrong = pick<unknown>([null, 5, true, [], {}, "", " ", "é", "\u0000", "x".repeat(1025), pick(material.naughty.filter((text) => !/^[\w-]*$/.test(text)))]);
    const change = pick([true, false]) ? withKey(right, part, wrong) : Object.fromEntries(Object.entries(right).filter(([name]) => name !== part));
    return ask("wrong part", change, [422], { pointer: `/${part}` });
  }
}

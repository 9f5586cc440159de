import fc from "fast-check";

/** The suite tries the same cases every time; SEED tries others, and `npm run prove` looks further. */
export const SEED = Number(process.env["SEED"] ?? 1);

fc.configureGlobal({ seed: SEED });

/** JSON with the keys of every object sorted, so that equal content gives equal text. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value));

/** Sorted before it is written: a function that JSON.stringify asks for each value takes twice as long, and every answer comes this way. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const made: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const inner = sorted(Reflect.get(value, key));
    // Set like any other, it would become the prototype.
    if (key === "__proto__") Object.defineProperty(made, key, { value: inner, enumerable: true });
    else made[key] = inner;
  }
  return made;
}

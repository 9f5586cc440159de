/** Starts once, on the first need; a start that failed may be tried again, and what was started may be forgotten. */
export interface Lazily<T> {
  (): Promise<T>;
  /** @returns what was started, if anything was */
  forget(): Promise<T> | undefined;
}

export function lazily<T>(start: () => Promise<T>): Lazily<T> {
  let running: Promise<T> | undefined;
  const get = (): Promise<T> =>
    (running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    }));
  const forget = (): Promise<T> | undefined => {
    const before = running;
    running = undefined;
    return before;
  };
  return Object.assign(get, { forget });
}

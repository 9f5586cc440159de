/** One after the other, and all of it ended at once: a connection answers one question at a time, and a worker that died none. */

/** A person stopped it. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export interface Line {
  /** Waits for its turn. @throws what ended the line, where it was ended meanwhile */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** The same for what is read bit by bit: the turn lasts until it is read or left. */
  stream<T>(work: () => Promise<AsyncIterable<T>>): AsyncIterable<T>;
  /** What is at work now is marked as stopped: its error, if it comes to one, is `Stopped`. @returns settles when it has ended */
  stop(): Promise<void>;
  /** Whatever is at work or waits fails with this, and all that comes later. */
  end(why: Error): void;
}

export function standInLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let now: { stopped: boolean; readonly done: Promise<void> } | undefined;
  let fail: (why: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => (fail = reject));
  // Where nothing is at work nobody hears of it.
  ended.catch(() => {});

  const begin = async (): Promise<{ readonly mine: { stopped: boolean }; readonly leave: () => void }> => {
    const before = last;
    let leave = (): void => {};
    const done = new Promise<void>((settle) => (leave = settle));
    last = done;
    try {
      await Promise.race([before, ended]);
    } catch (error) {
      leave();
      throw error;
    }
    const mine = { stopped: false, done };
    now = mine;
    return { mine, leave };
  };
  const told = (error: unknown, { stopped }: { readonly stopped: boolean }): unknown => (stopped ? new Stopped("stopped", { cause: error }) : error);

  return {
    turn: async (work) => {
      const { mine, leave } = await begin();
      try {
        return await Promise.race([work(), ended]);
      } catch (error) {
        throw told(error, mine);
      } finally {
        leave();
      }
    },
    stream: async function* (work) {
      const { mine, leave } = await begin();
      try {
        const steps = (await Promise.race([work(), ended]))[Symbol.asyncIterator]();
        for (;;) {
          const step = await Promise.race([steps.next(), ended]);
          if (step.done) return;
          yield step.value;
        }
      } catch (error) {
        throw told(error, mine);
      } finally {
        leave();
      }
    },
    stop: async () => {
      if (!now) return;
      now.stopped = true;
      await now.done;
    },
    end: (why) => fail(why),
  };
}

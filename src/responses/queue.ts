import type { Admission, Insertion } from "./store.ts";

/** A response that waits to be written. */
export interface Answer {
  readonly id: string;
  readonly survey: string;
  readonly wave: string;
  /** Canonical JSON. It escapes what PostgreSQL's text cannot hold: NUL and lone surrogates. */
  readonly body: string;
  readonly credential: string | undefined;
}

/** An invitation that waits to be marked as used. */
export interface Claim {
  readonly survey: string;
  readonly wave: string;
  readonly invitation: string;
  readonly blinded: string;
}

/** What came of each, in the order in which they were given. */
export interface Written {
  readonly insertions: readonly Insertion[];
  readonly admissions: readonly Admission[];
}

/** Writes all of it in one transaction, in an order that says nothing of who was first. Resolves once it is on disk. */
export type Commit = (answers: readonly Answer[], claims: readonly Claim[]) => Promise<Written>;

interface Waiting<Work, Result> {
  readonly work: Work;
  readonly done: (result: Result) => void;
  readonly fail: (error: unknown) => void;
}

/** Most bytes of one transaction; the first that waits goes, whatever its size. */
export const MOST = 8 * 2 ** 20;

export interface QueueOptions {
  /** Batches that may be under way at once. */
  readonly most: number;
}

/** What arrives together is committed together: while as many batches as may be are under way the next gathers. */
export class Queue {
  readonly #commit: Commit;
  readonly #most: number;
  #answers: Waiting<Answer, Insertion>[] = [];
  #claims: Waiting<Claim, Admission>[] = [];
  /** Answers and claims that are being written. */
  #underWay = 0;
  readonly #batches = new Set<Promise<void>>();
  #running: Promise<void> | undefined;

  constructor(commit: Commit, { most }: QueueOptions) {
    this.#commit = commit;
    this.#most = most;
  }

  insert(work: Answer): Promise<Insertion> {
    return new Promise((done, fail) => {
      this.#answers.push({ work, done, fail });
      this.#running ??= this.#run();
    });
  }

  admit(work: Claim): Promise<Admission> {
    return new Promise((done, fail) => {
      this.#claims.push({ work, done, fail });
      this.#running ??= this.#run();
    });
  }

  pending(): number {
    return this.#answers.length + this.#claims.length + this.#underWay;
  }

  /** Resolves once nothing waits any more. */
  async drained(): Promise<void> {
    await this.#running;
    await Promise.all(this.#batches);
  }

  async #run(): Promise<void> {
    // What the same turn brings goes into the same transaction.
    await new Promise((done) => setImmediate(done));
    while (this.#answers.length + this.#claims.length > 0) {
      if (this.#batches.size >= this.#most) await Promise.race(this.#batches);
      const batch: Promise<void> = this.#write(this.#take(), this.#claims.splice(0)).finally(() => this.#batches.delete(batch));
      this.#batches.add(batch);
    }
    this.#running = undefined;
  }

  async #write(answers: readonly Waiting<Answer, Insertion>[], claims: readonly Waiting<Claim, Admission>[]): Promise<void> {
    const size = answers.length + claims.length;
    this.#underWay += size;
    try {
      const { insertions, admissions } = await this.#commit(answers.map(({ work }) => work), claims.map(({ work }) => work));
      answers.forEach(({ done, fail }, i) => reply(done, fail, insertions[i]));
      claims.forEach(({ done, fail }, i) => reply(done, fail, admissions[i]));
    } catch (error) {
      for (const { fail } of [...answers, ...claims]) fail(error);
    }
    this.#underWay -= size;
  }

  #take(): Waiting<Answer, Insertion>[] {
    let bytes = 0;
    const end = this.#answers.findIndex(({ work }, i) => (bytes += work.body.length) > MOST && i > 0);
    return this.#answers.splice(0, end === -1 ? this.#answers.length : end);
  }
}

function reply<Result>(done: (result: Result) => void, fail: (error: unknown) => void, result: Result | undefined): void {
  if (result === undefined) fail(new Error("a batch ends without an outcome for all of it"));
  else done(result);
}

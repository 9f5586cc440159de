import { shuffled } from "../survey/random.ts";
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

/** Writes all of it in one transaction. Resolves once it is on disk. */
export type Commit = (answers: readonly Answer[], claims: readonly Claim[]) => Promise<Written>;

interface Waiting<Work, Result> {
  readonly work: Work;
  readonly done: (result: Result) => void;
  readonly fail: (error: unknown) => void;
}

/** Most bytes of one transaction; the first that waits goes, whatever its size. */
const MOST = 8 * 2 ** 20;

/** What arrives together is committed together: while one batch is being written the next gathers. */
export class Queue {
  readonly #commit: Commit;
  #answers: Waiting<Answer, Insertion>[] = [];
  #claims: Waiting<Claim, Admission>[] = [];
  #underWay = 0;
  #running: Promise<void> | undefined;

  constructor(commit: Commit) {
    this.#commit = commit;
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
  }

  async #run(): Promise<void> {
    // What the same turn brings goes into the same transaction.
    await new Promise((done) => setImmediate(done));
    while (this.#answers.length + this.#claims.length > 0) {
      // In random order: nothing follows from who was first.
      const answers = shuffled(this.#take(), Math.random);
      const claims = shuffled(this.#claims.splice(0), Math.random);
      this.#underWay = answers.length + claims.length;
      try {
        const { insertions, admissions } = await this.#commit(answers.map(({ work }) => work), claims.map(({ work }) => work));
        answers.forEach(({ done, fail }, i) => reply(done, fail, insertions[i]));
        claims.forEach(({ done, fail }, i) => reply(done, fail, admissions[i]));
      } catch (error) {
        for (const { fail } of [...answers, ...claims]) fail(error);
      }
      this.#underWay = 0;
    }
    this.#running = undefined;
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

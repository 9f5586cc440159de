import { Client, type ClientBase } from "pg";
import { type Answer, type Claim, Raced, writeBatch, type Written } from "./batch.ts";
import { isClash, isDisconnected } from "./sqlstate.ts";
import type { Admission, Insertion } from "./store.ts";

type Arrival = { readonly bytes: number; readonly fail: (error: unknown) => void } & (
  | { readonly answer: Answer; readonly done: (insertion: Insertion) => void }
  | { readonly claim: Claim; readonly done: (admission: Admission) => void }
);

/** Most bytes of one transaction; the first that waits goes, whatever its size. */
const MOST = 8 * 2 ** 20;
/** Longest that a statement may take, in ms: whoever waits hears that it did not work instead of nothing. */
const LONGEST = 10_000;
/** Waits before a batch is tried again over a new connection, in ms. Where a restart takes longer, the phones come again. */
const PAUSES = [50, 200, 500, 1000] as const;
/** Clashes with other collectors that are put up with. */
const CLASHES = 20;

/** One connection that writes all that waits in one transaction, and then what has come meanwhile in the next. */
export class Writer {
  readonly #url: string;
  #client: Client | undefined;
  #queue: Arrival[] = [];
  #underWay = 0;
  #running: Promise<void> | undefined;
  ended = false;

  constructor(url: string) {
    this.#url = url;
  }

  insert(answer: Answer): Promise<Insertion> {
    return new Promise((done, fail) => this.#add({ answer, bytes: answer.body.length, done, fail }));
  }

  admit(claim: Claim): Promise<Admission> {
    return new Promise((done, fail) => this.#add({ claim, bytes: 200, done, fail }));
  }

  pending(): number {
    return this.#queue.length + this.#underWay;
  }

  async end(): Promise<void> {
    await this.#running;
    this.ended = true;
    await this.#client?.end();
  }

  #add(arrival: Arrival): void {
    this.#queue.push(arrival);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // What the same turn brings goes into the same transaction.
    await new Promise((done) => setImmediate(done));
    while (this.#queue.length > 0) {
      const batch = this.#take();
      this.#underWay = batch.length;
      try {
        const { insertions, admissions } = await this.#write(batch);
        for (const arrival of batch) {
          if ("answer" in arrival) reply(arrival, insertions.get(arrival.answer));
          else reply(arrival, admissions.get(arrival.claim));
        }
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
      this.#underWay = 0;
    }
    this.#running = undefined;
  }

  /** What waits, in random order: nothing follows from who was first. */
  #take(): Arrival[] {
    let bytes = 0;
    const end = this.#queue.findIndex((arrival, i) => (bytes += arrival.bytes) > MOST && i > 0);
    const batch = this.#queue.splice(0, end === -1 ? this.#queue.length : end);
    return batch.map((arrival) => ({ arrival, at: Math.random() })).sort((a, b) => a.at - b.at).map(({ arrival }) => arrival);
  }

  /**
   * Once more where that can help. It may: what a lost COMMIT has written is found and acknowledged as the same, and an
   * invitation is admitted again by the same message.
   */
  async #write(batch: readonly Arrival[]): Promise<Written> {
    const answers = batch.flatMap((arrival) => ("answer" in arrival ? arrival.answer : []));
    const claims = batch.flatMap((arrival) => ("claim" in arrival ? arrival.claim : []));
    for (let [clashes, breaks] = [0, 0]; ; ) {
      try {
        return await this.#attempt(answers, claims);
      } catch (error) {
        if (error instanceof Raced || isClash(error)) {
          if (++clashes > CLASHES) throw error;
          continue;
        }
        const pause = isDisconnected(error) ? PAUSES[breaks++] : undefined;
        if (pause === undefined) throw error;
        await new Promise((done) => setTimeout(done, pause));
      }
    }
  }

  async #attempt(answers: readonly Answer[], claims: readonly Claim[]): Promise<Written> {
    const client = (this.#client ??= await this.#connect());
    try {
      return await writeBatch(client, answers, claims);
    } catch (error) {
      await rolledBack(client).catch(() => this.#drop(client));
      throw error;
    }
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: this.#url, pipeline: true, keepAlive: true, connectionTimeoutMillis: 10_000, query_timeout: LONGEST, application_name: "qingting" });
    // Broken while nobody waits for it; the next batch connects anew.
    client.on("error", () => this.#drop(client));
    await client.connect();
    return client;
  }

  #drop(client: Client): void {
    if (this.#client === client) this.#client = undefined;
    client.end().catch(() => {});
  }
}

const rolledBack = (client: ClientBase): Promise<unknown> => client.query("ROLLBACK");

function reply<Result>({ done, fail }: { readonly done: (result: Result) => void; readonly fail: (error: unknown) => void }, result: Result | undefined): void {
  if (result === undefined) fail(new Error("a batch ends without an outcome for all of it"));
  else done(result);
}

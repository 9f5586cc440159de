import { Client, type ClientBase } from "pg";
import { Raced, writeBatch } from "./batch.ts";
import type { Answer, Claim, Written } from "./queue.ts";
import { isClash, isDisconnected } from "./sqlstate.ts";

/** Longest that a statement may take, in ms: whoever waits hears that it did not work instead of nothing. */
const LONGEST = 10_000;
/** Waits before a batch is tried again over a new connection, in ms. Where a restart takes longer, the phones come again. */
const PAUSES = [50, 200, 500, 1000] as const;
/** Clashes with other collectors that are put up with. */
const CLASHES = 20;

/** The connection to PostgreSQL that writes batches, one after the other. */
export class Writer {
  readonly #url: string;
  #client: Client | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Once more where that can help. It may: what a lost COMMIT has written is found and acknowledged as the same, and an
   * invitation is admitted again by the same message.
   */
  async write(answers: readonly Answer[], claims: readonly Claim[]): Promise<Written> {
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

  async end(): Promise<void> {
    await this.#client?.end();
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

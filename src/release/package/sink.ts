import { type FileHandle, open } from "node:fs/promises";

/** Filled while the other is on its way to the disk. */
const BYTES = 4 * 1024 * 1024;

/**
 * Bytes on their way to files that begin differently and go on alike. Whoever writes asks for room first and then fills
 * `bytes` from `at` without a further call: a call for each cell would take longer than the cell.
 */
export class Sink {
  bytes = Buffer.allocUnsafe(BYTES);
  at = 0;
  readonly #handles: readonly FileHandle[];
  #other = Buffer.allocUnsafe(BYTES);
  #written: Promise<unknown> = Promise.resolve();

  private constructor(handles: readonly FileHandle[]) {
    this.#handles = handles;
  }

  /** @param files by path, what each begins with */
  static async open(files: ReadonlyMap<string, Uint8Array | string>): Promise<Sink> {
    const handles = await Promise.all([...files.keys()].map((path) => open(path, "w")));
    const sink = new Sink(handles);
    await Promise.all([...files.values()].map((head, i) => handles[i]?.appendFile(head)));
    return sink;
  }

  /** Makes sure that so many bytes can be filled: `await` only what is returned. */
  room(bytes: number): Promise<void> | undefined {
    return this.at + bytes <= this.bytes.length ? undefined : this.#flush(bytes);
  }

  async #flush(bytes: number): Promise<void> {
    await this.#written;
    const full = this.bytes.subarray(0, this.at);
    this.#written = Promise.all(this.#handles.map((handle) => handle.appendFile(full)));
    this.#written.catch(() => undefined);
    [this.bytes, this.#other] = [this.#other, this.bytes];
    this.at = 0;
    if (bytes > this.bytes.length) this.bytes = Buffer.allocUnsafe(bytes);
  }

  /** @throws what the file system said of any write */
  async close(): Promise<void> {
    await this.#flush(0);
    await this.#written;
    await Promise.all(this.#handles.map((handle) => handle.close()));
  }
}

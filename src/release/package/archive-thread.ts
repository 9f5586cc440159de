import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { PassThrough } from "node:stream";
import { parentPort, workerData } from "node:worker_threads";
import { ZipFile } from "yazl";
import type { ArchiveTask } from "./archive.ts";

/**
 * The thread that reads every finished file once, hashes it and puts it into the ZIP. It is a thread because checksums in
 * JavaScript take as long as writing the files did; compression runs in Node's own pool beside it.
 */
const { path, folder, day }: { readonly path: string; readonly folder: string; readonly day: string } = workerData;
/** Fast rather than small: what survey data repeat is found at once. */
const LEVEL = 1;
const [year = 1980, month = 1, date = 1] = day.split("-").map(Number);
// A ZIP holds local time: midnight here is the same bytes in every time zone.
const mtime = new Date(year, month - 1, date);

const zip = new ZipFile();
const out = createHash("sha256");
let bytes = 0;
zip.outputStream.on("data", (chunk: Buffer) => {
  out.update(chunk);
  bytes += chunk.length;
});
zip.outputStream.pipe(createWriteStream(path)).on("finish", () => {
  parentPort?.postMessage({ name: "", bytes, sha256: out.digest("hex") });
  parentPort?.close();
});

async function hashed(file: string, to: PassThrough): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk);
    read += chunk.length;
    if (!to.write(chunk)) await new Promise((resolve) => to.once("drain", resolve));
  }
  to.end();
  return { bytes: read, sha256: hash.digest("hex") };
}

// One after the other: the order of the entries is that of the tasks, and memory holds one file's chunks.
let before: Promise<unknown> = Promise.resolve();
parentPort?.on("message", ({ name, file }: ArchiveTask) => {
  before = before.then(async () => {
    if (name === "") return zip.end();
    const stream = new PassThrough({ highWaterMark: 1024 * 1024 });
    zip.addReadStream(stream, `${folder}/${name}`, { mtime, mode: 0o100644, compressionLevel: LEVEL, forceDosTimestamp: true });
    parentPort?.postMessage({ name, ...(await hashed(file, stream)) });
  });
});

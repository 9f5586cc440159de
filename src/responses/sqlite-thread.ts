import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { MOST, type Written } from "./queue.ts";
import { SqliteFile } from "./sqlite-file.ts";
import type { Reply, Task } from "./sqlite-line.ts";

/**
 * The thread that writes to one file: takes tasks in their order, and answers each. Batches that came while it wrote the ones before
 * go into one transaction: so it never waits for the thread that serves people, which hands over what it has whenever it comes to it.
 */
const file = new SqliteFile(String(workerData));

type Write = Task<"write">;

parentPort?.on("message", (first: Task) => {
  let batches: Write[] = [];
  let bytes = 0;
  const finish = (): void => {
    const together = batches;
    [batches, bytes] = [[], 0];
    if (together.length > 0) reply(together, () => written(together));
  };
  for (const task of waiting(first)) {
    if (isWrite(task)) {
      const size = sizeOf(task);
      if (bytes + size > MOST) finish();
      batches.push(task);
      bytes += size;
      continue;
    }
    finish();
    reply([task], () => [Reflect.apply(file[task.name], file, task.given)]);
    if (task.name === "end") parentPort?.close();
  }
  finish();
});

const isWrite = (task: Task): task is Write => task.name === "write";

/** In bytes, nearly. */
const sizeOf = ({ given: [answers] }: Write): number => answers.reduce((sum, { body }) => sum + body.length, 0);

/** What waits in the line, first come first. */
function* waiting(first: Task): Iterable<Task> {
  yield first;
  for (let next; parentPort && (next = receiveMessageOnPort(parentPort)); ) yield next.message;
}

/** Written as one: either all of it is or nothing. */
function written(batches: readonly Write[]): Written[] {
  const { insertions, admissions } = file.write(batches.flatMap(({ given: [answers] }) => answers), batches.flatMap(({ given: [, claims] }) => claims));
  let [answer, claim] = [0, 0];
  return batches.map(({ given: [answers, claims] }) => ({ insertions: insertions.slice(answer, (answer += answers.length)), admissions: admissions.slice(claim, (claim += claims.length)) }));
}

/** Says what came of each, in one message. */
function reply(tasks: readonly Task[], work: () => readonly unknown[]): void {
  let replies: readonly Reply[];
  try {
    replies = work().map((gives) => ({ gives }));
  } catch (error) {
    replies = tasks.map(() => ({ error }));
  }
  parentPort?.postMessage(replies);
}

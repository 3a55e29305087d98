import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { parentPort, workerData } from "node:worker_threads";

/** How the attempt went, in the first cell of the shared flag. Zero means: not known yet. */
export const FIRST = 1;
export const SECOND = 2;

interface WorkerTask {
  readonly socketPath: string;
  readonly flag: Int32Array<SharedArrayBuffer>;
  /** What to tell the first instance, should this be the second. */
  readonly greeting: string;
}

function say(flag: WorkerTask["flag"], outcome: number): void {
  Atomics.store(flag, 0, outcome);
  Atomics.notify(flag, 0);
}

function greetFirst(task: WorkerTask): void {
  const socket = connect(task.socketPath);
  socket.once("connect", () => {
    socket.end(task.greeting, () => say(task.flag, SECOND));
  });
  socket.once("error", () => {
    // Nobody listens: the socket is what a killed instance left behind.
    rmSync(task.socketPath, { force: true });
    becomeFirst(task);
  });
}

function becomeFirst(task: WorkerTask): void {
  const server = createServer((socket) => {
    void text(socket).then((greeting) => parentPort?.postMessage(greeting));
  });
  server.once("error", () => greetFirst(task));
  server.listen(task.socketPath, () => say(task.flag, FIRST));
}

if (parentPort !== null) becomeFirst(workerData as WorkerTask);

import { parentPort, workerData } from "node:worker_threads";
import { nodeFs } from "../system/node-fs.ts";
import { readBatches } from "./read-batches.ts";
import type { ReaderData } from "./record-readers.ts";

if (parentPort === null) throw new Error("The worker that reads records is no program of its own");
readBatches(parentPort, nodeFs, (workerData as ReaderData).runsDir);

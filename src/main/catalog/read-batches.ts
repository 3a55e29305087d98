import type { MessagePort } from "node:worker_threads";
import type { Fs } from "../system/fs.ts";
import { openRecordSource } from "./catalog-source.ts";
import { packEntries } from "./entry-parcel.ts";
import { batchEntries } from "./ledger-batch.ts";
import { type PreparedEntry, prepareEntry } from "./prepared-entry.ts";
import type { ReaderReply, ReaderRequest } from "./record-readers.ts";

/** Answers requests for prepared entries until the thread is ended: reads what the entries name, one file after the other. */
export function readBatches(port: Pick<MessagePort, "on" | "postMessage">, fs: Fs, runsDir: string): void {
  const source = openRecordSource(fs, runsDir);
  const answer = ({ batch, fromSeq }: ReaderRequest): ReaderReply => {
    source.forgetFolders();
    const prepared: PreparedEntry[] = [];
    for (const placed of batchEntries(batch)) {
      if (placed.entry.seq < fromSeq) continue;
      prepared.push(prepareEntry(placed, () => source.readRecord(placed.entry.path)));
    }
    return { parcel: packEntries(prepared) };
  };
  port.on("message", (request: ReaderRequest) => {
    try {
      port.postMessage(answer(request));
    } catch (error) {
      port.postMessage({ stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

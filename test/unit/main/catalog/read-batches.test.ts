import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { unpackEntries } from "../../../../src/main/catalog/entry-parcel.ts";
import { readBatches } from "../../../../src/main/catalog/read-batches.ts";
import type { ReaderReply } from "../../../../src/main/catalog/record-readers.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;
beforeEach(async () => {
  made = await madeStore();
});
afterEach(() => made.close());

function answerTo(request: unknown): ReaderReply {
  const replies: ReaderReply[] = [];
  const port = Object.assign(new EventEmitter(), { postMessage: (reply: ReaderReply) => void replies.push(reply) });
  readBatches(port as never, nodeFs, made.folders.runsDir);
  port.emit("message", request);
  const [reply] = replies;
  if (reply === undefined) throw new Error("no answer came");
  return reply;
}

describe("readBatches", () => {
  it("prepares the entries of a batch that are wanted", async () => {
    await made.record("run_1", { mode: "saw" });
    await made.record("run_2", { mode: "router" });
    const [batch] = openCatalogSource(nodeFs, made.folders.runsDir).batches(0);
    const all = answerTo({ batch, fromSeq: 0 });
    const seq = "parcel" in all ? (unpackEntries(all.parcel).find(({ subject }) => subject === "run_2")?.seq ?? 0) : 0;
    const some = answerTo({ batch, fromSeq: seq });
    expect("parcel" in some && unpackEntries(some.parcel).map(({ subject }) => subject)).toEqual(["run_2"]);
  });

  it("answers with the stack of what went wrong", () => {
    expect(answerTo({ batch: null, fromSeq: 0 })).toEqual({ stack: expect.stringContaining("TypeError") });
  });
});

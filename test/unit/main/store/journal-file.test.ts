import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createJournal, readJournal } from "../../../../src/main/store/journal-file.ts";
import { encodeFrame } from "../../../../src/main/store/journal-frame.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  path = join(folders.root, "00000001.jnl");
});
afterEach(() => folders.remove());

function frame(number: number): Buffer {
  const files = [{ path: `2026-11-20/run_${number}.json`, bytes: Buffer.from(`${number}\n`.repeat(number)) }];
  return encodeFrame({ epoch: 1, files, ledgerOffset: number, ledgerBytes: Buffer.from("line\n") });
}

describe("createJournal", () => {
  it("makes the name durable, and refuses one that is there", async () => {
    const fs = createFailingFs();
    const journal = await createJournal(fs, path);
    expect(fs.calls.map((call) => call.name)).toEqual(["open", "syncFolder"]);
    journal.close();
    await expect(createJournal(nodeFs, path)).rejects.toMatchObject({ code: "IO_FAILED" });
  });

  it("keeps nothing open when its folder cannot be flushed", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "syncFolder", { kind: "refuse", code: "ENOSPC" });
    await expect(createJournal(fs, path)).rejects.toMatchObject({ code: "DISK_FULL" });
    expect(fs.calls.at(-1)?.name).toBe("close");
  });

  it("holds the frames that were kept, one after another", async () => {
    const journal = await createJournal(nodeFs, path);
    for (const number of [1, 2]) {
      journal.append(frame(number));
      await journal.sync();
      journal.keep();
    }
    expect(journal.sizeBytes).toBe(statSync(path).size);
    expect(readJournal(nodeFs, path).frames.map((one) => one.ledgerOffset)).toEqual([1, 2]);
    journal.close();
  });

  it("takes back what was not kept, and writes the next one in its place", async () => {
    const journal = await createJournal(nodeFs, path);
    journal.append(frame(1));
    journal.keep();
    journal.append(frame(500));
    await journal.takeBack();
    expect(statSync(path).size).toBe(frame(1).byteLength);
    journal.append(frame(3));
    journal.keep();
    expect(readJournal(nodeFs, path).frames.map((one) => one.ledgerOffset)).toEqual([1, 3]);
    journal.close();
  });

  it("lets go of what a failed device did not take, without asking it again", async () => {
    const fs = createFailingFs();
    const journal = await createJournal(fs, path);
    journal.append(frame(1));
    journal.keep();
    journal.append(frame(500));
    const before = fs.calls.length;
    journal.letGo();
    expect(fs.calls.slice(before).map((call) => call.name)).toEqual(["truncate"]);
    expect(readJournal(nodeFs, path).frames.map((one) => one.ledgerOffset)).toEqual([1]);
    journal.append(frame(500));
    fs.failWhere(() => true, { kind: "refuse", code: "EIO" });
    journal.letGo();
    fs.heal();
    expect(readJournal(nodeFs, path).frames).toHaveLength(2);
    journal.close();
  });

  it("tries again to let go while the device fails now and then, and gives up on one that is gone", async () => {
    const fs = createFailingFs();
    const journal = await createJournal(fs, path);
    journal.append(frame(500));
    let failures = 3;
    fs.failWhere(({ name }) => name === "truncate" && failures-- > 0, { kind: "refuse", code: "EIO" });
    journal.letGo();
    expect(readJournal(nodeFs, path).frames).toEqual([]);
    journal.append(frame(500));
    failures = Number.POSITIVE_INFINITY;
    const before = fs.calls.length;
    journal.letGo();
    expect(fs.calls.length - before).toBe(8);
    journal.close();
  });

  it("overwrites a frame that was neither kept nor taken back", async () => {
    const journal = await createJournal(nodeFs, path);
    journal.append(frame(500));
    journal.append(frame(2));
    journal.keep();
    expect(readJournal(nodeFs, path).frames.map((one) => one.ledgerOffset)).toEqual([2]);
    journal.close();
  });

  it("is empty after emptying, and goes on from there", async () => {
    const journal = await createJournal(nodeFs, path);
    journal.append(frame(1));
    journal.keep();
    await journal.empty();
    expect(journal.sizeBytes).toBe(0);
    expect(statSync(path).size).toBe(0);
    journal.append(frame(2));
    journal.keep();
    expect(readJournal(nodeFs, path).frames).toHaveLength(1);
    journal.close();
  });

  it("notices a write that lies", async () => {
    const fs = createFailingFs();
    const journal = await createJournal(fs, path);
    fs.failWhere((call) => call.name === "write", { kind: "lie" });
    expect(() => journal.append(frame(1))).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
    journal.close();
  });

  it("never touches its descriptor again once it is closed: another file may have the number", async () => {
    const journal = await createJournal(nodeFs, path);
    journal.append(frame(1));
    journal.close();
    journal.close();
    const other = nodeFs.open(join(folders.root, "other"), "create");
    nodeFs.write(other, Buffer.from("precious"), 0);
    expect(() => journal.append(frame(2))).toThrow(RangeError);
    await expect(journal.takeBack()).rejects.toThrow(RangeError);
    await expect(journal.sync()).rejects.toThrow(RangeError);
    await expect(journal.empty()).rejects.toThrow(RangeError);
    nodeFs.close(other);
    expect(readFileSync(join(folders.root, "other"), "utf8")).toBe("precious");
  });
});

describe("readJournal", () => {
  it("gives complete frames and, apart, the bytes of a torn one", async () => {
    const journal = await createJournal(nodeFs, path);
    journal.append(frame(1));
    journal.close();
    appendFileSync(path, frame(2).subarray(0, 90));
    const { frames, tornBytes, completeLength } = readJournal(nodeFs, path);
    expect(frames).toHaveLength(1);
    expect(completeLength).toBe(frame(1).byteLength);
    expect(tornBytes.equals(frame(2).subarray(0, 90))).toBe(true);
  });

  it("codes a journal that is not there", () => {
    expect(existsSync(path)).toBe(false);
    expect(() => readJournal(nodeFs, path)).toThrow(expect.objectContaining({ code: "PATH_NOT_FOUND" }));
  });
});

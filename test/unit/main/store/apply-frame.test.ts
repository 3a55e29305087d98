import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyFrame, ledgerBytesThere } from "../../../../src/main/store/apply-frame.ts";
import type { JournalFrame } from "../../../../src/main/store/journal-frame.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const FRAME: JournalFrame = {
  epoch: 3,
  files: [
    { path: "2026-11-20/run_1.json", bytes: Buffer.from("one\n") },
    { path: `_attachments/ab/cd/abcd${"0".repeat(60)}`, bytes: Buffer.from("bytes") },
  ],
  ledgerOffset: 0,
  ledgerBytes: Buffer.from("entry\nhead\n"),
};
const NEXT: JournalFrame = { ...FRAME, files: [], ledgerOffset: 11, ledgerBytes: Buffer.from("more\n") };

let folders: TestFolders;
let segment: string;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  segment = join(folders.runsDir, "_integrity", "ledger", "00000003.ndjson");
});
afterEach(() => folders.remove());

function apply(frame: JournalFrame, fs = createFailingFs(), epoch = 3) {
  return applyFrame({ fs, runsDir: folders.runsDir, epoch }, frame);
}

describe("applyFrame", () => {
  it("creates the files of a change and then its ledger lines", () => {
    const fs = createFailingFs();
    apply(FRAME, fs);
    apply(NEXT, fs);
    expect(readFileSync(join(folders.runsDir, "2026-11-20/run_1.json"), "utf8")).toBe("one\n");
    expect(readFileSync(segment, "utf8")).toBe("entry\nhead\nmore\n");
    const order = fs.calls.filter((call) => call.name === "link" || (call.name === "write" && call.path === segment));
    expect(order.map((call) => call.name)).toEqual(["link", "link", "write", "write"]);
  });

  it("changes nothing when it is done again, by the same or by a later epoch", () => {
    apply(FRAME);
    apply(NEXT);
    const fs = createFailingFs();
    apply(FRAME, fs);
    apply(NEXT, fs, 9);
    expect(fs.calls.filter((call) => call.name === "write" && call.path === segment)).toHaveLength(0);
    expect(readFileSync(segment, "utf8")).toBe("entry\nhead\nmore\n");
    expect(readdirSync(join(folders.runsDir, "2026-11-20"))).toEqual(["run_1.json"]);
  });

  it("goes on where an interrupted attempt stopped", () => {
    for (let length = 0; length <= FRAME.ledgerBytes.byteLength; length += 1) {
      writeFileSync(segment, FRAME.ledgerBytes.subarray(0, length));
      apply(FRAME);
      expect(readFileSync(segment, "utf8")).toBe("entry\nhead\n");
    }
  });

  it("names every folder on the way for flushing, also those that were there before", () => {
    for (let time = 0; time < 2; time += 1) {
      const { files, folders: touched } = apply(FRAME);
      expect(files).toEqual([...FRAME.files.map((file) => file.path), "_integrity/ledger/00000003.ndjson"]);
      const expected = [
        "_integrity/ledger",
        "2026-11-20",
        ".",
        "_attachments/ab/cd",
        "_attachments/ab",
        "_attachments",
      ];
      expect([...touched].sort()).toEqual(expected.map((name) => join(folders.runsDir, name)).sort());
    }
  });

  it("stages under the name of the epoch that applies, so that two never touch each other's files", () => {
    const fs = createFailingFs();
    apply(FRAME, fs, 9);
    const staged = fs.calls.filter((call) => call.name === "open" && call.path.endsWith(".tmp"));
    expect(staged.map((call) => call.path.split(".").at(-2))).toEqual(["00000009", "00000009"]);
  });

  it("never replaces: other bytes in its place are a conflict", () => {
    apply(FRAME);
    writeFileSync(join(folders.runsDir, "2026-11-20/run_1.json"), "two\n");
    expect(() => apply(FRAME)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
    expect(readFileSync(join(folders.runsDir, "2026-11-20/run_1.json"), "utf8")).toBe("two\n");
    writeFileSync(join(folders.runsDir, "2026-11-20/run_1.json"), "one\n");
    writeFileSync(segment, "entry\nHEAD\n");
    expect(() => apply(FRAME)).toThrow(expect.objectContaining({ code: "CONFLICT" }));
    expect(readFileSync(segment, "utf8")).toBe("entry\nHEAD\n");
  });

  it("says damage when lines that should come before are missing", () => {
    writeFileSync(segment, "entry\n");
    expect(() => apply(NEXT)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  });

  it("writes no ledger line before its files are there", () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "link", { kind: "refuse", code: "ENOSPC" });
    expect(() => apply(FRAME, fs)).toThrow(expect.objectContaining({ code: "DISK_FULL" }));
    expect(existsSync(segment)).toBe(false);
  });

  it("notices a ledger write that lies", () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "write" && call.path === segment, { kind: "lie" });
    expect(() => apply(FRAME, fs)).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
  });
});

describe("ledgerBytesThere", () => {
  it("gives what stands in the place of a frame, and null where the segment ends before it", () => {
    writeFileSync(segment, "entry\nhead\nmo");
    const fd = nodeFs.open(segment, "read");
    expect(ledgerBytesThere(nodeFs, fd, FRAME)?.toString()).toBe("entry\nhead\n");
    expect(ledgerBytesThere(nodeFs, fd, NEXT)?.toString()).toBe("mo");
    expect(ledgerBytesThere(nodeFs, fd, { ...NEXT, ledgerOffset: 13 })?.toString()).toBe("");
    expect(ledgerBytesThere(nodeFs, fd, { ...NEXT, ledgerOffset: 14 })).toBeNull();
    nodeFs.close(fd);
  });
});

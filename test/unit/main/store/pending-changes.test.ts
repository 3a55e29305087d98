import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { encodeFrame } from "../../../../src/main/store/journal-frame.ts";
import { readPendingChanges } from "../../../../src/main/store/pending-changes.ts";
import { journalPath, ledgerPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const RECORD = "2026-11-20/run_1.json";
const NOWHERE = () => null;

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
  for (const folder of ["_integrity/journal", "_integrity/ledger", "2026-11-20"]) {
    mkdirSync(join(folders.runsDir, folder), { recursive: true });
  }
});

afterEach(() => folders.remove());

function put(path: string, bytes: string | Buffer): void {
  writeFileSync(resolveStorePath(folders.runsDir, path), bytes);
}

function frame(offset: number, text: string, files: Readonly<Record<string, string>> = {}, epoch = 7): Buffer {
  return encodeFrame({
    epoch,
    files: Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) })),
    ledgerOffset: offset,
    ledgerBytes: Buffer.from(text),
  });
}

function read(sealedLength: (epoch: number) => number | null = NOWHERE) {
  return readPendingChanges(nodeFs, folders.runsDir, sealedLength);
}

describe("readPendingChanges", () => {
  it("finds nothing in a store that was closed, or that has no journal at all", () => {
    put(journalPath(7), "");
    expect(read()).toEqual({
      journals: [{ path: journalPath(7), epoch: 7, frames: 0, pendingFrames: 0, tornBytes: 0, damage: null }],
      lines: new Map(),
      files: new Map(),
    });
    expect(readPendingChanges(nodeFs, join(folders.root, "none"), NOWHERE).journals).toEqual([]);
  });

  it("gives the lines and files of complete changes that are not in place", () => {
    put(ledgerPath(7), "one\n");
    put(journalPath(7), Buffer.concat([frame(0, "one\n"), frame(4, "two\n", { [RECORD]: "{}" }), frame(8, "three\n")]));
    const { journals, lines, files } = read();
    expect(journals[0]).toMatchObject({ frames: 3, pendingFrames: 2, tornBytes: 0, damage: null });
    expect(lines.get(7)).toEqual({ offset: 4, bytes: Buffer.from("two\nthree\n") });
    expect(files.get(RECORD)).toEqual({ sha256: sha256Hex("{}"), sizeBytes: 2 });
  });

  it("counts a change as waiting while one of its files is not there", () => {
    put(ledgerPath(7), "one\n");
    put(journalPath(7), frame(0, "one\n", { [RECORD]: "{}" }));
    expect(read().journals[0]).toMatchObject({ pendingFrames: 1 });
    put(RECORD, "{}");
    expect(read().journals[0]).toMatchObject({ pendingFrames: 0 });
  });

  it("leaves late changes out, and lines that would leave a gap", () => {
    put(ledgerPath(7), "one\n");
    put(journalPath(7), frame(4, "two\n", { [RECORD]: "{}" }));
    expect(read(() => 4)).toMatchObject({ lines: new Map(), files: new Map() });
    put(journalPath(7), frame(40, "two\n"));
    expect(read().lines).toEqual(new Map());
  });

  it("tells a torn end from damage in the middle", () => {
    const [one, two] = [frame(0, "one\n"), frame(4, "two\n")];
    put(journalPath(7), Buffer.concat([one, two.subarray(0, -3)]));
    expect(read().journals[0]).toMatchObject({ frames: 1, tornBytes: two.byteLength - 3, damage: null });
    const damaged = Buffer.concat([one, two]);
    damaged.writeUInt8(damaged.readUInt8(120) ^ 1, 120);
    put(journalPath(7), damaged);
    expect(read().journals[0]).toMatchObject({ frames: 0, damage: expect.stringMatching(/middle/) });
  });

  it("never believes a change of another epoch or of a form it does not know", () => {
    put(journalPath(7), frame(0, "one\n", {}, 8));
    expect(read()).toMatchObject({ journals: [{ damage: expect.stringMatching(/another epoch/) }], lines: new Map() });
    const payload = Buffer.from('{"epoch":7,"news":true}\n');
    const header = `rmos-frame/1 ${String(payload.byteLength).padStart(12, "0")} ${sha256Hex(payload)}\n`;
    put(journalPath(7), Buffer.concat([Buffer.from(header), payload]));
    expect(read().journals[0]?.damage).toMatch(/form this version does not know/);
    appendFileSync(resolveStorePath(folders.runsDir, journalPath(7)), "more");
    expect(read().journals).toHaveLength(1);
  });
});

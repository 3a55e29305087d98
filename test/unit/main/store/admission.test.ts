import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admitChange, alreadyExists, REFUSAL_BYTES, requireSpace } from "../../../../src/main/store/admission.ts";
import type { Fs, Space } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, recordChange, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "2026-11-20"), { recursive: true });
});
afterEach(() => folders.remove());

function withSpace(space: Partial<Space>): Fs {
  return { ...nodeFs, space: (path) => ({ ...nodeFs.space(path), ...space }) };
}

function admit(number: number, fs: Fs = nodeFs): void {
  admitChange(fs, folders.runsDir, recordChange(number));
}

describe("admitChange", () => {
  it("lets a change pass that has a free place", () => {
    admit(1);
    admitChange(nodeFs, folders.runsDir, { ...recordChange(1), files: [] });
    admitChange(nodeFs, join(folders.root, "runs"), {
      ...recordChange(1),
      files: [{ path: "2027-01-01/x.json", bytes: Buffer.alloc(0) }],
    });
  });

  it("refuses a name that anything has", () => {
    writeFileSync(join(folders.runsDir, recordChange(1).path), "x");
    expect(() => admit(1)).toThrow(
      expect.objectContaining({ code: "ALREADY_EXISTS", context: { path: recordChange(1).path } }),
    );
    symlinkSync("nowhere", join(folders.runsDir, recordChange(2).path));
    expect(() => admit(2)).toThrow(expect.objectContaining({ code: "ALREADY_EXISTS" }));
    expect(alreadyExists("a").message).toContain("Nothing was replaced");
  });

  it("takes a path that is no place for a record for a mistake of the caller", () => {
    const change = { ...recordChange(1), files: [{ path: "../escape.json", bytes: Buffer.alloc(0) }] };
    expect(() => admitChange(nodeFs, folders.runsDir, change)).toThrow(RangeError);
  });

  it("refuses before anything is acknowledged when a folder on the way is none", () => {
    const other = { ...recordChange(1), files: [{ path: "2027-01-01/run_1.json", bytes: Buffer.alloc(1) }] };
    writeFileSync(join(folders.runsDir, "2027-01-01"), "x");
    expect(() => admitChange(nodeFs, folders.runsDir, other)).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
    nodeFs.unlink(join(folders.runsDir, "2027-01-01"));
    symlinkSync("2026-11-20", join(folders.runsDir, "2027-01-01"));
    expect(() => admitChange(nodeFs, folders.runsDir, other)).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED" }),
    );
  });

  it("refuses what would not fit twice beside the room that is kept free", () => {
    const bytes = Buffer.alloc(1_000_000);
    const change = { ...recordChange(1), files: [{ path: recordChange(1).path, bytes }] };
    const needed = 2 * bytes.byteLength + REFUSAL_BYTES;
    admitChange(withSpace({ freeBytes: needed }), folders.runsDir, change);
    expect(() => admitChange(withSpace({ freeBytes: needed - 1 }), folders.runsDir, change)).toThrow(
      expect.objectContaining({ code: "DISK_FULL", context: { free_bytes: needed - 1, needed_bytes: needed } }),
    );
  });

  it("takes no record, however small, into the room that is kept free, but still what the store says of itself", () => {
    expect(REFUSAL_BYTES).toBeGreaterThan(64 * 1024 * 1024);
    const empty = { ...recordChange(1), files: [{ path: recordChange(1).path, bytes: Buffer.alloc(0) }] };
    const told = { ...recordChange(1), files: [] };
    const key = { ...recordChange(1), files: [{ path: "_integrity/keys/0a1b2c3d.vkey", bytes: Buffer.alloc(100) }] };
    admitChange(withSpace({ freeBytes: REFUSAL_BYTES }), folders.runsDir, empty);
    expect(() => admitChange(withSpace({ freeBytes: REFUSAL_BYTES - 1 }), folders.runsDir, empty)).toThrow(
      expect.objectContaining({ code: "DISK_FULL", message: expect.stringContaining("nothing was lost") }),
    );
    admitChange(withSpace({ freeBytes: 256 * 1024 }), folders.runsDir, told);
    mkdirSync(join(folders.runsDir, "_integrity"));
    admitChange(withSpace({ freeBytes: 256 * 1024 + 200 }), folders.runsDir, key);
    expect(() => admitChange(withSpace({ freeBytes: 256 * 1024 - 1 }), folders.runsDir, told)).toThrow(
      expect.objectContaining({ code: "DISK_FULL" }),
    );
  });

  it("codes a drive that does not answer", () => {
    for (const name of ["space", "stat"] as const) {
      const fs = createFailingFs();
      fs.failWhere((call) => call.name === name, { kind: "refuse", code: "EIO" });
      expect(() => admit(1, fs)).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
    }
  });
});

describe("requireSpace", () => {
  it("counts inodes where the file system does", () => {
    requireSpace(withSpace({ freeInodes: null }), folders.runsDir, 0);
    requireSpace(withSpace({ freeInodes: 100 }), folders.runsDir, 0);
    expect(() => requireSpace(withSpace({ freeInodes: 99 }), folders.runsDir, 0)).toThrow(
      expect.objectContaining({ code: "DISK_FULL", context: { free_inodes: 99 } }),
    );
  });
});

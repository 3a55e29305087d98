import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { type HashRequest, IS_STOPPED, SHARED_WORDS } from "../../../../src/main/check/hash-messages.ts";
import { makeRingMemory } from "../../../../src/main/check/hash-ring.ts";
import { answerHashRequest } from "../../../../src/main/check/hash-tasks.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(folders.runsDir);
  for (const name of ["a", "b", "c"]) writeFileSync(join(folders.runsDir, name), name);
});
afterEach(() => folders.remove());

function work(): Pick<HashRequest, "id" | "runsDir" | "shared"> {
  return { id: 1, runsDir: folders.runsDir, shared: new Int32Array(new SharedArrayBuffer(4 * SHARED_WORDS)) };
}

const quiet = (): void => undefined;

function failing(system: string): Fs {
  const fail = (): never => {
    throw Object.assign(new Error(system), { code: system });
  };
  return { ...nodeFs, read: fail };
}

describe("answerHashRequest", () => {
  it("tells digests and sizes by their place in the list, and what could not be read beside them", () => {
    const paths = ["a", "none", "b"];
    expect(answerHashRequest(nodeFs, { ...work(), task: "files", paths }, quiet)).toEqual({
      ...{ places: [0, 2], digests: [sha256Hex("a"), sha256Hex("b")], sizes: [1, 1] },
      unread: [[1, { state: "missing" }]],
    });
  });

  it("takes only files that no other thread took", () => {
    const shared = work();
    Atomics.add(shared.shared, 0, 2);
    const answer = answerHashRequest(nodeFs, { ...shared, task: "files", paths: ["a", "b", "c"] }, quiet);
    expect(answer.places).toEqual([2]);
    expect(answerHashRequest(nodeFs, { ...shared, task: "files", paths: ["a", "b", "c"] }, quiet).places).toEqual([]);
  });

  it("stops when its memory says so", () => {
    const shared = work();
    Atomics.store(shared.shared, IS_STOPPED, 1);
    const answer = () => answerHashRequest(nodeFs, { ...shared, task: "files", paths: ["a"] }, quiet);
    expect(answer).toThrow(expect.objectContaining({ code: "CANCELLED" }));
  });

  it("reads a file into a ring for whoever hashes it", () => {
    const ring = makeRingMemory();
    const read = answerHashRequest(nodeFs, { ...work(), task: "read", path: "a", ring }, quiet);
    expect(read).toEqual({ places: [], digests: [], sizes: [], unread: [] });
    const digest = answerHashRequest(nodeFs, { ...work(), task: "digest", ring }, quiet);
    expect(digest).toMatchObject({ places: [0], digests: [sha256Hex("a")], sizes: [1] });
  });

  it("says of a file that cannot be read what it is, and lets the other side end", () => {
    const ring = makeRingMemory();
    const read = answerHashRequest(nodeFs, { ...work(), task: "read", path: "none", ring }, quiet);
    expect(read).toMatchObject({ places: [], unread: [[0, { state: "missing" }]] });
    expect(answerHashRequest(nodeFs, { ...work(), task: "digest", ring }, quiet).places).toEqual([]);
  });

  it("throws faults of the drive, and lets the other side end", () => {
    const ring = makeRingMemory();
    const read = () => answerHashRequest(failing("EIO"), { ...work(), task: "read", path: "a", ring }, quiet);
    expect(read).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
    expect(answerHashRequest(nodeFs, { ...work(), task: "digest", ring }, quiet).places).toEqual([]);
  });
});

import { appendFileSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { HashPool } from "../../../../src/main/check/hash-pool.ts";
import { type OpenFolder, openFolder } from "../../../../src/main/operations/open-folder.ts";
import { type RangeRequest, VerifiedFiles } from "../../../../src/main/operations/verified-files.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { HASH_WORKER, testServices } from "../../../support/test-application.ts";

const TEXT = "G90\nG1 X1 Y2\n";
const SHA256 = sha256Hex(TEXT);
/** As the older system stored it: named by the form of its values, kept with blanks. */
const SPACED = '{ "b": 1,\n  "a": 2 }';
const CANONICAL = sha256Hex('{"a":2,"b":1}');

let folders: TestFolders;
let folder: OpenFolder;
let hashes: HashPool;

beforeEach(async () => {
  folders = makeTestFolders();
  folder = await openFolder(testServices(folders), folders.runsDir, "write");
  hashes = new HashPool({ workerUrl: HASH_WORKER, fs: nodeFs });
  put(SHA256, TEXT);
});
afterEach(async () => {
  await hashes.close();
  await folder.close();
  folders.remove();
});

function put(sha256: Sha256, text: string): string {
  const path = inFolder(folders, attachmentPath(sha256));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function open(fs: Fs = nodeFs): VerifiedFiles {
  return new VerifiedFiles({ fs, hashes, clock: testServices(folders).clock });
}

function read(files: VerifiedFiles, more: Partial<RangeRequest> = {}) {
  return files.read(folder, { sha256: SHA256, offset: 0, length: 1000, acceptChanged: false, ...more });
}

describe("VerifiedFiles", () => {
  it("gives ranges of a file that is what was recorded", async () => {
    const files = open();
    expect(await read(files)).toEqual({ bytes: Buffer.from(TEXT), sizeBytes: TEXT.length, isRecorded: true });
    expect((await read(files, { offset: 4, length: 2 })).bytes).toEqual(Buffer.from("G1"));
    expect((await read(files, { offset: 1000 })).bytes.byteLength).toBe(0);
  });

  it("hashes a file once, however many ranges of it are read and however many at a time", async () => {
    const hashed = vi.spyOn(hashes, "hashOne");
    const files = open();
    await Promise.all([read(files), read(files, { offset: 3 })]);
    await read(files);
    expect(hashed).toHaveBeenCalledTimes(1);
  });

  it("refuses a file that is not what its name says, and gives it only to who accepts that", async () => {
    const files = open();
    await read(files);
    appendFileSync(put(SHA256, TEXT), "M30\n");
    await expect(read(files)).rejects.toMatchObject({ code: "CONFLICT", context: { sha256: SHA256 } });
    const accepted = await read(files, { acceptChanged: true });
    expect(accepted).toEqual({ bytes: Buffer.from(`${TEXT}M30\n`), sizeBytes: TEXT.length + 4, isRecorded: false });
  });

  it("sees bytes of the same length under a time that was set back", async () => {
    const files = open();
    const path = put(SHA256, TEXT);
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    await read(files);
    writeFileSync(path, TEXT.replace("X1", "X9"));
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    await expect(read(files)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("checks anew when the file is touched between hashing and reading", async () => {
    const hashed = vi.spyOn(hashes, "hashOne");
    let looks = 0;
    // The first state is that of another file: as if the file was put in place of it while it was hashed.
    const replaced: Fs = {
      ...nodeFs,
      stat: (path) => {
        const stat = nodeFs.stat(path);
        looks += 1;
        return stat !== null && looks === 1 ? { ...stat, identity: "another" } : stat;
      },
    };
    expect(await read(open(replaced))).toMatchObject({ isRecorded: true });
    expect(hashed).toHaveBeenCalledTimes(2);
  });

  it("does not read a file for ever that is written to all the time", async () => {
    let looks = 0;
    const restless: Fs = {
      ...nodeFs,
      stat: (path) => {
        const stat = nodeFs.stat(path);
        looks += 1;
        return stat === null ? null : { ...stat, changedMs: looks };
      },
    };
    await expect(read(open(restless))).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("takes the bytes of an imported file for recorded that the older system named by their values", async () => {
    put(CANONICAL, SPACED);
    const { runId, ...change } = recordChange(1);
    const [entry] = change.entries;
    if (entry === undefined) throw new Error("no entry");
    const recorded = { ...entry, body: { ...entry.body, imported: true, attachments: [CANONICAL] } };
    await folder.store.commit({ ...change, entries: [recorded] });
    expect(await read(open(), { sha256: CANONICAL })).toMatchObject({ isRecorded: true });
    put(CANONICAL, SPACED.replace("1", "9"));
    await expect(read(open(), { sha256: CANONICAL })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("knows nothing of a file that is not there, and opens nothing that is no file", async () => {
    await expect(read(open(), { sha256: sha256Hex("none") })).rejects.toMatchObject({ code: "ATTACHMENT_NOT_FOUND" });
    const path = put(SHA256, TEXT);
    rmSync(path);
    symlinkSync(folders.root, path);
    await expect(read(open(), { acceptChanged: true })).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });

  it("asks again for what could not be found out", async () => {
    const fault = vi.spyOn(hashes, "hashOne").mockRejectedValueOnce(new Error("fault"));
    const files = open();
    await expect(read(files)).rejects.toThrow("fault");
    expect(await read(files)).toMatchObject({ isRecorded: true });
    expect(fault).toHaveBeenCalledTimes(2);
  });
});

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import { attachmentPath } from "../../src/main/store/store-layout.ts";
import type { CreatedRun, HistoryEntry } from "../../src/shared/operations/run-operations.ts";
import { runCommand, startCommand } from "../support/command-process.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";

const REQUEST = '{"mode":"cam","tool_id":"T102","status":"OK"}';
const MEGABYTE = 1024 * 1024;
const CHILD = fileURLToPath(new URL("../support/attachment-child.ts", import.meta.url));

let folders: TestFolders;
let runId: string;

beforeEach(async () => {
  folders = makeTestFolders();
  mkdirSync(folders.root, { recursive: true });
  const created = await runCommand(folders, ["run", "create", "--input", "-", "--json"], REQUEST);
  runId = created.json<CreatedRun>().value.run_id;
});
afterEach(() => folders.remove());

const at = (name: string): string => join(folders.root, name);
const inStore = (path: string): string => join(folders.runsDir, path);

function put(path: string) {
  return runCommand(folders, ["attachment", "put", runId, path, "--kind", "photo", "--json"]);
}

/** Every file below `_attachments`, staged ones too. */
function stored(): string[] {
  const items = readdirSync(inStore("_attachments"), { recursive: true, withFileTypes: true });
  return items.filter((item) => item.isFile()).map((item) => item.name);
}

async function addedEntries(): Promise<readonly HistoryEntry[]> {
  const { json } = await runCommand(folders, ["run", "history", runId, "--json"]);
  const { entries } = json<{ entries: readonly HistoryEntry[] }>().value;
  return entries.filter(({ kind }) => kind === "attachment.added");
}

/** Bytes that are everywhere different, in a file of their own. */
function writeLarge(name: string, sizeBytes: number): string {
  const piece = Buffer.alloc(MEGABYTE);
  const fd = openSync(at(name), "w");
  for (let start = 0; start < sizeBytes; start += MEGABYTE) {
    for (let offset = 0; offset < MEGABYTE; offset += 8) piece.writeDoubleLE(start + offset, offset);
    writeSync(fd, piece);
  }
  closeSync(fd);
  return at(name);
}

describe("a file that is added to a run", () => {
  it("lies under its fingerprint, is named by the ledger, and is taken once", async () => {
    const bytes = Buffer.from("not really a photo");
    writeFileSync(at("edge.png"), bytes);
    expect((await put(at("edge.png"))).exitCode).toBe(0);
    expect((await put("edge.png")).json().value).toMatchObject({ added: false });
    expect(stored()).toEqual([sha256Hex(bytes)]);
    expect(readFileSync(inStore(attachmentPath(sha256Hex(bytes)))).equals(bytes)).toBe(true);
    expect(await addedEntries()).toMatchObject([{ sha256: sha256Hex(bytes), size: bytes.byteLength }]);
    expect((await runCommand(folders, ["check", runId, "--json"])).json<{ verdict: string }>().value.verdict).not.toBe(
      "changed",
    );
  });

  it("is what a link leads to; a pipe, a device and a folder are refused at once", async () => {
    writeFileSync(at("op20.nc"), "G90\n");
    symlinkSync("op20.nc", at("latest.nc"));
    expect((await put(at("latest.nc"))).json().value).toMatchObject({ attachment: { filename: "latest.nc" } });
    symlinkSync("/dev/zero", at("endless"));
    mkdirSync(at("folder"));
    spawnSync("mkfifo", [at("pipe")]);
    for (const name of ["endless", "folder", ...(existsSync(at("pipe")) ? ["pipe"] : [])]) {
      const { exitCode, json } = await put(at(name));
      expect([exitCode, json().error.code]).toEqual([2, "BAD_REQUEST"]);
    }
    expect(await addedEntries()).toHaveLength(1);
  });

  it("is refused before the first byte when it cannot fit, and the run stays as it was", async () => {
    writeFileSync(at("large.bin"), "");
    // A hole takes no room here and says nothing about what it needs there.
    truncateSync(at("large.bin"), 2 ** 43);
    const { exitCode, json } = await put(at("large.bin"));
    expect([exitCode, json().error.code]).toEqual([6, "DISK_FULL"]);
    expect(json().error.context.needed_bytes).toBeGreaterThan(2 ** 43);
    expect(stored()).toEqual([]);
    expect(await addedEntries()).toEqual([]);
  });

  it("that cannot be read to its end does not stop the store from being written", async () => {
    const store = await openTestStore(folders);
    const unreadable = Object.assign(new Error("EIO: the stick is worn out"), { code: "EIO" });
    function* stick() {
      yield Buffer.from("part");
      throw unreadable;
    }
    await expect(store.putAttachment(stick())).rejects.toBe(unreadable);
    expect(store.state().mode).toBe("writable");
    await store.close();
    expect(stored()).toEqual([]);
  });
});

describe("a file of any size", () => {
  /** How much memory a process ever held that took the file in and gave it out again. */
  function memoryFor(sizeBytes: number): number {
    const path = writeLarge(`in-${sizeBytes}`, sizeBytes);
    const copy = at(`out-${sizeBytes}`);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [CHILD, folders.runsDir, folders.dataDir, path, copy],
      { encoding: "utf8" },
    );
    expect([status, stderr]).toEqual([0, ""]);
    const said = JSON.parse(stdout) as { sha256: string; size_bytes: number; max_rss_bytes: number };
    expect(said.size_bytes).toBe(sizeBytes);
    expect(digestOf(copy)).toBe(said.sha256);
    return said.max_rss_bytes;
  }

  it("is stored and copied out in the memory that a small one takes", () => {
    const small = memoryFor(8 * MEGABYTE);
    const large = memoryFor(512 * MEGABYTE);
    process.stdout.write(
      `attachment of 8 MiB: ${Math.round(small / MEGABYTE)} MiB of memory, of 512 MiB: ${Math.round(large / MEGABYTE)} MiB\n`,
    );
    // Buffers wait for the collector, but their number must not follow the size of the file.
    expect(large - small).toBeLessThan(128 * MEGABYTE);
  });
});

function digestOf(path: string): string {
  const digest = createHash("sha256");
  const piece = Buffer.alloc(MEGABYTE);
  const fd = openSync(path, "r");
  for (let count = readSync(fd, piece); count > 0; count = readSync(fd, piece)) digest.update(piece.subarray(0, count));
  closeSync(fd);
  return digest.digest("hex");
}

describe("a program that is killed while it stores a file", () => {
  it("leaves at most staged bytes, which the next start puts into quarantine", async () => {
    const path = writeLarge("large.bin", 128 * MEGABYTE);
    for (const untilBytes of [1, 16 * MEGABYTE, 96 * MEGABYTE]) {
      const command = startCommand(folders, "attachment", "put", runId, path, "--kind", "photo");
      await expect.poll(stagedBytes, { interval: 2, timeout: 60_000 }).toBeGreaterThanOrEqual(untilBytes);
      command.kill("SIGKILL");
      expect((await command.finished).signal).toBe("SIGKILL");
      expect(stored()).toEqual([expect.stringMatching(/^\.stage-/)]);
    }
    writeFileSync(at("small.bin"), "x");
    expect((await put(at("small.bin"))).exitCode).toBe(0);
    expect(stored()).toEqual([sha256Hex("x")]);
    const kept = readdirSync(inStore("_integrity/quarantine")).filter((name) => name.startsWith(".stage-"));
    expect(kept.filter((name) => name.endsWith(".why.json"))).toHaveLength(3);
    expect(kept).toHaveLength(6);
    expect((await put(path)).json().value).toMatchObject({ added: true });
    expect(await addedEntries()).toHaveLength(2);
  });
});

function stagedBytes(): number {
  const folder = inStore("_attachments");
  const stage = readdirSync(folder).find((name) => name.startsWith(".stage-"));
  return stage === undefined ? 0 : statSync(join(folder, stage)).size;
}

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { TaskQueue } from "../../../../src/main/catalog/task-queue.ts";
import { recordRun } from "../../../../src/main/ingest/record-run.ts";
import { bytesSource } from "../../../../src/main/operations/attachment-source.ts";
import type { Call } from "../../../../src/main/operations/handler.ts";
import { type OpenFolder, openFolder } from "../../../../src/main/operations/open-folder.ts";
import {
  type NewAttachment,
  type PutServices,
  putAttachment,
  ROOM_FOR_RECORDS_BYTES,
} from "../../../../src/main/operations/put-attachment.ts";
import { readEntries } from "../../../../src/main/operations/read-run.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { testServices } from "../../../support/test-application.ts";

const ACTOR = { uid: "ada", role: "machinist", sid: "s" };
const PHOTO = Buffer.from("not really a photo");

let folders: TestFolders;
let folder: OpenFolder;
let services: PutServices;
let runId: string;

beforeAll(async () => {
  folders = makeTestFolders();
  const own = testServices(folders);
  folder = await openFolder(own, folders.runsDir, "write");
  services = { folder, clock: own.clock, naming: new TaskQueue() };
});
afterAll(async () => {
  await folder.close();
  folders.remove();
});

async function newRun(): Promise<string> {
  const bytes = Buffer.from('{"mode":"saw","tool_id":"t","status":"OK"}');
  const request = { bytes, name: null, filesBase: null, actor: ACTOR, requestId: "q" };
  return (await recordRun({ store: folder.store, ...testServices(folders) }, request)).run_id;
}

function call(signal = new AbortController().signal, told: [number, number | null][] = []): Call {
  return {
    ...{ door: "window", requestId: "q7", actor: ACTOR, signal },
    progress: () => (done, total) => void told.push([done, total]),
  };
}

function photo(more: Partial<NewAttachment> = {}): NewAttachment {
  return { runId, source: bytesSource(PHOTO, "edge.png"), kind: "photo", mime: "image/png", ...more };
}

async function addedEntries() {
  return (await readEntries(folder, runId)).filter(({ kind }) => kind === "attachment.added");
}

describe("putAttachment", () => {
  it("keeps the bytes by content and adds one entry that says all about them", async () => {
    runId = await newRun();
    const told: [number, number | null][] = [];
    const { attachment, added } = await putAttachment(services, photo(), call(undefined, told));
    const sha256 = sha256Hex(PHOTO);
    const facts = { kind: "photo", mime: "image/png", filename: "edge.png", size_bytes: PHOTO.byteLength };
    expect([attachment, added]).toEqual([
      { sha256, ...facts, created_at_utc: expect.stringMatching(/Z$/), present: true },
      true,
    ]);
    expect(folder.store.readFile(attachmentPath(sha256)).equals(PHOTO)).toBe(true);
    const [entry, ...more] = await addedEntries();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ path: attachmentPath(sha256), sha256, size: PHOTO.byteLength, request_id: "q7" });
    const created = { created_at_utc: attachment.created_at_utc, imported: false };
    expect(entry?.body).toEqual({ sha256, bytes_sha256: sha256, match: "bytes", ...facts, ...created });
    expect(told.at(-1)).toEqual([PHOTO.byteLength, PHOTO.byteLength]);
  });

  it("adds the same content with the same kind and name once, also for many at once", async () => {
    runId = await newRun();
    const all = await Promise.all(Array.from({ length: 6 }, () => putAttachment(services, photo(), call())));
    expect(all.filter(({ added }) => added)).toHaveLength(1);
    expect((await putAttachment(services, photo(), call())).added).toBe(false);
    expect(await addedEntries()).toHaveLength(1);
    expect((await putAttachment(services, photo({ kind: "report" }), call())).added).toBe(true);
    expect((await putAttachment(services, photo({ source: bytesSource(PHOTO, null) }), call())).added).toBe(true);
    expect((await putAttachment(services, photo({ source: bytesSource(PHOTO, null) }), call())).added).toBe(false);
    expect(await addedEntries()).toHaveLength(3);
  });

  it("refuses a run that is not there before it reads one byte", async () => {
    const untouched = { ...photo().source, chunks: () => expect.unreachable("was read") };
    const wrong = photo({ runId: `run_${"0".repeat(32)}`, source: untouched });
    await expect(putAttachment(services, wrong, call())).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(putAttachment(services, { ...wrong, runId: "../x" }, call())).rejects.toMatchObject({
      code: "BAD_RUN_ID",
    });
  });

  it("refuses what would not leave room for records, before it reads one byte", async () => {
    runId = await newRun();
    const { freeBytes } = testServices(folders).fs.space(folders.runsDir);
    const sizeBytes = freeBytes - ROOM_FOR_RECORDS_BYTES / 2;
    const source = { name: "large", sizeBytes, chunks: () => expect.unreachable("was read") };
    await expect(putAttachment(services, photo({ source }), call())).rejects.toMatchObject({ code: "DISK_FULL" });
  });

  it("leaves run and store as they were when it is stopped", async () => {
    runId = await newRun();
    const controller = new AbortController();
    function* endless() {
      yield Buffer.from("part");
      controller.abort(new Error("stopped by hand"));
      for (;;) yield Buffer.from("more");
    }
    const source = { name: "endless", sizeBytes: 4, chunks: endless };
    await expect(putAttachment(services, photo({ source }), call(controller.signal))).rejects.toThrow(
      "stopped by hand",
    );
    expect(await addedEntries()).toEqual([]);
    expect(readdirSync(join(folders.runsDir, "_attachments")).filter((name) => name.startsWith("."))).toEqual([]);
    expect(folder.store.state().mode).toBe("writable");
  });
});

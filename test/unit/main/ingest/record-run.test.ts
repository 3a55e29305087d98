import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { type IncomingRequest, recordRun } from "../../../../src/main/ingest/record-run.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { type Clock, systemClock } from "../../../../src/main/system/clock.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createdRunSchema } from "../../../../src/shared/operations/run-operations.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { brokenRequests, requestBytes, requestFixture } from "./read-request.ts";
import { writeFiles } from "./written-files.ts";

const SAMPLES = fileURLToPath(new URL("../../../../resources/sample", import.meta.url));
const ACTOR = { uid: "anna", role: "machinist", sid: "s1" };
const ids = createIdSource();

let folders: TestFolders;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function record(bytes: Uint8Array, more: Partial<IncomingRequest> & { readonly clock?: Clock } = {}) {
  const { clock = systemClock, ...incoming } = more;
  return recordRun(
    { store, clock, ids, fs: nodeFs },
    { bytes, name: null, filesBase: null, actor: ACTOR, requestId: "req-7", ...incoming },
  );
}

function storedRecord(path: string): Record<string, unknown> {
  return JSON.parse(store.readFile(path).toString("utf8"));
}

function entriesAbout(runId: string) {
  return [...store.ledger.entries(0)].map(({ entry }) => entry).filter(({ subject }) => subject === runId);
}

describe("recording a run", () => {
  it("answers with what is in the record, which lies in the folder of its day", async () => {
    const created = await record(requestFixture("minimal.json"));
    await store.settled();
    expect(createdRunSchema.parse(created)).toEqual(created);
    expect(created.path).toBe(`${created.created_at_utc.slice(0, 10)}/${created.run_id}.json`);
    expect(storedRecord(created.path)).toMatchObject({
      run_id: created.run_id,
      run_number: created.run_number,
      request_id: "req-7",
      recorded_by: "anna",
      store_id: store.identity?.storeId,
      status: "BLOCKED",
    });
  });

  it("writes one entry that vouches for the bytes of the record", async () => {
    const created = await record(requestFixture("full.json"));
    await store.settled();
    const bytes = store.readFile(created.path);
    const [entry, ...others] = entriesAbout(created.run_id);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      kind: "run.recorded",
      path: created.path,
      sha256: sha256Hex(bytes),
      size: bytes.byteLength,
      request_id: "req-7",
      actor: ACTOR,
      body: { run_number: created.run_number, status: "OK", risk_level: "YELLOW", imported: false },
    });
    expect(entry?.body.attachments).toEqual([sha256Hex('{ "unit": "mm", "moves": [1.0, 2.50] }')]);
  });

  it("counts runs with a check digit", async () => {
    const first = await record(requestFixture("minimal.json"));
    const second = await record(requestFixture("minimal.json"));
    expect([first.run_number, second.run_number]).toEqual(["1-3", "2-1"]);
  });

  it("takes the day from the id when the clock steps back over midnight", async () => {
    const midnight = Date.UTC(2099, 0, 1);
    const times = [midnight + 5, midnight - 5];
    const clock: Clock = { nowMs: () => times.shift() ?? midnight, monotonicMs: () => 0 };
    await record(requestFixture("minimal.json"), { clock });
    const second = await record(requestFixture("minimal.json"), { clock });
    expect(second.path.slice(0, 10)).toBe("2099-01-01");
    expect(second.created_at_utc).toBe("2099-01-01T00:00:00.005000Z");
  });

  it("stores the files a request names, and is blocked by one that is missing", async () => {
    writeFiles(folders.root, { "job/op20.nc": "G90\n" });
    const request = {
      feasibility: { risk_level: "GREEN" },
      files: [{ path: "op20.nc", kind: "gcode" }, { path: "gone.nc" }],
    };
    const created = await record(requestBytes(request), { filesBase: join(folders.root, "job") });
    await store.settled();
    expect([created.status, created.completeness.map(({ field }) => field)]).toEqual(["BLOCKED", ["files[1].path"]]);
    const sha256 = sha256Hex("G90\n");
    expect(storedRecord(created.path).attachments).toMatchObject([
      { sha256, kind: "gcode", filename: "op20.nc", size_bytes: 4 },
    ]);
    expect(store.readFile(attachmentPath(sha256)).toString()).toBe("G90\n");
  });

  it("moves large G-code into a file of the run", async () => {
    const gcode = "G1 X1.0 Y2.0\n".repeat(20_000);
    const created = await record(
      requestBytes({ feasibility: { risk_level: "GREEN" }, outputs: { gcode_text: gcode } }),
    );
    expect(created.hashes.gcode_sha256).toBe(sha256Hex(gcode));
    expect(store.readFile(attachmentPath(sha256Hex(gcode))).toString()).toBe(gcode);
  });

  it.each(brokenRequests())("leaves an ERROR record with the bytes attached for %s", async (name) => {
    const bytes = requestFixture(name);
    const created = await record(bytes, { name: "dropped\ud800.json" });
    await store.settled();
    expect(created.status).toBe("ERROR");
    const { attachments } = storedRecord(created.path) as { attachments: { kind: string; sha256: string }[] };
    expect(attachments[0]).toMatchObject({ kind: "request", sha256: sha256Hex(bytes), filename: "dropped\ufffd.json" });
    expect(store.readFile(attachmentPath(sha256Hex(bytes))).equals(bytes)).toBe(true);
  });

  it("leaves a record for any bytes at all", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.json().map((text) => Buffer.from(text)),
      fc.record({ files: fc.array(fc.record({ path: fc.string() })), meta: fc.jsonValue() }).map(requestBytes),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (request) => {
        const created = await record(request, { filesBase: folders.root });
        expect(createdRunSchema.safeParse(created).success).toBe(true);
        expect(storedRecord(created.path).run_id).toBe(created.run_id);
      }),
      { numRuns: 60 },
    );
  });

  it("is refused, with nothing written, when the store can only be read", async () => {
    const reader = await openTestStore(folders, { access: "read" });
    const services = { store: reader, clock: systemClock, ids, fs: nodeFs };
    const bytes = requestFixture("minimal.json");
    const incoming = { bytes, name: null, filesBase: null, actor: ACTOR, requestId: "r" };
    await expect(recordRun(services, incoming)).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
  });

  it("records every sample request as its file name says", async () => {
    const outcomes: string[] = [];
    for (const name of readdirSync(SAMPLES).sort()) {
      const created = await record(readFileSync(join(SAMPLES, name)), { name });
      outcomes.push(`${name.slice(0, 2)} ${created.status} ${levelOf(created.path)}`);
    }
    expect(outcomes).toEqual([
      "01 OK GREEN",
      "02 OK GREEN",
      "03 OK GREEN",
      "04 OK YELLOW",
      "05 OK YELLOW",
      "06 BLOCKED RED",
      "07 BLOCKED RED",
      "08 ERROR ERROR",
      "09 BLOCKED ERROR",
      "10 BLOCKED ERROR",
      "11 BLOCKED UNKNOWN",
      "12 ERROR ERROR",
    ]);
  });

  function levelOf(path: string): unknown {
    return (storedRecord(path).decision as { risk_level: unknown }).risk_level;
  }
});

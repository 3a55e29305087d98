import { readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { canonicalDigest, canonicalForm } from "../../src/main/canonical/canonical-form.ts";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import { readJson } from "../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../src/main/canonical/json-value.ts";
import { commitImport } from "../../src/main/ingest/commit-import.ts";
import { scanOlderStore } from "../../src/main/ingest/scan-older-store.ts";
import type { LedgerEntry } from "../../src/main/store/ledger-entry.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { attachmentPath } from "../../src/main/store/store-layout.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { Sha256 } from "../../src/shared/sha256.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";
import { olderAttachmentPath, olderRecordText, V2_STORE, writeFiles } from "../unit/main/ingest/written-files.ts";

interface ExpectedRun {
  readonly file: string;
  readonly file_sha256: string;
  readonly feasibility_canonical_sha256: string;
  readonly attachments: readonly { readonly sha256: string }[];
}

interface ExpectedStore {
  readonly runs: Readonly<Record<string, ExpectedRun>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly attachment_blobs: Readonly<
    Record<string, { readonly sha256: string; readonly name_matches_content: boolean }>
  >;
}

const EXPECTED = JSON.parse(readFileSync(`${V2_STORE}-expected.json`, "utf8")) as ExpectedStore;
const ACTOR = { uid: "anna", role: "machinist", sid: "s1" };

let folders: TestFolders;
let older: string;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  older = join(folders.root, "older");
  store = await openTestStore(folders);
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function importFrom(path: string, signal = new AbortController().signal) {
  const request = { path, actor: ACTOR, requestId: "req-1", signal, progress: () => undefined };
  return commitImport({ fs: nodeFs, store }, request);
}

async function entries(kind?: LedgerEntry["kind"]): Promise<readonly LedgerEntry[]> {
  await store.settled();
  const all = [...store.ledger.entries(0)].map(({ entry }) => entry);
  return kind === undefined ? all : all.filter((entry) => entry.kind === kind);
}

function feasibilityDigest(bytes: Buffer): string | null {
  const record = readJson(bytes);
  const range = record instanceof JsonObject ? record.rangeOf("feasibility") : null;
  return range === null ? null : canonicalDigest(bytes.subarray(range.start, range.end));
}

describe("import of the older system's store", () => {
  it("keeps all 28 records byte for byte, where the older system would look for them", async () => {
    const report = await importFrom(V2_STORE);
    await store.close();
    store = await openTestStore(folders);
    expect(report.new).toBe(28);
    const recorded = await entries("run.recorded");
    expect(recorded.map(({ subject }) => subject).sort()).toEqual(Object.keys(EXPECTED.runs).sort());
    for (const { subject, path = "", sha256 } of recorded) {
      const expected = EXPECTED.runs[subject];
      const bytes = store.readFile(path);
      expect(`runs/${path}`).toBe(expected?.file);
      expect([sha256Hex(bytes), sha256]).toEqual([expected?.file_sha256, expected?.file_sha256]);
      expect(bytes.equals(readFileSync(join(V2_STORE, expected?.file ?? "")))).toBe(true);
    }
  });

  it("finds the feasibility digests that the older system computed", async () => {
    await importFrom(V2_STORE);
    for (const { subject, path = "" } of await entries("run.recorded")) {
      expect(feasibilityDigest(store.readFile(path))).toBe(EXPECTED.runs[subject]?.feasibility_canonical_sha256);
    }
  });

  it("keeps every attachment byte for byte, says how its bytes agree, and has a true file under the name that records use", async () => {
    await importFrom(V2_STORE);
    const added = new Map((await entries("attachment.added")).map((entry) => [entry.body.sha256, entry]));
    for (const [file, blob] of Object.entries(EXPECTED.attachment_blobs)) {
      const declared = file.slice(file.lastIndexOf("/") + 1).slice(0, 64) as Sha256;
      const entry = added.get(declared);
      const match = blob.name_matches_content ? "bytes" : "canonical";
      expect(entry).toMatchObject({ sha256: blob.sha256, body: { match, bytes_sha256: blob.sha256 } });
      expect(sha256Hex(store.readFile(entry?.path ?? ""))).toBe(blob.sha256);
      expect(sha256Hex(store.readFile(attachmentPath(declared)))).toBe(declared);
    }
    for (const { attachments } of Object.values(EXPECTED.runs)) {
      for (const { sha256 } of attachments) expect(store.fileSize(attachmentPath(sha256 as Sha256))).not.toBeNull();
    }
  });

  it("takes the very bytes that an older name stands for, also after the spaced ones were imported", async () => {
    await importFrom(V2_STORE);
    const spaced = (await entries("attachment.added")).filter(({ body }) => body.match === "canonical");
    expect(spaced.length).toBeGreaterThan(0);
    for (const { path = "", body } of spaced) {
      const compact = canonicalForm(store.readFile(path));
      expect(await store.putAttachment([compact])).toEqual({ sha256: body.sha256, sizeBytes: compact.byteLength });
    }
  });

  it("keeps links of both forms beside their runs, and hides the run that was deleted", async () => {
    await importFrom(V2_STORE);
    const links = await entries("advisory.attached");
    expect(links).toHaveLength(12);
    for (const { path = "", sha256, size } of links) {
      const bytes = store.readFile(path);
      expect(bytes.equals(readFileSync(join(V2_STORE, "runs", path)))).toBe(true);
      expect([sha256Hex(bytes), bytes.byteLength]).toEqual([sha256, size]);
    }
    expect((await entries("run.hidden")).map(({ subject, body }) => [subject, body.reason])).toEqual([
      [EXPECTED.labels.soft_deleted, "deleted in the older system: duplicate of earlier run"],
    ]);
  });

  it("keeps the indexes and logs beside the records whole", async () => {
    await importFrom(V2_STORE);
    const [committed] = await entries("import.committed");
    const kept = committed?.body.kept as { readonly name: string; readonly sha256: Sha256 }[];
    expect(kept).toHaveLength(10);
    for (const { name, sha256 } of kept) {
      expect(store.readFile(attachmentPath(sha256)).equals(readFileSync(join(V2_STORE, name)))).toBe(true);
    }
  });

  it("does nothing a second time but say so", async () => {
    await importFrom(V2_STORE);
    const before = await entries();
    const again = await importFrom(join(V2_STORE, "runs"));
    expect(again.records.map(({ state }) => state)).toEqual(Array.from({ length: 28 }, () => "already_here"));
    expect(again).toMatchObject({ new: 0, already_here: 28, attachments: 0, links: 0, tombstones: 0, bytes: 0 });
    expect((await entries()).slice(before.length).map(({ kind }) => kind)).toEqual(["import.committed"]);
  });

  it("does not hide again what a person showed", async () => {
    await importFrom(V2_STORE);
    const subject = EXPECTED.labels.soft_deleted ?? "";
    await store.commit({
      files: [],
      entries: [{ kind: "run.shown", subject, body: {} }],
      actor: ACTOR,
      requestId: "r",
    });
    await importFrom(V2_STORE);
    expect(await entries("run.hidden")).toHaveLength(1);
  });
});

describe("import of a store that differs from what is here", () => {
  it("keeps a different record of the same run apart and replaces nothing", async () => {
    const ours = olderRecordText("run_a");
    const theirs = olderRecordText("run_a", { notes: "changed later" });
    writeFiles(older, { "runs/2025-12-17/run_a.json": ours });
    await importFrom(older);
    writeFiles(older, {
      "runs/2025-12-17/run_a.json": theirs,
      "runs/2025-12-17/run_a_advisory_adv_1.json": '{"advisory_id":"adv_1"}',
      "runs/_index.json": '{"run_a":{"deleted":true}}',
    });
    const report = await importFrom(older);
    expect(report).toMatchObject({ new: 0, conflict: 1, links: 0, tombstones: 0 });
    expect(store.readFile("2025-12-17/run_a.json").toString()).toBe(ours);
    const conflicts = (await entries("import.committed")).at(-1)?.body.conflicts;
    expect(conflicts).toEqual([
      { name: "runs/2025-12-17/run_a.json", run_id: "run_a", sha256: sha256Hex(theirs) },
      {
        name: "runs/2025-12-17/run_a_advisory_adv_1.json",
        run_id: "run_a",
        sha256: sha256Hex('{"advisory_id":"adv_1"}'),
      },
    ]);
    expect(store.readFile(attachmentPath(sha256Hex(theirs))).toString()).toBe(theirs);
  });

  it("adds what the older system added to a run that is here", async () => {
    writeFiles(older, { "runs/2025-12-17/run_a.json": olderRecordText("run_a") });
    await importFrom(older);
    writeFiles(older, { "runs/2025-12-17/run_a_advisory_adv_1.json": '{"advisory_id":"adv_1"}' });
    expect(await importFrom(older)).toMatchObject({ new: 0, already_here: 1, links: 1 });
    expect(store.readFile("2025-12-17/run_a_advisory_adv_1.json").toString()).toBe('{"advisory_id":"adv_1"}');
    expect(await importFrom(older)).toMatchObject({ links: 0 });
  });

  it("records a file that lies in its place already though no entry names it", async () => {
    const text = olderRecordText("run_a");
    writeFiles(folders.runsDir, { "2025-12-17/run_a.json": text, "2025-12-17/run_b.json": "planted" });
    writeFiles(older, { "runs/2025-12-17/run_a.json": text, "runs/2025-12-17/run_b.json": olderRecordText("run_b") });
    expect(await importFrom(older)).toMatchObject({ new: 1, conflict: 1 });
    expect((await entries("run.recorded")).map(({ path, sha256 }) => [path, sha256])).toEqual([
      ["2025-12-17/run_a.json", sha256Hex(text)],
    ]);
    expect(readFileSync(join(folders.runsDir, "2025-12-17", "run_b.json"), "utf8")).toBe("planted");
  });
});

describe("import that is stopped", () => {
  const COUNT = 500;

  /** Runs with a link and an attachment each. */
  function writeLargeStore(): void {
    const files: Record<string, string> = {};
    for (let index = 0; index < COUNT; index += 1) {
      const runId = `run_${String(index).padStart(4, "0")}`;
      const gcode = `G1 X${index}\n`;
      const attachment = {
        sha256: sha256Hex(gcode),
        kind: "gcode",
        mime: "text/plain",
        filename: "a.nc",
        size_bytes: gcode.length,
      };
      files[`runs/2025-12-17/${runId}.json`] = olderRecordText(runId, { attachments: [attachment] });
      files[`runs/2025-12-17/${runId}_advisory_adv_${index}.json`] = `{"advisory_id":"adv_${index}"}`;
      files[olderAttachmentPath(attachment.sha256, ".nc")] = gcode;
    }
    writeFiles(older, files);
  }

  it("leaves whole runs only, and goes on where it stopped", async () => {
    writeLargeStore();
    const controller = new AbortController();
    const forget = store.onCommitted(() => controller.abort());
    await expect(importFrom(older, controller.signal)).rejects.toMatchObject({ code: "CANCELLED" });
    forget();
    const first = (await entries("run.recorded")).map(({ subject }) => subject);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(COUNT);
    expect((await entries("advisory.attached")).map(({ subject }) => subject)).toEqual(first);
    expect((await entries("attachment.added")).map(({ subject }) => subject)).toEqual(first);
    for (const { body } of await entries("attachment.added")) {
      expect(store.fileSize(attachmentPath(body.sha256 as Sha256))).not.toBeNull();
    }
    const report = await importFrom(older);
    expect(report).toMatchObject({ new: COUNT - first.length, already_here: first.length });
    expect(new Set((await entries("run.recorded")).map(({ subject }) => subject)).size).toBe(COUNT);
    expect(await entries("advisory.attached")).toHaveLength(COUNT);
  });
});

describe("import of a hostile store", () => {
  it("follows no link and writes nothing outside the runs folder", async () => {
    const secret = join(folders.root, "secret.json");
    writeFiles(folders.root, { "secret.json": "secret", "elsewhere/2025-12-17/run_z.json": "secret" });
    writeFiles(older, {
      "runs/2025-12-17/run_a.json": olderRecordText("../../../outside"),
      "runs/2025-12-17/.hidden.json": olderRecordText(".hidden"),
      "runs/2025-12-17/CON.json": olderRecordText("CON"),
      "runs/2025-12-17/run_a_advisory_..json": '{"advisory_id":"../../x","run_id":"../../../outside"}',
    });
    symlinkSync(secret, join(older, "runs", "2025-12-17", "run_s.json"));
    symlinkSync(join(folders.root, "elsewhere", "2025-12-17"), join(older, "runs", "2025-12-18"));
    symlinkSync(dirname(secret), join(older, "run_attachments"));
    const report = await importFrom(older);
    await store.settled();
    expect(report.records.map(({ state }) => state)).toEqual(["new", "new", "new"]);
    expect(report.notes.filter((note) => note.includes("is a link"))).toHaveLength(2);
    for (const { path = "", sha256 } of await entries("run.recorded")) {
      expect(path).toMatch(/^2025-12-17\/(run_a|older_[0-9a-f]{32})\.json$/);
      expect(sha256Hex(store.readFile(path))).toBe(sha256);
    }
    expect(
      nodeFs
        .list(folders.root)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["data", "elsewhere", "older", "runs", "secret.json"]);
  });

  it("leaves every file in the store whatever it is called and holds, and says the same as the look before", async () => {
    const name = fc.oneof(
      fc.constantFrom("run_a", "run_a_advisory_x", "RUN_A", "a b", "ß", "_x", "run_b.json.tmp"),
      fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.replaceAll(/[/\0]/g, "_")),
    );
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, content, { maxKeys: 5 }), async (files) => {
        round += 1;
        const path = join(older, String(round));
        const dated = Object.entries(files).map(([file, bytes]) => [`runs/2025-12-17/${file}.json`, bytes] as const);
        writeFiles(path, { "runs/_index.json": "{}", ...Object.fromEntries(dated) });
        const options = { progress: () => undefined, signal: new AbortController().signal, store };
        const look = await scanOlderStore({ fs: nodeFs, path }, options);
        const done = await importFrom(path);
        expect(done.records).toEqual(look.records);
        expect(done.records).toHaveLength(dated.filter(([file]) => !file.includes("_advisory_")).length);
        const told = JSON.stringify(await entries());
        for (const [, bytes] of dated) expect(told).toContain(sha256Hex(bytes));
      }),
      { numRuns: 60 },
    );
  });
});

import { describe, expect, it } from "vitest";
import { StoreFigureReader } from "../../../../src/main/operations/store-figures.ts";
import type { LedgerEntry, PlacedEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { Committed, RunStore } from "../../../../src/main/store/run-store.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const LINE_BYTES = 100;
const A = "a1".repeat(32) as Sha256;
const B = "b2".repeat(32) as Sha256;

/** A store whose ledger grows; lines of 100 bytes, one after the other in one segment. */
class GrowingStore {
  readonly placed: PlacedEntry[] = [];
  readonly #listeners: ((committed: Committed) => void)[] = [];
  reads = 0;

  add(day: string, more: Partial<LedgerEntry> = {}, isTold = true): void {
    const seq = this.placed.length;
    const entry = { kind: "run.tagged", subject: "s", at: `${day}T12:00:00.000000Z`, seq, body: {}, ...more };
    const place = { epoch: 1, offset: seq * LINE_BYTES, byteLength: LINE_BYTES };
    const placed = { entry: entry as LedgerEntry, place };
    this.placed.push(placed);
    if (isTold) for (const listener of this.#listeners) listener({ entries: [placed], files: [] });
  }

  asStore(): RunStore {
    const from = (seq: number): Iterable<PlacedEntry> => {
      this.reads += 1;
      return this.placed.slice(seq);
    };
    return {
      ledger: { entries: from },
      fileSize: (path: string) => (path.endsWith(B) ? 500 : null),
      onCommitted: (listener: (committed: Committed) => void) => this.#listeners.push(listener),
    } as unknown as RunStore;
  }
}

function read(reader: StoreFigureReader, store: GrowingStore) {
  return reader.read(store.placed.length, NOW);
}

describe("the figures of a store", () => {
  it("count each file once, those that records name by fingerprint only, and the ledger", async () => {
    const store = new GrowingStore();
    const attachment = { kind: "attachment.added", path: attachmentPath(A), sha256: A, size: 1000 } as const;
    store.add("2026-11-20", {
      kind: "run.recorded",
      path: "2026-11-20/run_1.json",
      size: 40,
      body: { attachments: [B, "x", A] },
    });
    store.add("2026-11-20", {
      kind: "run.recorded",
      path: "2026-11-20/run_2.json",
      size: 60,
      body: { attachments: [B] },
    });
    store.add("2026-11-20", { ...attachment, path: attachmentPath("c3".repeat(32) as Sha256) });
    store.add("2026-11-20", { ...attachment, path: attachmentPath("c3".repeat(32) as Sha256) });
    const { sizeBytes } = await read(new StoreFigureReader(store.asStore()), store);
    expect(sizeBytes).toBe(40 + 60 + 500 + 1000 + 4 * LINE_BYTES);
  });

  it("say how much is recorded a day, over thirty days at most and without what was imported", async () => {
    const store = new GrowingStore();
    store.add("2026-01-01", { path: "2026-01-01/old.json", size: 1_000_000 });
    for (let day = 11; day <= 20; day += 1)
      store.add(`2026-11-${day}`, { path: `2026-11-${day}/run.json`, size: 2_900 });
    store.add("2026-11-20", { path: "2026-11-20/older.json", size: 9_999_999, body: { imported: true } });
    const { bytesPerDay } = await read(new StoreFigureReader(store.asStore()), store);
    expect(bytesPerDay).toBe((10 * 3_000) / 30);
  });

  it("say nothing about a day before a day has passed", async () => {
    const store = new GrowingStore();
    const reader = new StoreFigureReader(store.asStore());
    expect(await read(reader, store)).toEqual({
      sizeBytes: 0,
      bytesPerDay: null,
      lastCheck: null,
      lastFullCheck: null,
      clockStep: null,
      lastEntryAt: null,
    });
    store.add("2026-11-20");
    expect(await read(reader, store)).toMatchObject({ bytesPerDay: null, lastEntryAt: "2026-11-20T12:00:00.000000Z" });
  });

  it("tell when the PC clock was last found set back", async () => {
    const store = new GrowingStore();
    const step = { from: "2026-11-19T12:00:00.000000Z", to: "2026-11-18T12:00:00.000000Z" };
    store.add("2026-11-18", { kind: "clock.stepped", subject: "store", body: step });
    expect(await read(new StoreFigureReader(store.asStore()), store)).toMatchObject({ clockStep: step });
    const ahead = { from: step.to, to: step.from };
    store.add("2026-11-19", { kind: "clock.stepped", subject: "store", body: ahead });
    expect(await read(new StoreFigureReader(store.asStore()), store)).toMatchObject({ clockStep: step });
  });

  it("tell of the last check", async () => {
    const store = new GrowingStore();
    store.add("2026-11-18", { kind: "check.finished", subject: "run_1", body: { verdict: "intact" } });
    store.add("2026-11-19", { kind: "check.finished", subject: "store", body: { verdict: "fine" } });
    const reader = new StoreFigureReader(store.asStore());
    const at = "2026-11-19T12:00:00.000000Z";
    expect((await read(reader, store)).lastCheck).toEqual({ at, subject: "store", verdict: null });
    store.add("2026-11-20", { kind: "check.finished", subject: "run_1", body: { verdict: "changed" } });
    expect((await read(reader, store)).lastCheck).toMatchObject({ subject: "run_1", verdict: "changed" });
  });

  it("tell of the last check of everything, whatever was checked in part since", async () => {
    const store = new GrowingStore();
    const full = {
      ...{ what: "store", from: null, to: null, selected: null, verdict: "changed", runs: 3, odd_runs: 1 },
      ...{ bad_findings: 1, through_seq: 3, odd: [], report_sha256: A },
    };
    store.add("2026-11-18", { kind: "check.finished", subject: "store", body: full });
    const last = { at: "2026-11-18T12:00:00.000000Z", verdict: "changed" };
    const parts = [
      { what: "runs" },
      { what: "attachments" },
      { what: "run" },
      { from: "2026-11-01" },
      { to: "2026-11-01" },
    ];
    for (const part of parts) {
      store.add("2026-11-19", { kind: "check.finished", subject: "store", body: { ...full, ...part } });
    }
    expect(await read(new StoreFigureReader(store.asStore()), store)).toMatchObject({ lastFullCheck: last });
  });

  it("read the ledger once, and again only for what they were not told of", async () => {
    const store = new GrowingStore();
    const reader = new StoreFigureReader(store.asStore());
    for (let number = 0; number < 500; number += 1) store.add("2026-11-20", {}, false);
    const both = await Promise.all([read(reader, store), read(reader, store)]);
    expect(both.map(({ sizeBytes }) => sizeBytes)).toEqual([50_000, 50_000]);
    store.add("2026-11-20");
    expect((await read(reader, store)).sizeBytes).toBe(50_100);
    expect(store.reads).toBe(1);
    store.add("2026-11-20", {}, false);
    store.add("2026-11-20");
    expect((await read(reader, store)).sizeBytes).toBe(50_300);
    expect(store.reads).toBe(2);
  });

  it("do not wait for lines that cannot be read any more", async () => {
    const store = new GrowingStore();
    store.add("2026-11-20");
    const { sizeBytes } = await new StoreFigureReader(store.asStore()).read(7, NOW);
    expect(sizeBytes).toBe(LINE_BYTES);
  });
});

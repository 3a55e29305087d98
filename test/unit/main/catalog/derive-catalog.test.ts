import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { type CatalogSource, openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { applyLedger, applyLedgerRest, deriveInto } from "../../../../src/main/catalog/derive-catalog.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { idsOf, madeCatalog, madeRun, pageRequest } from "./made-runs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;

beforeEach(async () => {
  made = await madeStore();
});
afterEach(() => made.close());

/** A ledger of so many runs, without files. */
function longSource(count: number): CatalogSource {
  const runs = Array.from({ length: count }, (_, seq) => madeRun(seq, `run_${seq}`));
  return {
    ledger: {
      entries: (fromSeq) => runs.slice(fromSeq).map((run) => run.placed),
      entryAt: () => {
        throw new Error("not asked for");
      },
    },
    batches: () => [],
    readRecord: () => ({ bytes: Buffer.from("{}") }),
    isOrigin: () => true,
    endsWith: (database) => database.appliedSeq === count,
  };
}

describe("deriveInto", () => {
  it("gives what applying commit by commit gives", async () => {
    await made.record("run_1", { mode: "saw", notes: "first", created_at_utc: "2026-11-20T10:00:00Z" });
    await made.record("run_2", { mode: "router", created_at_utc: "2026-11-20T10:00:00Z" });
    await made.event("run.tagged", "run_1", { tag: "urgent" });
    await made.event("run.annotated", "run_1", { kind: "note", text: "second" });
    await made.record("run_3", Buffer.from("not json"));
    await made.event("run.hidden", "run_2", { reason: "test" });
    const source = openCatalogSource(nodeFs, made.folders.runsDir);
    const derived = CatalogDatabase.build("");
    await deriveInto(derived, source, { control: UNWATCHED, expected: null });

    const incremental = madeCatalog();
    for (const placed of source.ledger.entries(0)) {
      incremental.apply([{ placed, record: () => source.readRecord(placed.entry.path) }]);
    }
    expect(derived.contents().runsBehind("", 10)).toEqual(incremental.contents().runsBehind("", 10));
    expect(derived.stats()).toEqual(incremental.stats());
    const request = pageRequest({ hidden: "include" }, { facets: true });
    expect(derived.query(request)).toEqual(incremental.query(request));
    expect(idsOf(derived.query(request))).toEqual(["run_3", "run_2", "run_1"]);
    expect(derived.entryPlaces("run_1")).toEqual(incremental.entryPlaces("run_1"));
  });
});

describe("applyLedger", () => {
  it("goes on where the catalog ends, in groups with pauses between them", async () => {
    const database = madeCatalog();
    let pauses = 0;
    const reports: (readonly [number, number | null])[] = [];
    await applyLedger(database, longSource(250), {
      report: (done, total) => reports.push([done, total]),
      pause: async () => {
        pauses++;
      },
    });
    expect(database.stats()).toMatchObject({ rows: 250, appliedSeq: 250 });
    expect(pauses).toBe(2);
    expect(reports).toEqual([
      [100, null],
      [200, null],
    ]);
  });

  it("stops where it is told to and keeps what it has", async () => {
    const database = madeCatalog();
    const control = { report: () => undefined, pause: () => Promise.reject(new AppError("CANCELLED", "stopped")) };
    await expect(applyLedger(database, longSource(250), control)).rejects.toThrow("stopped");
    expect(database.stats().rows).toBe(100);
    await applyLedger(database, longSource(250), UNWATCHED);
    expect(database.stats().rows).toBe(250);
  });
});

describe("applyLedgerRest", () => {
  it("applies what is left in one go", () => {
    const database = madeCatalog([madeRun(0, "run_0"), madeRun(1, "run_1")]);
    applyLedgerRest(database, longSource(5));
    expect(database.stats()).toMatchObject({ rows: 5, appliedSeq: 5 });
    applyLedgerRest(database, longSource(5));
    expect(database.stats()).toMatchObject({ rows: 5, appliedSeq: 5 });
  });
});

import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import { SCHEMA_VERSION } from "../../../../src/main/catalog/catalog-schema.ts";
import { idsOf, madeCatalog, madeCheck, madeEvent, madeRun, pageRequest } from "./made-runs.ts";

const folder = mkdtempSync(join(tmpdir(), "rmos-catalog-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

/** A whole catalog in a file, with these entries applied. */
function fileCatalog(items: Parameters<CatalogDatabase["apply"]>[0] = []) {
  const path = join(folder, `catalog-${files++}.db`);
  const building = CatalogDatabase.build(path);
  building.apply(items);
  building.finishBuilding();
  building.flush();
  building.close();
  return path;
}

function opened(path: string, access: "write" | "read" = "write"): CatalogDatabase {
  const database = CatalogDatabase.open(path, access);
  if (database === null) throw new Error("It is no catalog");
  return database;
}

const SHA = "ab".repeat(32);

describe("CatalogDatabase.apply", () => {
  it("is a no-op for entries it has applied", () => {
    const items = [madeRun(0, "run_1", { notes: "first" }), madeEvent(1, "run.tagged", "run_1", { tag: "a" })];
    const catalog = madeCatalog(items);
    const before = { row: catalog.find("run_1"), stats: catalog.stats(), runs: catalog.contents().runsBehind("", 10) };
    catalog.apply(items);
    catalog.apply([madeEvent(1, "run.hidden", "run_1")]);
    expect({ row: catalog.find("run_1"), stats: catalog.stats(), runs: catalog.contents().runsBehind("", 10) }).toEqual(
      before,
    );
    expect(before.stats).toEqual({ rows: 1, appliedSeq: 2, schemaVersion: SCHEMA_VERSION });
  });

  it("applies a group whole or not at all", () => {
    const catalog = madeCatalog([madeRun(0, "run_1", { mode: "saw" })]);
    const failing = {
      ...madeRun(2, "run_3"),
      record: () => {
        throw new Error("the drive is gone");
      },
    };
    expect(() => catalog.apply([madeRun(1, "run_2", { mode: "router" }), failing])).toThrow("the drive is gone");
    expect(idsOf(catalog.query(pageRequest({}, { facets: true })))).toEqual(["run_1"]);
    expect(catalog.query(pageRequest({}, { facets: true })).facets?.mode).toEqual([{ value: "saw", count: 1 }]);
    expect(catalog.appliedSeq).toBe(1);
    catalog.apply([madeRun(1, "run_2", { mode: "router" })]);
    expect(catalog.find("run_2")?.mode).toBe("router");
  });

  it("folds what came after the record into the row", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_1", { notes: "at first", attachments: [{ sha256: SHA }] }),
      madeEvent(1, "run.annotated", "run_1", { kind: "note", text: "and then" }),
      madeEvent(2, "run.tagged", "run_1", { tag: "urgent" }),
      madeEvent(3, "run.tagged", "run_1", { tag: "urgent" }),
      madeEvent(4, "run.tagged", "run_1", { tag: "first" }),
      madeEvent(5, "attachment.added", "run_1", { sha256: SHA }),
      madeEvent(6, "attachment.added", "run_1", { sha256: "cd".repeat(32) }),
      madeEvent(7, "advisory.attached", "run_1", {}, { path: "2026-11-20/run_1_advisory_adv_1.json" }),
      madeEvent(8, "explanation.requested", "run_1"),
      madeEvent(9, "explanation.ready", "run_1"),
      madeEvent(10, "review.decided", "run_1", { decision: "approved", automatic: true }),
      madeCheck(11, { what: "run", subject: "run_1", verdict: "changed" }),
      madeEvent(12, "run.hidden", "run_1", { reason: "test" }),
    ]);
    expect(catalog.find("run_1")).toMatchObject({
      note: "and then",
      tags: ["urgent", "first"],
      attachment_count: 2,
      advisory_count: 1,
      explanation_status: "READY",
      review: "approved-automatically",
      verdict: "changed",
      hidden: true,
    });
  });
});

describe("CatalogDatabase.find", () => {
  it("is null for a run it does not know", () => {
    expect(madeCatalog().find("run_1")).toBeNull();
  });
});

describe("CatalogDatabase.entryPlaces", () => {
  it("gives the places of all entries about a subject, of every kind, oldest first", () => {
    const catalog = madeCatalog([
      madeEvent(0, "store.created", "store-1"),
      madeRun(1, "run_1"),
      madeRun(2, "run_2"),
      madeEvent(3, "override.requested", "run_1", {}, { epoch: 2 }),
    ]);
    expect(catalog.entryPlaces("run_1")).toEqual([
      { epoch: 1, offset: 1000, byteLength: 900 },
      { epoch: 2, offset: 3000, byteLength: 900 },
    ]);
    expect(catalog.entryPlaces("store-1")).toHaveLength(1);
    expect(catalog.entryPlaces("nobody")).toEqual([]);
  });
});

describe("CatalogDatabase.runsWithAttachment", () => {
  it("names runs newest first, as many as asked for", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_old", { created_at_utc: "2026-11-19", attachments: [{ sha256: SHA }] }),
      madeRun(1, "run_new", { created_at_utc: "2026-11-20" }),
      madeRun(2, "run_none", { created_at_utc: "2026-11-21" }),
      madeEvent(3, "attachment.added", "run_new", { sha256: SHA }),
    ]);
    expect(catalog.runsWithAttachment(SHA, 10)).toEqual(["run_new", "run_old"]);
    expect(catalog.runsWithAttachment(SHA, 1)).toEqual(["run_new"]);
    expect(catalog.runsWithAttachment("cd".repeat(32), 10)).toEqual([]);
  });
});

describe("CatalogDatabase.plans", () => {
  it("tells how SQLite answers what was asked, and no question walks through all runs", () => {
    const catalog = madeCatalog([madeRun(0, "run_1", { tool_id: "T1", meta: { batch_label: "b" } })]);
    catalog.query(pageRequest({ tool: ["T1"] }, { facets: true }));
    catalog.query(pageRequest({ batch_label: ["b"], text: "T1" }));
    catalog.apply([madeRun(1, "run_2", { tool_id: "T1" })]);
    catalog.query(pageRequest({ tool: ["T1"] }));
    const all = catalog.plans();
    expect(all.map(({ plan }) => plan.join("; "))).toContain("SEARCH run USING INTEGER PRIMARY KEY (rowid=?)");
    const walking = all.filter(({ plan }) => plan.some((line) => line.startsWith("SCAN run")));
    // The columns are read out of the table once.
    expect(walking.map(({ sql }) => sql.includes("ORDER BY rid"))).toEqual([true]);
  });
});

describe("a catalog's file", () => {
  it("comes back as it was closed", () => {
    const path = fileCatalog([madeRun(0, "run_1", { mode: "saw" })]);
    const database = opened(path);
    expect(database.find("run_1")?.mode).toBe("saw");
    expect(database.lastApplied).toEqual({ place: { epoch: 1, offset: 0, byteLength: 900 }, prev: "ab".repeat(32) });
    database.probe();
    database.close();
    database.close();
    expect(database.isOpen).toBe(false);
  });

  it("that was not built to its end is no catalog", () => {
    const path = join(folder, "half.db");
    const building = CatalogDatabase.build(path);
    building.apply([madeRun(0, "run_1")]);
    building.close();
    expect(CatalogDatabase.open(path, "write")).toBeNull();
  });

  it("of some other kind is told as damage", () => {
    const path = join(folder, "other.db");
    writeFileSync(path, "no database at all, but long enough to be looked at".repeat(200));
    expect(() => CatalogDatabase.open(path, "write")).toThrow(/not a database/);
  });

  it("read by a second connection follows what the first one writes, and is not written by it", () => {
    const path = fileCatalog([madeRun(0, "run_1", { mode: "saw" })]);
    const [writer, reader] = [opened(path), opened(path, "read")];
    expect(reader.query(pageRequest({ mode: ["saw"] })).total).toBe(1);
    writer.apply([madeRun(1, "run_2", { mode: "new-mode", tool_id: "new-tool" })]);
    const before = statSync(path, { bigint: true }).mtimeNs;
    expect(reader.stats()).toMatchObject({ rows: 2, appliedSeq: 2 });
    expect(reader.find("run_2")).toMatchObject({ mode: "new-mode", tool_id: "new-tool" });
    expect(reader.query(pageRequest({}, { facets: true })).facets?.mode).toHaveLength(2);
    expect(statSync(path, { bigint: true }).mtimeNs).toBe(before);
    expect(() => reader.apply([madeRun(2, "run_3")])).toThrow(/readonly/);
    reader.flush();
    for (const database of [writer, reader]) database.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });
});

describe("CatalogDatabase.isTrustworthy", () => {
  it("holds for a flushed catalog whenever the machine was started", () => {
    const database = opened(fileCatalog());
    expect(database.isTrustworthy(1)).toBe(true);
    expect(database.isTrustworthy(1_000_000)).toBe(true);
  });

  it("does not hold for changes that were not flushed before the machine went down", () => {
    const path = fileCatalog();
    const database = opened(path);
    database.beginChanges(1000);
    database.apply([madeRun(0, "run_1")]);
    database.close();
    const reopened = opened(path);
    expect(reopened.isTrustworthy(1003)).toBe(true);
    expect(reopened.isTrustworthy(2000)).toBe(false);
    reopened.flush();
    reopened.close();
    expect(opened(path).isTrustworthy(2000)).toBe(true);
  });
});

describe("CatalogDatabase.addRuns", () => {
  it("adds rows before the indexes stand", () => {
    const building = CatalogDatabase.build("");
    const twin = madeCatalog([madeRun(0, "run_1", { mode: "saw" })]);
    building.addRuns(
      twin
        .contents()
        .runsBehind("", 1)
        .map(({ row, links, sortUs, words }) => ({
          sortUs,
          summary: { row, links, words, createdUs: sortUs, reason: null, result: null },
        })),
    );
    building.finishBuilding();
    expect(building.contents().runsBehind("", 1)).toEqual(twin.contents().runsBehind("", 1));
  });
});

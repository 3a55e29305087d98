import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import { DamagedCatalog } from "../../../../src/main/catalog/catalog-fault.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { compareWithFiles } from "../../../../src/main/catalog/compare-catalogs.ts";
import { applyLedgerRest, deriveInto } from "../../../../src/main/catalog/derive-catalog.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { madeEvent } from "./made-runs.ts";
import { type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;

beforeEach(async () => {
  made = await madeStore();
  for (let number = 0; number < 5; number++)
    await made.record(`run_${number}`, { mode: "saw", workflow_session_id: "s1" });
});
afterEach(() => made.close());

function source() {
  return openCatalogSource(nodeFs, made.folders.runsDir);
}

async function stored(): Promise<CatalogDatabase> {
  const database = CatalogDatabase.build("");
  await deriveInto(database, source(), { control: UNWATCHED, expected: null });
  return database;
}

function compare(database: CatalogDatabase) {
  const keepUp = async () => applyLedgerRest(database, source());
  return compareWithFiles(database, source(), { control: UNWATCHED, keepUp });
}

describe("compareWithFiles", () => {
  it("agrees with a catalog that was derived from the same files", async () => {
    expect(await compare(await stored())).toEqual({ agrees: true, rows: 5, differing: [] });
  });

  it("names the runs that differ, are missing or are too many", async () => {
    const database = await stored();
    const lines = [...source().ledger.entries(0)];
    const last = lines.at(-1)?.entry.seq ?? 0;
    const partial = CatalogDatabase.build("");
    // A run less, a run hidden by nobody, and a run that no file stands for.
    for (const placed of lines.filter(({ entry }) => entry.subject !== "run_3")) {
      partial.apply([{ placed, record: () => source().readRecord(placed.entry.path) }]);
    }
    expect(partial.appliedSeq).toBe(last + 1);
    partial.addRuns([{ summary: invented(database), sortUs: 5 }]);
    partial.finishBuilding();
    expect(await compare(partial)).toEqual({ agrees: false, rows: 6, differing: ["run_3", "run_9"] });
  });

  it("sees a row that says something else than its file", async () => {
    const database = CatalogDatabase.build("");
    for (const placed of source().ledger.entries(0)) {
      const { path, subject } = placed.entry;
      const other = Buffer.from('{"mode": "router"}');
      database.apply([{ placed, record: () => (subject === "run_2" ? { bytes: other } : source().readRecord(path)) }]);
    }
    database.finishBuilding();
    expect(await compare(database)).toEqual({ agrees: false, rows: 5, differing: ["run_2"] });
  });

  it("takes runs that a damaged file no longer gives for different", async () => {
    const database = await stored();
    database.contents().runsBehind = () => {
      throw new DamagedCatalog("links hold no lists");
    };
    const ids = ["run_0", "run_1", "run_2", "run_3", "run_4"];
    expect(await compare(database)).toEqual({ agrees: false, rows: 5, differing: ids });
  });

  it("sees that an index, a link or a counter is wrong where every row is right", async () => {
    for (const wrong of [
      "DELETE FROM link WHERE kind = 'session'",
      "UPDATE name SET uses = uses + 1",
      "UPDATE state SET hidden_count = 3",
      "UPDATE entry SET byte_offset = byte_offset + 1 WHERE subject = 'run_3'",
      "DELETE FROM words_data WHERE id > 10",
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET rootpage = (SELECT sum(rootpage) FROM sqlite_schema
         WHERE name IN ('run_by_verdict', 'run_by_change')) - rootpage WHERE name IN ('run_by_verdict', 'run_by_change')`,
    ]) {
      const path = join(made.folders.root, "wrong.db");
      rmSync(path, { force: true });
      const building = CatalogDatabase.build(path);
      await deriveInto(building, source(), { control: UNWATCHED, expected: null });
      building.flush();
      building.close();
      const hand = new DatabaseSync(path);
      hand.enableDefensive(false);
      hand.exec(wrong);
      hand.close();
      const database = CatalogDatabase.open(path, "write");
      if (database === null) throw new Error("It is no catalog");
      expect({ wrong, agrees: (await compare(database)).agrees }).toEqual({ wrong, agrees: false });
      database.close();
    }
  });

  it("takes runs recorded meanwhile for no difference", async () => {
    const database = await stored();
    let groups = 0;
    const comparison = await compareWithFiles(database, source(), {
      control: {
        report: () => undefined,
        async pause() {
          if (groups++ === 0) await made.record("run_late", { mode: "saw" });
        },
      },
      keepUp: async () => applyLedgerRest(database, source()),
    });
    expect(comparison).toMatchObject({ agrees: true, differing: [] });
  });

  it("looks again when the stored catalog moved on while it was read", async () => {
    await made.event("run.hidden", "run_1");
    const whole = source();
    const last = [...whole.ledger.entries(0)].at(-1)?.entry.seq ?? 0;
    let arrived = false;
    const growing = {
      ...whole,
      endsWith: () => false,
      ledger: {
        ...whole.ledger,
        entries: (fromSeq: number) =>
          [...whole.ledger.entries(fromSeq)].filter(({ entry }) => arrived || entry.seq < last),
      },
    };
    const database = CatalogDatabase.build("");
    await deriveInto(database, growing, { control: UNWATCHED, expected: null });
    const contents = database.contents();
    const runsBehind = contents.runsBehind.bind(contents);
    contents.runsBehind = (runId, limit) => {
      // Another process commits between the moment both were level and this reading.
      if (!arrived) {
        arrived = true;
        applyLedgerRest(database, growing);
      }
      return runsBehind(runId, limit);
    };
    const comparison = compareWithFiles(database, growing, { control: UNWATCHED, keepUp: () => Promise.resolve() });
    expect(await comparison).toEqual({ agrees: true, rows: 5, differing: [] });
  });

  it("compares more runs than one group holds", async () => {
    const many = Array.from({ length: 450 }, (_, number) => `run_many_${String(number).padStart(3, "0")}`);
    for (const id of many) await made.record(id);
    const database = await stored();
    database.apply([madeEvent(database.appliedSeq + 1000, "run.tagged", "run_many_333", { tag: "x" })]);
    // The invented entry is ahead of the ledger, so the derived catalog is brought level by hand.
    const comparison = compareWithFiles(database, aheadBy(database.appliedSeq), {
      control: UNWATCHED,
      keepUp: () => Promise.resolve(),
    });
    expect(await comparison).toEqual({ agrees: false, rows: 455, differing: ["run_many_333", "store"] });
  });
});

/** The source of the store, whose ledger ends with one more entry that says nothing. */
function aheadBy(appliedSeq: number): ReturnType<typeof source> {
  const real = source();
  return {
    ...real,
    endsWith: () => false,
    ledger: {
      ...real.ledger,
      *entries(fromSeq) {
        yield* real.ledger.entries(fromSeq);
        if (fromSeq < appliedSeq) yield madeEvent(appliedSeq - 1, "package.made", "store").placed;
      },
    },
  };
}

function invented(like: CatalogDatabase) {
  const [run] = like.contents().runsBehind("run_0", 1);
  if (run === undefined) throw new Error("There is no run to be like");
  return { ...run, row: { ...run.row, run_id: "run_9" }, createdUs: null, reason: null, result: null };
}

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { catalogFileOf, ensureCatalogFolder } from "../../../../src/main/catalog/catalog-file.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { openCatalogSource } from "../../../../src/main/catalog/catalog-source.ts";
import { GrowingCatalog } from "../../../../src/main/catalog/growing-catalog.ts";
import { WritableCatalog } from "../../../../src/main/catalog/writable-catalog.ts";
import type { Committed } from "../../../../src/main/store/run-store.ts";
import { indexFiles, type MadeStore, madeStore } from "./made-store.ts";

const RUNS = 250;

let made: MadeStore;

beforeEach(async () => {
  made = await madeStore();
  ensureCatalogFolder(made.host.fs, made.folders.runsDir);
  for (let number = 0; number < RUNS; number++) await made.record(`run_${number}`);
});
afterEach(() => made.close());

function begin(bootSeconds = 1000): GrowingCatalog {
  const { runsDir } = made.folders;
  const source = openCatalogSource(made.host.fs, runsDir);
  return new GrowingCatalog({ ...made.host, bootSeconds }, source, catalogFileOf(runsDir));
}

/** Lets a catalog grow a little and stops it there; gives how far it came. */
async function stopped(): Promise<number> {
  const growing = begin();
  const finished = growing.finish();
  await UNWATCHED.pause();
  const { done } = growing;
  growing.stop();
  await expect(finished).rejects.toMatchObject({ code: "CANCELLED" });
  return done;
}

function lastCommit(): Committed {
  const commit = made.commits.at(-1);
  if (commit === undefined) throw new Error("Nothing was committed");
  return commit;
}

describe("GrowingCatalog", () => {
  it("goes on with what was begun, and gives the whole in the end", async () => {
    const done = await stopped();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(RUNS);
    expect(indexFiles(made.folders.runsDir)).toEqual(["catalog.db.new"]);
    const growing = begin();
    expect(growing.done).toBeGreaterThanOrEqual(done);
    const whole = await growing.finish();
    expect(whole.stats().rows).toBe(RUNS);
    whole.close();
    expect(indexFiles(made.folders.runsDir)).toContain("catalog.db");
    expect(indexFiles(made.folders.runsDir)).not.toContain("catalog.db.new");
  });

  it("begins anew after a power cut", async () => {
    await stopped();
    const growing = begin(9000);
    expect(growing.done).toBe(0);
    growing.database.close();
  });

  it("answers of a run that was recorded meanwhile", async () => {
    const growing = begin();
    await made.record("run_late");
    growing.hear(lastCommit().entries.map((placed) => ({ placed, record: () => ({ bytes: Buffer.from("{}") }) })));
    expect(growing.database.find("run_late")).toBeNull();
    expect(growing.heard?.find("run_late")?.run_id).toBe("run_late");
    expect(growing.total).toBeGreaterThanOrEqual(RUNS);
    const whole = await growing.finish();
    expect(whole.find("run_late")?.run_id).toBe("run_late");
    whole.close();
  });
});

describe("WritableCatalog that is opened without patience", () => {
  const open = () => WritableCatalog.open({ ...made.host, early: { patienceMs: 0, fromEntries: 0 } });

  it("answers while it is built, takes what comes meanwhile once, and agrees with the files", async () => {
    const host = await open();
    expect(host.status()).toMatchObject({ state: "building" });
    await made.record("run_late");
    host.hear(lastCommit());
    const applied = host.apply(lastCommit());
    const found = await host.use("find", (database, heard) => database.find("run_late") ?? heard?.find("run_late"));
    expect(found?.run_id).toBe("run_late");
    await applied;
    expect(host.status()).toMatchObject({ state: "ready" });
    expect(await host.verify(UNWATCHED)).toEqual({ agrees: true, rows: RUNS + 1, differing: [] });
    await host.close();
  });

  it("is whole at once where the ledger is short", async () => {
    const host = await WritableCatalog.open({ ...made.host, early: { patienceMs: 0, fromEntries: RUNS * 2 } });
    expect(host.status()).toMatchObject({ state: "ready" });
    await host.close();
  });

  it("is compared only when it is whole", async () => {
    const host = await open();
    expect(await host.verify(UNWATCHED)).toMatchObject({ agrees: true, rows: RUNS });
    await host.close();
  });

  it("keeps what was derived when it is closed, and refuses what comes after", async () => {
    const host = await open();
    const behind = host.catchUp();
    behind.catch(() => undefined);
    await host.close();
    await expect(behind).rejects.toMatchObject({ code: "CANCELLED" });
    expect(indexFiles(made.folders.runsDir)).toContain("catalog.db.new");
    const next = await WritableCatalog.open(made.host);
    expect(await next.verify(UNWATCHED)).toMatchObject({ agrees: true, rows: RUNS });
    await next.close();
  });
});

import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CatalogDatabase } from "../../../../src/main/catalog/catalog-database.ts";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { WritableCatalog } from "../../../../src/main/catalog/writable-catalog.ts";
import type { Committed } from "../../../../src/main/store/run-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { idsOf, pageRequest } from "./made-runs.ts";
import { indexFiles, type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;
let path: string;
const opened: WritableCatalog[] = [];

beforeEach(async () => {
  made = await madeStore();
  path = join(made.folders.runsDir, "_index/catalog.db");
  await made.record("run_1", { mode: "saw" });
});
afterEach(async () => {
  for (const host of opened.splice(0)) await host.close();
  await made.close();
});

async function open(): Promise<WritableCatalog> {
  const host = await WritableCatalog.open(made.host);
  opened.push(host);
  return host;
}

function ids(host: WritableCatalog): Promise<readonly string[]> {
  return host.use("list the runs", (database) => idsOf(database.query(pageRequest())));
}

function lastCommit(): Committed {
  const commit = made.commits.at(-1);
  if (commit === undefined) throw new Error("Nothing was committed");
  return commit;
}

describe("WritableCatalog.open", () => {
  it("derives a catalog where there is none", async () => {
    expect(await ids(await open())).toEqual(["run_1"]);
    expect(indexFiles(made.folders.runsDir)).toContain("catalog.db");
  });

  it("keeps one that is there and adds what came since", async () => {
    await (await open()).close();
    const identity = made.host.fs.stat(path)?.identity;
    await made.record("run_2");
    expect(await ids(await open())).toEqual(["run_2", "run_1"]);
    expect(made.host.fs.stat(path)?.identity).toBe(identity);
    expect(indexFiles(made.folders.runsDir)).toEqual(["catalog.db"]);
  });

  it.each([
    ["damaged", (): void => truncateSync(path, 20_000)],
    ["no database", (): void => writeFileSync(path, "no database")],
    [
      "of an older version",
      (): void => {
        const bytes = readFileSync(path);
        bytes.writeUInt32BE(0, 60);
        writeFileSync(path, bytes);
      },
    ],
  ])("sets aside one that is %s and derives it anew", async (_, damage) => {
    await (await open()).close();
    damage();
    expect(await ids(await open())).toEqual(["run_1"]);
    expect(indexFiles(made.folders.runsDir)).toContain("catalog.db.damaged-1");
  });

  it("derives anew what a power cut may have torn", async () => {
    const host = await open();
    await made.record("run_2");
    await host.apply(lastCommit());
    // The process dies here: nothing was flushed. The next start finds a machine that was started later.
    const torn = readFileSync(path);
    await host.close();
    opened.length = 0;
    writeFileSync(path, torn);
    const later = await WritableCatalog.open({ ...made.host, bootSeconds: 9000 });
    opened.push(later);
    expect(await ids(later)).toEqual(["run_2", "run_1"]);
    expect(indexFiles(made.folders.runsDir)).toContain("catalog.db.damaged-1");
  });

  it("creates the folder of the index again when someone removed it", async () => {
    await (await open()).close();
    rmSync(join(made.folders.runsDir, "_index"), { recursive: true });
    expect(await ids(await open())).toEqual(["run_1"]);
  });

  it("removes what an unfinished rebuild left", async () => {
    writeFileSync(`${path}.new`, "begun");
    await open();
    expect(existsSync(`${path}.new`)).toBe(false);
  });
});

describe("WritableCatalog.apply", () => {
  it("brings in a commit, and the same commit again changes nothing", async () => {
    const host = await open();
    await made.record("run_2");
    for (let time = 0; time < 2; time++) await host.apply(lastCommit());
    expect(await ids(host)).toEqual(["run_2", "run_1"]);
  });

  it("reads from the ledger what it was not told of", async () => {
    const host = await open();
    await made.record("run_2");
    await made.record("run_3");
    await host.apply(lastCommit());
    expect(await ids(host)).toEqual(["run_3", "run_2", "run_1"]);
  });

  it("takes the bytes of the commit, and those on disk where it brings none", async () => {
    const host = await open();
    await made.record("run_2", { mode: "router" });
    const { entries } = lastCommit();
    await host.apply({ entries, files: [{ path: "2026-11-20/run_2.json", bytes: Buffer.from('{"mode":"told"}') }] });
    await made.record("run_3", { mode: "laser" });
    await host.apply({ entries: lastCommit().entries, files: [] });
    expect(await host.use("find", (database) => database.find("run_2")?.mode)).toBe("told");
    expect(await host.use("find", (database) => database.find("run_3")?.mode)).toBe("laser");
  });

  it("keeps the order of commits that come at once", async () => {
    const host = await open();
    for (let number = 2; number < 30; number++) await made.record(`run_${number}`);
    const told = made.commits.slice(1);
    await Promise.all(told.map((commit) => host.apply(commit)));
    expect((await host.catchUp()).rows).toBe(29);
  });
});

describe("WritableCatalog.use", () => {
  it("derives a new catalog when the file turns out to be damaged, and answers", async () => {
    const host = await open();
    await host.use("look", (database) => database.stats());
    let failures = 0;
    const rows = await host.use("list the runs", (database) => {
      if (failures++ === 0) throw Object.assign(new Error("database disk image is malformed"), { errcode: 11 });
      return database.stats().rows;
    });
    expect(rows).toBe(1);
    expect(indexFiles(made.folders.runsDir)).toContain("catalog.db.damaged-1");
  });

  it("derives one catalog for all who met the damage", async () => {
    const host = await open();
    const broken = new Set<CatalogDatabase>();
    await host.use("look", (database) => broken.add(database));
    const asked = Array.from({ length: 5 }, () =>
      host.use("list the runs", (database) => {
        if (broken.has(database)) throw Object.assign(new Error("malformed"), { errcode: 779 });
        return database.stats().rows;
      }),
    );
    expect(await Promise.all(asked)).toEqual([1, 1, 1, 1, 1]);
    expect(indexFiles(made.folders.runsDir).filter((name) => name.includes("damaged"))).toHaveLength(1);
  });

  it("hands on what is no damage, coded where SQLite says what it is", async () => {
    const host = await open();
    const failing = (errcode: number) =>
      host.use("list the runs", () => {
        throw Object.assign(new Error("told by SQLite"), { errcode });
      });
    await expect(failing(13)).rejects.toMatchObject({ code: "DISK_FULL" });
    await expect(failing(1)).rejects.not.toBeInstanceOf(AppError);
    expect(indexFiles(made.folders.runsDir).some((name) => name.includes("damaged"))).toBe(false);
  });
});

describe("WritableCatalog.rebuild", () => {
  it("puts a new file in place while the old one answers", async () => {
    for (let number = 2; number < 150; number++) await made.record(`run_${number}`);
    const host = await open();
    const identity = made.host.fs.stat(path)?.identity;
    const answers: number[] = [];
    const stats = await host.rebuild({
      report: () => undefined,
      async pause() {
        answers.push(await host.use("look", (database) => database.stats().rows));
      },
    });
    expect(stats.rows).toBe(149);
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set([149]));
    expect(made.host.fs.stat(path)?.identity).not.toBe(identity);
    expect(indexFiles(made.folders.runsDir)).toEqual(["catalog.db"]);
  });

  it("holds what was recorded while it ran", async () => {
    for (let number = 2; number < 150; number++) await made.record(`run_${number}`);
    const host = await open();
    let told = 0;
    await host.rebuild({
      report: () => undefined,
      async pause() {
        if (told++ > 0) return;
        await made.record("run_late");
        await host.apply(lastCommit());
      },
    });
    expect(await host.use("find", (database) => database.find("run_late")?.run_id)).toBe("run_late");
  });

  it("leaves the old catalog when it is stopped", async () => {
    for (let number = 2; number < 150; number++) await made.record(`run_${number}`);
    const host = await open();
    const identity = made.host.fs.stat(path)?.identity;
    const stopped = { ...UNWATCHED, pause: () => Promise.reject(new AppError("CANCELLED", "stopped")) };
    await expect(host.rebuild(stopped)).rejects.toMatchObject({ code: "CANCELLED" });
    expect((await host.catchUp()).rows).toBe(149);
    expect(made.host.fs.stat(path)?.identity).toBe(identity);
    expect(indexFiles(made.folders.runsDir)).toEqual(["catalog.db"]);
    expect((await host.rebuild(UNWATCHED)).rows).toBe(149);
  });

  it("is not begun twice at once", async () => {
    const host = await open();
    const first = host.rebuild(UNWATCHED);
    await expect(host.rebuild(UNWATCHED)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(host.verify(UNWATCHED)).rejects.toMatchObject({ code: "CONFLICT" });
    await first;
  });
});

describe("WritableCatalog.verify", () => {
  it("agrees with the files it was derived from", async () => {
    await made.record("run_2");
    expect(await (await open()).verify(UNWATCHED)).toEqual({ agrees: true, rows: 2, differing: [] });
  });

  it("names a run whose file says something else now", async () => {
    const host = await open();
    writeFileSync(join(made.folders.runsDir, "2026-11-20/run_1.json"), '{"mode": "router"}');
    expect(await host.verify(UNWATCHED)).toEqual({ agrees: false, rows: 1, differing: ["run_1"] });
  });
});

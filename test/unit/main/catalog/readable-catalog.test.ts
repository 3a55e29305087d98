import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";
import { ReadableCatalog } from "../../../../src/main/catalog/readable-catalog.ts";
import { WritableCatalog } from "../../../../src/main/catalog/writable-catalog.ts";
import { idsOf, pageRequest } from "./made-runs.ts";
import { listing, type MadeStore, madeStore } from "./made-store.ts";

let made: MadeStore;
let path: string;
let readers: ReadableCatalog[];

beforeEach(async () => {
  made = await madeStore();
  path = join(made.folders.runsDir, "_index/catalog.db");
  readers = [];
  await made.record("run_1", { mode: "saw" });
});
afterEach(async () => {
  for (const reader of readers) await reader.close();
  await made.close();
});

async function open(): Promise<ReadableCatalog> {
  const reader = await ReadableCatalog.open(made.host);
  readers.push(reader);
  return reader;
}

async function writeCatalog(): Promise<void> {
  await (await WritableCatalog.open(made.host)).close();
}

function ids(host: ReadableCatalog | WritableCatalog): Promise<readonly string[]> {
  return host.use("list the runs", (database) => idsOf(database.query(pageRequest())));
}

/** What a reader answers, and that it wrote nothing below the runs folder. */
async function idsWithoutWriting(): Promise<readonly string[]> {
  const before = listing(made.folders.runsDir);
  const reader = await open();
  const found = await ids(reader);
  await reader.verify(UNWATCHED);
  await reader.close();
  expect(listing(made.folders.runsDir)).toEqual(before);
  return found;
}

describe("ReadableCatalog", () => {
  it("answers from the file that is there and writes nothing", async () => {
    await writeCatalog();
    expect(await idsWithoutWriting()).toEqual(["run_1"]);
  });

  it("answers where there is no file and writes nothing", async () => {
    rmSync(join(made.folders.runsDir, "_index"), { recursive: true, force: true });
    expect(await idsWithoutWriting()).toEqual(["run_1"]);
  });

  it("answers where the file is damaged and leaves it as it is", async () => {
    await writeCatalog();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(7, 4096));
    expect(await idsWithoutWriting()).toEqual(["run_1"]);
  });

  it("answers where the file was left behind", async () => {
    await writeCatalog();
    await made.record("run_2");
    expect(await idsWithoutWriting()).toEqual(["run_2", "run_1"]);
  });

  it("answers where a writer died with its journal open, and leaves both", async () => {
    await writeCatalog();
    const bytes = readFileSync(path);
    // A journal that still names pages to put back: its header is what SQLite writes before the first page.
    const journal = Buffer.alloc(512);
    Buffer.from("d9d505f920a163d7", "hex").copy(journal);
    journal.writeUInt32BE(1, 8);
    journal.writeUInt32BE(bytes.length / 8192, 16);
    journal.writeUInt32BE(512, 20);
    journal.writeUInt32BE(8192, 24);
    writeFileSync(`${path}-journal`, journal);
    expect(await idsWithoutWriting()).toEqual(["run_1"]);
  });

  it("answers for a folder that holds no store", async () => {
    const reader = await ReadableCatalog.open({ ...made.host, runsDir: join(made.folders.root, "nothing") });
    readers.push(reader);
    expect(await ids(reader)).toEqual([]);
  });

  it("follows a writer, commit by commit and through a rebuild", async () => {
    const writer = await WritableCatalog.open(made.host);
    const reader = await open();
    await made.record("run_2");
    await writer.catchUp();
    expect((await reader.catchUp()).rows).toBe(2);
    expect(await ids(reader)).toEqual(["run_2", "run_1"]);
    await writer.rebuild(UNWATCHED);
    await made.record("run_3");
    await writer.catchUp();
    await reader.apply();
    expect(await ids(reader)).toEqual(["run_3", "run_2", "run_1"]);
    expect(await reader.verify(UNWATCHED)).toMatchObject({ agrees: true, rows: 3 });
    await writer.close();
  });

  it("takes the file that a rebuild put in place, also when nothing was recorded since", async () => {
    const writer = await WritableCatalog.open(made.host);
    const reader = await open();
    writeFileSync(join(made.folders.runsDir, "2026-11-20/run_1.json"), '{"mode": "router"}');
    await writer.rebuild(UNWATCHED);
    await reader.catchUp();
    expect(await reader.use("find the run", (database) => database.find("run_1")?.mode)).toBe("router");
    await writer.close();
  });

  it("goes on by itself where there is no writer", async () => {
    const reader = await open();
    await made.record("run_2");
    expect((await reader.catchUp()).rows).toBe(2);
  });

  it("derives its own when the file fails it later", async () => {
    await writeCatalog();
    const reader = await open();
    let failures = 0;
    const rows = await reader.use("list the runs", (database) => {
      if (failures++ === 0) throw Object.assign(new Error("malformed"), { errcode: 11 });
      return database.stats().rows;
    });
    expect(rows).toBe(1);
  });

  it("hands on what is wrong with the question", async () => {
    await writeCatalog();
    const reader = await open();
    const asked = reader.use("list the runs", (database) => database.query(pageRequest({}, { cursor: "bad" })));
    await expect(asked).rejects.toMatchObject({ code: "BAD_CURSOR" });
  });

  it("is not rebuilt", async () => {
    const reader = await open();
    await expect(reader.rebuild()).rejects.toMatchObject({ code: "STORE_READ_ONLY" });
  });
});

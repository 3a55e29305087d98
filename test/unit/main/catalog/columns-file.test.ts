import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { areColumnsSound, COLUMNS_PATH, loadColumns, saveColumns } from "../../../../src/main/catalog/columns-file.ts";
import { COLUMN_NAMES, RunColumns } from "../../../../src/main/catalog/run-columns.ts";
import { createStoreReader } from "../../../../src/main/store/store-reader.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";

const ROWS = 20_000;
const ORIGIN = { catalogId: "ab", changeCount: 77 };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "columns-"));
  mkdirSync(join(folder, "_index"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function filled(count: number): RunColumns {
  const columns = new RunColumns(String);
  const rows = Array.from({ length: count }, (_, at) => ({
    ...{ rid: at * 10, sortUs: at * 10 },
    codes: COLUMN_NAMES.map((name, column) => (name === "bump" ? 0 : (at * column) % 70_000)),
  }));
  columns.fill(rows);
  return columns;
}

const path = (): string => join(folder, COLUMNS_PATH);

describe("saved columns", () => {
  it("come back as they were, with the number of changes that are in them", () => {
    const columns = filled(ROWS);
    saveColumns(nodeFs, folder, columns, ORIGIN);
    const loaded = new RunColumns(String);
    expect(loadColumns(nodeFs, folder, "ab", loaded)).toBe(77);
    expect(loaded.length).toBe(ROWS);
    expect(loaded.sortUs.slice(0, ROWS)).toEqual(columns.sortUs.slice(0, ROWS));
    for (const name of COLUMN_NAMES) {
      expect(loaded.data(name).slice(0, ROWS)).toEqual(columns.data(name).slice(0, ROWS));
    }
    expect(loaded.placeOf(70)).toBe(7);
  });

  it("take rows on after they came back", () => {
    saveColumns(nodeFs, folder, filled(ROWS), ORIGIN);
    const loaded = new RunColumns(String);
    loadColumns(nodeFs, folder, "ab", loaded);
    loaded.apply([{ rid: 5, sortUs: 5, codes: COLUMN_NAMES.map(() => 0) }]);
    expect([loaded.length, loaded.placeOf(5), loaded.placeOf(10)]).toEqual([ROWS + 1, 1, 2]);
  });

  it("are not taken from another catalog, and few rows are not saved at all", () => {
    saveColumns(nodeFs, folder, filled(ROWS), ORIGIN);
    expect(loadColumns(nodeFs, folder, "cd", new RunColumns(String))).toBeNull();
    rmSync(path());
    saveColumns(nodeFs, folder, filled(100), ORIGIN);
    expect(existsSync(path())).toBe(false);
    expect(areColumnsSound(createStoreReader(nodeFs, folder))).toBeNull();
    expect(loadColumns(nodeFs, folder, "ab", new RunColumns(String))).toBeNull();
  });

  it("are not taken once a byte of them is another one", () => {
    saveColumns(nodeFs, folder, filled(ROWS), ORIGIN);
    const bytes = readFileSync(path());
    expect(areColumnsSound(createStoreReader(nodeFs, folder))).toBe(true);
    for (const at of [0, 100, 4095, 4096, 50_000, bytes.length - 1]) {
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] ?? 0) ^ 1;
      writeFileSync(path(), turned);
      expect({ at, sound: areColumnsSound(createStoreReader(nodeFs, folder)) }).toEqual({ at, sound: false });
      expect(loadColumns(nodeFs, folder, "ab", new RunColumns(String))).toBeNull();
    }
    writeFileSync(path(), bytes.subarray(0, 5000));
    expect(areColumnsSound(createStoreReader(nodeFs, folder))).toBe(false);
    writeFileSync(path(), "");
    expect(areColumnsSound(createStoreReader(nodeFs, folder))).toBe(false);
  });
});

import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../../../src/main/operations/application.ts";
import { makeSmallStore } from "../../../fixtures/bad-stores/small-store.ts";
import { inFolder } from "../../../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { openTestApplication } from "../../../support/test-application.ts";

const TERMINAL = { door: "command-line" } as const;

let folders: TestFolders;
let catalog: string;
let seal: string;

async function withApplication<Result>(access: "write" | "inspect", work: (app: Application) => Promise<Result>) {
  const app = await openTestApplication(folders, { access });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

async function found(access: "write" | "inspect" = "inspect"): Promise<readonly (string | null)[]> {
  const { findings } = await withApplication(access, (app) => app.call("check.store", { record: false }, TERMINAL));
  return findings.map(({ code, path }) => `${code} ${path}`);
}

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
  await withApplication("write", (app) => app.call("run.query", {}, TERMINAL));
  catalog = inFolder(folders, "_index/catalog.db");
  seal = inFolder(folders, "_index/catalog.sha256");
});

afterEach(() => folders.remove());

/** A byte that belongs to no row: SQLite keeps nothing between the header of a page and its cells. */
function turnUnusedByte(): void {
  const bytes = readFileSync(catalog);
  const at = bytes.length - 8192 + 200;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(catalog, bytes);
}

describe("the catalog, compared by a check of the whole folder", () => {
  it("is found as it was written, and while it is open for writing by its rows", async () => {
    expect([await found(), existsSync(seal)]).toEqual([[], true]);
    await withApplication("write", async (app) => {
      await app.call("run.query", {}, TERMINAL);
      expect(existsSync(seal)).toBe(false);
      expect((await app.call("check.store", { record: false }, TERMINAL)).findings).toEqual([]);
    });
    expect(existsSync(seal)).toBe(true);
  });

  it("is named when a byte of it is another one, also one that no row holds", async () => {
    turnUnusedByte();
    expect(await found()).toEqual(["CATALOG_DIFFERS _index/catalog.db"]);
  });

  it("is not blamed for a fingerprint that is damaged itself", async () => {
    writeFileSync(seal, readFileSync(seal, "utf8").replace("#", "$"));
    expect(await found()).toEqual(["CATALOG_DIFFERS _index/catalog.sha256"]);
  });

  it("is named when it cannot be used, although runs can be listed without it", async () => {
    truncateSync(catalog, 5_000);
    writeFileSync(seal, "");
    expect(await found()).toEqual(["CATALOG_DIFFERS _index/catalog.db"]);
  });

  it("may be missing: it can be made anew at any time", async () => {
    rmSync(catalog);
    expect(await found()).toEqual([]);
    expect(existsSync(catalog)).toBe(false);
  });
});

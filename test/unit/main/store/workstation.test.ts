import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareFolder } from "../../../../src/main/store/suitable-folder.ts";
import { workstationId } from "../../../../src/main/store/workstation.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let path: string;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareFolder(nodeFs, folders.dataDir);
  path = join(folders.dataDir, "workstation.json");
});
afterEach(() => folders.remove());

function id(): Promise<string> {
  return workstationId(nodeFs, folders.dataDir, createIdSource());
}

describe("workstationId", () => {
  it("is made once and stays", async () => {
    const made = await id();
    expect(made).toMatch(/^ws-[0-9a-f]{16}$/);
    expect(await id()).toBe(made);
  });

  it("is one even when several programs start for the first time at once", async () => {
    const made = await Promise.all([1, 2, 3, 4, 5].map(id));
    expect(new Set(made).size).toBe(1);
  });

  it("keeps what else the file holds, and takes any name that is one", async () => {
    writeFileSync(path, '{"workstation_id":"saw hall 3","more":1}');
    expect(await id()).toBe("saw hall 3");
    expect(readFileSync(path, "utf8")).toContain("more");
  });

  it.each(["", "{}", '{"workstation_id":""}', '{"workstation_id":7}'])(
    "is damage, not a new name, in %j",
    async (text) => {
      writeFileSync(path, text);
      await expect(id()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
      expect(readFileSync(path, "utf8")).toBe(text);
    },
  );
});

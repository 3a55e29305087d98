import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenFolder, openFolder } from "../../../../src/main/operations/open-folder.ts";
import { fillSampleFolder } from "../../../../src/main/operations/sample-runs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { testServices } from "../../../support/test-application.ts";

const actor = { uid: "ada", role: "admin", sid: "s" };

describe("fillSampleFolder", () => {
  let folders: TestFolders;
  let folder: OpenFolder;
  let requestsDir: string;
  beforeEach(async () => {
    folders = makeTestFolders();
    requestsDir = join(folders.root, "sample");
    mkdirSync(requestsDir);
    writeFileSync(join(requestsDir, "01-ok.json"), '{"mode":"saw","tool_id":"t","status":"OK"}');
    writeFileSync(join(requestsDir, "02-torn.json"), '{"mode":');
    folder = await openFolder(testServices(folders), folders.runsDir, "write");
  });
  afterEach(async () => {
    await folder.close();
    folders.remove();
  });

  async function names(): Promise<string[]> {
    await folder.store.settled();
    const entries = [...folder.store.ledger.entries(0)].map(({ entry }) => entry);
    return entries.filter(({ kind }) => kind === "run.recorded").map((entry) => entry.request_id);
  }

  it("records every sample once, in the order of their names", async () => {
    await fillSampleFolder(testServices(folders), folder, { requestsDir, actor });
    await fillSampleFolder(testServices(folders), folder, { requestsDir, actor });
    expect(await names()).toEqual(["sample.01-ok.json", "sample.02-torn.json"]);
  });

  it("goes on where it was cut short", async () => {
    await fillSampleFolder(testServices(folders), folder, { requestsDir, actor });
    writeFileSync(join(requestsDir, "03-new.json"), '{"mode":"saw","tool_id":"t","status":"OK"}');
    await fillSampleFolder(testServices(folders), folder, { requestsDir, actor });
    expect(await names()).toEqual(["sample.01-ok.json", "sample.02-torn.json", "sample.03-new.json"]);
  });

  it("leaves a folder alone that it may only read", async () => {
    const reader = await openFolder(testServices(folders), folders.runsDir, "read");
    await expect(fillSampleFolder(testServices(folders), reader, { requestsDir, actor })).resolves.toBeUndefined();
    await reader.close();
    expect(await names()).toEqual([]);
  });
});

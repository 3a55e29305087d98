import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder } from "../../../../src/main/operations/open-folder.ts";
import { STORE_PATHS } from "../../../../src/main/store/store-layout.ts";
import { makeTestFolders, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { testServices } from "../../../support/test-application.ts";

describe("openFolder", () => {
  let folders: TestFolders;
  beforeEach(() => {
    folders = makeTestFolders();
  });
  afterEach(() => folders.remove());

  it("gives a catalog that knows every change acknowledged before it was asked for", async () => {
    const folder = await openFolder(testServices(folders), folders.runsDir, "write");
    for (let number = 1; number <= 5; number++) {
      await folder.store.commit(recordChange(number));
      expect((await (await folder.catalog()).stats()).rows).toBe(number);
    }
    await folder.close();
  });

  it("leaves nothing to catch up with for whoever opens it next", async () => {
    const first = await openFolder(testServices(folders), folders.runsDir, "write");
    await first.store.commit(recordChange(1));
    await first.close();
    const second = await openFolder(testServices(folders), folders.runsDir, "read");
    expect((await (await second.catalog()).stats()).rows).toBe(1);
    // Behind by one entry, the file would be of no use to a reader, who would derive a catalog of its own.
    const file = new DatabaseSync(join(folders.runsDir, STORE_PATHS.catalog), { readOnly: true });
    const entries = [...second.store.ledger.entries(0)];
    expect(file.prepare("SELECT applied_seq FROM state").get()).toEqual({ applied_seq: entries.length });
    expect(entries.at(-1)?.entry.kind).toBe("epoch.closed");
    file.close();
    expect(second.store.state()).toMatchObject({ mode: "read-only", reason: "viewing" });
    await second.close();
  });

  it("sees beside another writer what that one acknowledged", async () => {
    const writer = await openFolder(testServices(folders), folders.runsDir, "write");
    const reader = await openFolder(testServices(folders), folders.runsDir, "read");
    await writer.store.commit(recordChange(1));
    await writer.store.settled();
    expect((await (await reader.catalog()).stats()).rows).toBe(1);
    await Promise.all([writer.close(), reader.close()]);
  });
});

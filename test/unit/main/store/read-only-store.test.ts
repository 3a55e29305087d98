import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReadOnlyStore, type ReadOnlyReason, writeRefusal } from "../../../../src/main/store/read-only-store.ts";
import { systemClock } from "../../../../src/main/system/clock.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import type { StoreState } from "../../../../src/shared/operations/session-operations.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, recordChange } from "../../../support/open-test-store.ts";

const HOLDER = { host: "h", pid: 1, user: "u", since: "2026-11-20T10:11:12.345678Z", app: "0.1.0" };

function state(reason: ReadOnlyReason, more: Partial<StoreState> = {}): StoreState {
  return { mode: "read-only", reason, message: "Because.", holder: null, can_take_over: false, ...more };
}

describe("writeRefusal", () => {
  it.each([
    ["locked", "STORE_LOCKED"],
    ["lock-lost", "LOCK_LOST"],
    ["too-new", "STORE_TOO_NEW"],
    ["no-permission", "NO_PERMISSION"],
    ["damaged", "STORE_DAMAGED"],
    ["poisoned", "IO_FAILED"],
    ["viewing", "STORE_READ_ONLY"],
    ["disk-full", "DISK_FULL"],
    ["key-sealed", "NO_PERMISSION"],
    ["crypto-broken", "IO_FAILED"],
  ] as const)("of a store that is %s has the code %s", (reason, code) => {
    expect(writeRefusal(state(reason))).toMatchObject({ code, message: "Because.", context: {} });
  });

  it("names the holder", () => {
    expect(writeRefusal(state("locked", { holder: HOLDER })).context).toEqual(HOLDER);
  });
});

describe("createReadOnlyStore", () => {
  it("refuses every change and makes none itself", async () => {
    const folders = makeTestFolders();
    mkdirSync(join(folders.runsDir, "2026-11-20"), { recursive: true });
    writeFileSync(join(folders.runsDir, recordChange(1).path), "x");
    const fs = createFailingFs();
    const options = {
      ...folders,
      appVersion: "0",
      fs,
      clock: systemClock,
      ids: createIdSource(),
      access: "read" as const,
    };
    const store = createReadOnlyStore(options, { identity: null, state: state("viewing"), notices: ["one"] });
    const refused = { code: "STORE_READ_ONLY" };
    await expect(store.commit(recordChange(2))).rejects.toMatchObject(refused);
    await expect(store.putAttachment([])).rejects.toMatchObject(refused);
    await expect(store.checkpoint()).rejects.toMatchObject(refused);
    expect(() => store.takeRunNumber()).toThrow(expect.objectContaining(refused));
    expect(store.readFile(recordChange(1).path).toString()).toBe("x");
    expect([...store.ledger.entries(0)]).toEqual([]);
    expect(store.notices()).toEqual(["one"]);
    expect(store.ledgerHead()).toBeNull();
    expect(store.keyProtection).toBe("none");
    store.onCommitted(() => undefined)();
    store.onStateChanged(() => undefined)();
    await store.settled();
    await store.close();
    expect(fs.calls.filter((call) => call.isChange)).toEqual([]);
    expect(readdirSync(folders.runsDir)).toEqual(["2026-11-20"]);
    folders.remove();
  });
});

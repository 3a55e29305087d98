import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { OpenStoreOptions, RunStore } from "../../../../src/main/store/run-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";
import { verifyLedger } from "../../../support/verify-ledger.ts";

let folders: TestFolders;
let at: (path: string) => string;
const open: RunStore[] = [];

beforeEach(() => {
  folders = makeTestFolders();
  at = (path) => join(folders.runsDir, path);
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  folders.remove();
});

async function openStore(options: Partial<OpenStoreOptions> = {}): Promise<RunStore> {
  const store = await openTestStore(folders, options);
  open.push(store);
  return store;
}

/** Opens, records the runs, closes. */
async function session(numbers: readonly number[], options: Partial<OpenStoreOptions> = {}): Promise<RunStore> {
  const store = await openStore(options);
  for (const number of numbers) await store.commit(recordChange(number));
  await store.close();
  return store;
}

function entriesOf(kind: LedgerEntry["kind"]): LedgerEntry[] {
  return verifyLedger(folders.runsDir).entries.filter((entry) => entry.kind === kind);
}

function identityFile(): Record<string, unknown> {
  return JSON.parse(readFileSync(at("_integrity/store.json"), "utf8")) as Record<string, unknown>;
}

describe("openRunStore for writing", () => {
  it("makes a new store with an identity, a key outside the folder and its first entries", async () => {
    const store = await session([]);
    expect(identityFile()).toMatchObject({
      format: 1,
      store_id: store.identity?.storeId,
      origin: store.identity?.origin,
    });
    const [key = ""] = readdirSync(join(folders.dataDir, "keys"));
    expect(readdirSync(at("_integrity/keys"))).toEqual([`${basename(key, ".json")}.vkey`]);
    const secret = readFileSync(join(folders.dataDir, "keys", key), "utf8");
    const all = readdirSync(folders.runsDir, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
    const privateKey = /"private_key": "([^"]+)"/.exec(secret)?.[1] ?? "missing";
    for (const item of all) expect(readFileSync(join(item.parentPath, item.name), "utf8")).not.toContain(privateKey);
    expect(verifyLedger(folders.runsDir)).toMatchObject({
      problems: [],
      entries: [{ seq: 0 }, { seq: 1 }, { seq: 2 }],
    });
  });

  it("goes on where the last one stopped, over many epochs", async () => {
    const first = await session([1]);
    for (let number = 2; number <= 6; number += 1) {
      const store = await session([number]);
      expect(store.identity).toEqual(first.identity);
      expect(store.notices()).toEqual([]);
    }
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
    expect(entriesOf("run.recorded").map((entry) => entry.subject)).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => recordChange(n).runId),
    );
    expect(entriesOf("store.created")).toHaveLength(1);
    expect(entriesOf("epoch.opened").map((entry) => entry.epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("opens one folder under one name, however it is given", async () => {
    mkdirSync(folders.runsDir, { recursive: true });
    symlinkSync(folders.runsDir, join(folders.root, "link"));
    const real = nodeFs.realPath(folders.runsDir);
    const held = await openStore();
    expect(held.runsDir).toBe(real);
    for (const runsDir of [
      `${folders.runsDir}/`,
      join(folders.root, "link"),
      relative(process.cwd(), folders.runsDir),
    ]) {
      const second = await openStore({ runsDir });
      expect(second.state()).toMatchObject({ mode: "read-only", reason: "locked", holder: { pid: process.pid } });
      expect(second.runsDir).toBe(real);
    }
    await held.close();
    expect((await openStore({ runsDir: join(folders.root, "link") })).state().mode).toBe("writable");
  });

  it("makes a folder and data below a folder that is reached through a link", async () => {
    mkdirSync(join(folders.root, "real"));
    symlinkSync(join(folders.root, "real"), join(folders.root, "home"));
    const store = await openStore({
      runsDir: join(folders.root, "home", "runs"),
      dataDir: join(folders.root, "home", "data"),
    });
    expect(store.state().mode).toBe("writable");
    expect(existsSync(join(folders.root, "real", "runs", "_integrity", "store.json"))).toBe(true);
  });

  it("takes an empty folder for a new store, also one left by an interrupted first start", async () => {
    mkdirSync(at("_integrity/keys"), { recursive: true });
    writeFileSync(at("_integrity/keys/00000000.vkey"), "someone+00000000+AA\n");
    expect((await session([1])).notices()).toEqual([]);
  });

  it("replaces a key that is not on this workstation, and says so in the ledger and to people", async () => {
    await session([1]);
    rmSync(join(folders.dataDir, "keys"), { recursive: true });
    const store = await session([2]);
    expect(store.notices().join(" ")).toContain("signing key");
    const [reset] = entriesOf("key.reset");
    expect(reset?.body.verifier).toMatch(/^rmos-runs\/.+\+[0-9a-f]{8}\+/);
    expect((await session([3])).notices()).toEqual([]);
    expect(entriesOf("key.reset")).toHaveLength(1);
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
  });

  it("says in the ledger that the clock was set back between two sessions", async () => {
    const clock = createSettableClock();
    await session([1], { clock });
    clock.set(clock.nowMs() - 86_400_000);
    await session([2], { clock });
    const [stepped] = entriesOf("clock.stepped");
    expect(stepped?.body).toEqual({ from: "2026-11-20T10:11:12.345000Z", to: "2026-11-19T10:11:12.345000Z" });
    clock.advance(172_800_000);
    await session([3], { clock });
    expect(entriesOf("clock.stepped")).toHaveLength(1);
  });

  it("seals a ledger whose end was cut off, says so, and goes on", async () => {
    await session([1, 2]);
    const segment = at("_integrity/ledger/00000001.ndjson");
    truncateSync(segment, readFileSync(segment).byteLength - 20);
    const store = await session([3]);
    expect(store.notices().join(" ")).toContain("_integrity/ledger/00000001.ndjson");
    expect(entriesOf("damage.found")[0]?.body).toMatchObject({ path: "_integrity/ledger/00000001.ndjson" });
    expect((await session([4])).notices()).toEqual([]);
    expect(entriesOf("run.recorded").map((entry) => entry.subject)).toEqual(
      [1, 2, 3, 4].map((n) => recordChange(n).runId),
    );
    expect(verifyLedger(folders.runsDir).problems).toEqual([]);
  });

  it("does not mind an older segment that was added to after it was sealed", async () => {
    await session([1]);
    await session([2]);
    appendFileSync(at("_integrity/ledger/00000001.ndjson"), "torn");
    expect((await session([3])).state().mode).toBe("writable");
    const reader = await openStore({ access: "read" });
    expect([...reader.ledger.entries(0)].filter(({ entry }) => entry.kind === "run.recorded")).toHaveLength(3);
  });

  it("leaves nothing open and nothing held when it fails, early or late", async () => {
    const plain = createFailingFs({ sync: false });
    await session([], { fs: plain });
    folders.remove();
    let failures = 0;
    for (const [number, call] of plain.calls.entries()) {
      if (call.name !== "open") continue;
      const fs = createFailingFs({ sync: false });
      fs.failAt(number, { kind: "refuse", code: "EMFILE" });
      const store = await openTestStore(folders, { fs }).catch((error: unknown) => error);
      if (store instanceof Error) failures += 1;
      else await (store as RunStore).close();
      expect(fs.openFiles()).toEqual([]);
      fs.heal();
      expect((await session([], { fs })).state().mode).toBe("writable");
      folders.remove();
    }
    expect(failures).toBeGreaterThan(2);
  });

  it("gives the reserve up when there is no room to open", async () => {
    await session([]);
    writeFileSync(at("_integrity/reserve.bin"), "x".repeat(1_000));
    const fs = createFailingFs({ sync: false });
    const filling = {
      ...fs,
      space: (path: string) => ({
        ...nodeFs.space(path),
        freeBytes: existsSync(at("_integrity/reserve.bin")) ? 0 : 2 ** 30 - 1,
      }),
    };
    expect((await session([1], { fs: filling })).state().mode).toBe("writable");
    expect(existsSync(at("_integrity/reserve.bin"))).toBe(false);
    const none = { ...fs, space: (path: string) => ({ ...nodeFs.space(path), freeBytes: 0 }) };
    const full = await openStore({ fs: none });
    expect(full.state()).toMatchObject({ mode: "read-only", reason: "disk-full", holder: null });
    expect(full.state().message).toContain("Free some space");
    expect(full.readFile(recordChange(1).path).byteLength).toBeGreaterThan(0);
    await expect(full.commit(recordChange(2))).rejects.toMatchObject({ code: "DISK_FULL" });
    expect((await session([2])).state().mode).toBe("writable");
  });

  it("waits for a person behind a stale lock of another machine, and then records who took it from whom", async () => {
    await session([1]);
    const holder = { host: "press-2", pid: 4711, user: "bo", since: "2026-11-20T10:11:12.345000Z", app: "0.0.9" };
    writeFileSync(at("_integrity/owner.json"), JSON.stringify({ ...holder, epoch: 1, boot: "1" }));
    mkdirSync(at("_integrity/lock"));
    utimesSync(at("_integrity/lock"), new Date(0), new Date(0));
    const waiting = await openStore();
    expect(waiting.state()).toMatchObject({ mode: "read-only", reason: "locked", can_take_over: true, holder });
    expect(waiting.state().message).toContain("The other program seems to have stopped.");
    await expect(waiting.commit(recordChange(2))).rejects.toMatchObject({
      code: "STORE_LOCKED",
      context: { host: "press-2", user: "bo", pid: 4711 },
    });
    expect(readdirSync(at("_integrity/epochs"))).toHaveLength(1);
    expect((await openStore({ access: "read" })).state()).toMatchObject({ reason: "viewing", can_take_over: true });
    const taken = await openStore({ takeOverBy: "ada" });
    expect(taken.state().mode).toBe("writable");
    expect(taken.notices().join()).toContain("taken over from bo on press-2");
    await taken.close();
    const { app: _, ...from } = holder;
    expect(entriesOf("epoch.opened").map(({ body }) => body.taken_over)).toEqual([undefined, { by: "ada", ...from }]);
    expect(readdirSync(at("_integrity"))).not.toContain("lock");
    expect(readdirSync(at("_integrity"))).not.toContain("owner.json");
  }, 20_000);

  it("records how the clock was set while the folder was held before, in either direction", async () => {
    const clock = createSettableClock();
    const step = { from: "2026-11-20T07:00:00.000000Z", to: "2026-11-20T10:11:12.345000Z" };
    await session([1], { clock, clockStep: step });
    expect(entriesOf("clock.stepped").map(({ body }) => body)).toEqual([step]);
  });
});

describe("openRunStore for a folder that cannot be written", () => {
  it("opens for reading, with the reason, when a newer version made it, and touches nothing", async () => {
    await session([1]);
    writeFileSync(at("_integrity/store.json"), JSON.stringify({ ...identityFile(), format: 2 }));
    rmSync(at("_inbox"), { recursive: true });
    const fs = createFailingFs();
    const store = await openStore({ fs });
    expect(store.state()).toMatchObject({
      mode: "read-only",
      reason: "too-new",
      message: expect.stringContaining("newer version"),
    });
    expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
    await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
    expect(fs.calls.filter((call) => call.isChange)).toEqual([]);
    writeFileSync(at("_integrity/store.json"), '{"format":3,"everything":"else"}');
    expect((await openStore()).state()).toMatchObject({ reason: "too-new" });
  });

  it.each([
    ["its identity is broken", () => writeFileSync(at("_integrity/store.json"), "{")],
    ["its identity is missing", () => rmSync(at("_integrity/store.json"))],
    ["its ledger was changed", () => changeByte(at("_integrity/ledger/00000001.ndjson"), 200)],
    ["its gate is no gate", () => writeFileSync(at("_integrity/gate.db"), "no database ".repeat(1_000))],
    ["a file stands in place of a folder of its own", () => replaceByFile(at("_integrity/receipts"))],
    ["its journal cannot be known", () => writeFileSync(at("_integrity/journal/00000001.jnl"), unknownFrame())],
  ])("opens for reading, as damaged, when %s", async (_what, damage) => {
    await session([1]);
    damage();
    const store = await openStore();
    expect(store.state()).toMatchObject({ mode: "read-only", reason: "damaged" });
    expect(store.state().message).toMatch(/.+\.$/);
    expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
    await expect(store.commit(recordChange(2))).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });

  it("never makes a new identity for a ledger that has one", async () => {
    await session([1]);
    rmSync(at("_integrity/store.json"));
    await openStore();
    expect(existsSync(at("_integrity/store.json"))).toBe(false);
  });

  it.each([
    ["EACCES", "no-permission"],
    ["EROFS", "no-permission"],
    ["EIO", "poisoned"],
  ] as const)("opens for reading when every change is refused with %s", async (code, reason) => {
    await session([1]);
    const fs = createFailingFs();
    fs.failWhere((call) => call.isChange, { kind: "refuse", code });
    const store = await openStore({ fs });
    expect(store.state()).toMatchObject({ mode: "read-only", reason });
    expect(store.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
  });

  it("says which file stands where the folder should be", async () => {
    writeFileSync(folders.runsDir, "x");
    await expect(openStore()).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringContaining(nodeFs.realPath(folders.runsDir)),
    });
    await expect(openStore({ runsDir: join(folders.runsDir, "below") })).rejects.toMatchObject({
      code: "STORE_DAMAGED",
    });
  });

  it("says why a folder cannot be made", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "makeFolder", { kind: "refuse", code: "EACCES" });
    await expect(openStore({ fs })).rejects.toMatchObject({
      code: "NO_PERMISSION",
      message: expect.stringContaining(folders.runsDir.split("/").at(-1) ?? ""),
    });
  });

  it("takes no epoch that another makes at the same moment", async () => {
    await session([1]);
    const racing = {
      ...nodeFs,
      link(existing: string, name: string) {
        if (name.includes("epochs")) writeFileSync(name, readFileSync(existing));
        nodeFs.link(existing, name);
      },
    };
    expect((await openStore({ fs: racing })).state()).toMatchObject({ mode: "read-only", reason: "locked" });
    expect((await openStore()).state().mode).toBe("writable");
  });
});

function changeByte(path: string, index: number): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  writeFileSync(path, bytes);
}

function replaceByFile(path: string): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, "x");
}

/** A whole frame around something that is no change. */
function unknownFrame(): Buffer {
  return Buffer.from(`rmos-frame/1 000000000000 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n`);
}

describe("openRunStore for reading", () => {
  it("shows what is there, beside a writer or alone, and writes nothing", async () => {
    const writer = await openStore();
    await writer.commit(recordChange(1));
    await writer.settled();
    const fs = createFailingFs();
    const reader = await openStore({ fs, access: "read" });
    expect(reader.state()).toMatchObject({ mode: "read-only", reason: "viewing" });
    expect(reader.identity).toEqual(writer.identity);
    expect(reader.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
    expect([...reader.ledger.entries(0)].length).toBe(3);
    await reader.close();
    expect(fs.calls.filter((call) => call.isChange)).toEqual([]);
  });

  it("shows a folder without a store as one without an identity", async () => {
    mkdirSync(folders.runsDir);
    const reader = await openStore({ access: "read" });
    expect(reader.identity).toBeNull();
    expect([...reader.ledger.entries(0)]).toEqual([]);
    expect(readdirSync(folders.runsDir)).toEqual([]);
  });

  it("shows a damaged store with the reason", async () => {
    await session([1]);
    writeFileSync(at("_integrity/store.json"), "{");
    const reader = await openStore({ access: "read" });
    expect(reader.state()).toMatchObject({ mode: "read-only", reason: "damaged" });
    expect(reader.readFile(recordChange(1).path).toString()).toBe('{"n":1}\n');
  });

  it("opens a copy of a store on its own", async () => {
    await session([1]);
    cpSync(folders.runsDir, join(folders.root, "copy"), { recursive: true });
    const reader = await openStore({ runsDir: join(folders.root, "copy"), access: "read" });
    expect([...reader.ledger.entries(0)].filter(({ entry }) => entry.kind === "run.recorded")).toHaveLength(1);
  });
});

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { latestEpoch, openEpoch } from "../../../../src/main/store/epoch-fence.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const LOST = expect.objectContaining({ code: "LOCK_LOST" });

let folders: TestFolders;
let at: (name: string) => string;

beforeEach(() => {
  folders = makeTestFolders();
  at = (name) => join(folders.runsDir, "_integrity", name);
  for (const name of ["epochs", "ledger", "journal"]) mkdirSync(at(name), { recursive: true });
});
afterEach(() => folders.remove());

function open(fs = nodeFs) {
  return openEpoch(fs, folders.runsDir, { clock: createSettableClock() });
}

describe("openEpoch", () => {
  it("makes a durable token of its own, one higher each time", async () => {
    expect((await open()).epoch).toBe(1);
    expect((await open()).epoch).toBe(2);
    expect(readdirSync(at("epochs"))).toEqual(["00000001.json", "00000002.json"]);
    expect(JSON.parse(readFileSync(at("epochs/00000002.json"), "utf8"))).toEqual({
      epoch: 2,
      opened_at_utc: "2026-11-20T10:11:12.345000Z",
      pid: process.pid,
    });
  });

  it("never uses a number again, even when the tokens are gone", async () => {
    await open();
    rmSync(at("epochs/00000001.json"));
    writeFileSync(at("ledger/00000004.ndjson"), "x");
    writeFileSync(at("journal/00000006.jnl"), "");
    writeFileSync(at("epochs/.00000099.json.e1-1.tmp"), "{}");
    expect(latestEpoch(nodeFs, folders.runsDir)).toBe(6);
    expect((await open()).epoch).toBe(7);
  });

  it.each([
    ["other content", "{}"],
    ["the very same content", null],
  ])("is nobody's twice: a token that appears meanwhile with %s is another's", async (_what, content) => {
    const racing = {
      ...nodeFs,
      link(existing: string, name: string) {
        writeFileSync(name, content ?? readFileSync(existing));
        nodeFs.link(existing, name);
      },
    };
    await expect(open(racing)).rejects.toMatchObject({ code: "LOCK_LOST" });
    expect(readdirSync(at("epochs"))).toEqual(["00000001.json"]);
  });

  it("refuses when its token cannot be made durable", async () => {
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "syncFolder", { kind: "refuse", code: "EIO" });
    await expect(open(fs)).rejects.toMatchObject({ code: "IO_FAILED" });
  });
});

describe("EpochFence", () => {
  it("lets its holder pass until a newer token stands, and never again", async () => {
    const fence = await open();
    fence.check();
    await open();
    expect(() => fence.check()).toThrow(LOST);
    rmSync(at("epochs/00000002.json"));
    expect(() => fence.check()).toThrow(LOST);
  });

  it("refuses when its own token is gone or another's: the folder was moved away", async () => {
    const moved = await open();
    nodeFs.rename(folders.runsDir, join(folders.root, "elsewhere"));
    expect(() => moved.check()).toThrow(LOST);
    mkdirSync(at("epochs"), { recursive: true });
    writeFileSync(at("epochs/00000001.json"), "{}");
    expect(() => moved.check()).toThrow(LOST);
  });

  it("refuses once it was given up, with the first reason", async () => {
    const fence = await open();
    fence.giveUp("the PC slept");
    fence.giveUp("something else");
    expect(() => fence.check()).toThrow("Nothing was written: the PC slept. Open the folder again.");
  });

  it("does not pass when it cannot look", async () => {
    const fs = createFailingFs();
    const fence = await open(fs);
    fs.failWhere((call) => call.name === "stat", { kind: "refuse", code: "EIO" });
    expect(() => fence.check()).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
    fs.heal();
    fence.check();
  });
});

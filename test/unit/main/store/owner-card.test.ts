import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  findOwnerCard,
  holderOf,
  ownCard,
  removeOwnerCard,
  replaceOwnerCard,
} from "../../../../src/main/store/owner-card.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity"), { recursive: true });
  path = join(folders.runsDir, "_integrity", "owner.json");
});
afterEach(() => folders.remove());

function card(epoch: number) {
  return ownCard({ clock: createSettableClock(), app: "0.1.0", boot: "17", epoch });
}

describe("owner card", () => {
  it("names this process to whoever comes next, and is replaced by the next holder's", () => {
    replaceOwnerCard(nodeFs, folders.runsDir, card(1));
    replaceOwnerCard(nodeFs, folders.runsDir, card(2));
    const found = findOwnerCard(nodeFs, folders.runsDir);
    expect(found).toMatchObject({ host: hostname(), pid: process.pid, app: "0.1.0", epoch: 2, boot: "17" });
    expect(found === null ? null : holderOf(found)).toEqual({
      host: hostname(),
      pid: process.pid,
      user: expect.any(String),
      since: "2026-11-20T10:11:12.345000Z",
      app: "0.1.0",
    });
    expect(readdirSync(join(folders.runsDir, "_integrity"))).toEqual(["owner.json"]);
  });

  it("is taken away by its own holder only", () => {
    replaceOwnerCard(nodeFs, folders.runsDir, card(2));
    removeOwnerCard(nodeFs, folders.runsDir, 1);
    expect(findOwnerCard(nodeFs, folders.runsDir)?.epoch).toBe(2);
    removeOwnerCard(nodeFs, folders.runsDir, 2);
    removeOwnerCard(nodeFs, folders.runsDir, 2);
    expect(findOwnerCard(nodeFs, folders.runsDir)).toBeNull();
  });

  it.each(["", "{", "[]", '{"pid":"x"}', "null"])("costs only the name when it holds %j", (text) => {
    writeFileSync(path, text);
    expect(findOwnerCard(nodeFs, folders.runsDir)).toBeNull();
  });

  it("costs only the name when there is none, or a folder, or a pipe in its place", () => {
    expect(findOwnerCard(nodeFs, folders.runsDir)).toBeNull();
    mkdirSync(path);
    expect(findOwnerCard(nodeFs, folders.runsDir)).toBeNull();
    if (process.platform === "win32") return;
    nodeFs.removeFolder(path);
    execFileSync("mkfifo", [path]);
    expect(findOwnerCard(nodeFs, folders.runsDir)).toBeNull();
  });

  it.each(["open", "write", "rename"] as const)(
    "stops nobody when %s fails, and leaves nothing half written",
    (name) => {
      const fs = createFailingFs();
      fs.failWhere((call) => call.name === name, { kind: "refuse", code: "ENOSPC" });
      replaceOwnerCard(fs, folders.runsDir, card(1));
      expect(readdirSync(join(folders.runsDir, "_integrity"))).toEqual([]);
    },
  );
});

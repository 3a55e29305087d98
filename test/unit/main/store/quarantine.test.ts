import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { moveToQuarantine, quarantine } from "../../../../src/main/store/quarantine.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const REASON = { why: "nobody could place it", from: "somewhere" };
const BYTES = Buffer.from("torn");

let folders: TestFolders;
let kept: string;

beforeEach(() => {
  folders = makeTestFolders();
  kept = join(folders.runsDir, "_integrity", "quarantine");
  mkdirSync(kept, { recursive: true });
});
afterEach(() => folders.remove());

function target(fs = nodeFs) {
  return { fs, runsDir: folders.runsDir, clock: createSettableClock() };
}

function reasonOf(name: string): unknown {
  return JSON.parse(readFileSync(join(kept, `${name}.why.json`), "utf8"));
}

describe("quarantine", () => {
  it("keeps bytes under their digest with the reason beside them", async () => {
    const name = await quarantine(target(), BYTES, REASON);
    expect(name).toBe(sha256Hex(BYTES));
    expect(readFileSync(join(kept, name)).equals(BYTES)).toBe(true);
    expect(reasonOf(name)).toEqual({ ...REASON, sha256: name, size: 4, at: "2026-11-20T10:11:12.345000Z" });
  });

  it("keeps the same bytes once, with the first reason", async () => {
    await quarantine(target(), BYTES, REASON);
    const name = await quarantine(target(), BYTES, { why: "again", from: "elsewhere" });
    expect(reasonOf(name)).toMatchObject(REASON);
    expect(readdirSync(kept)).toHaveLength(2);
  });
});

describe("moveToQuarantine", () => {
  it("moves a file or a folder as it is, each under a name of its own", async () => {
    for (const number of [1, 2]) {
      writeFileSync(join(folders.root, "run.json"), `${number}`);
      expect(await moveToQuarantine(target(), join(folders.root, "run.json"), REASON)).toBe(`run.json.${number}`);
    }
    mkdirSync(join(folders.root, "folder", "inside"), { recursive: true });
    await moveToQuarantine(target(), join(folders.root, "folder"), REASON);
    expect(readFileSync(join(kept, "run.json.1"), "utf8")).toBe("1");
    expect(readFileSync(join(kept, "run.json.2"), "utf8")).toBe("2");
    expect(existsSync(join(kept, "folder.1", "inside"))).toBe(true);
    expect(reasonOf("run.json.2")).toMatchObject(REASON);
  });

  it("moves nothing when the reason cannot be written", async () => {
    writeFileSync(join(folders.root, "run.json"), "x");
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "link", { kind: "refuse", code: "ENOSPC" });
    await expect(moveToQuarantine(target(fs), join(folders.root, "run.json"), REASON)).rejects.toMatchObject({
      code: "DISK_FULL",
    });
    expect(existsSync(join(folders.root, "run.json"))).toBe(true);
  });

  it.each(["file", "folder"])("leaves a %s in its place until its new name is durable", async (kind) => {
    const path = join(folders.root, "run.json");
    if (kind === "file") writeFileSync(path, "x");
    else mkdirSync(path);
    const fs = createFailingFs();
    let flushes = 0;
    fs.failWhere((call) => call.name === "syncFolder" && call.path === kept && ++flushes > 1, {
      kind: "refuse",
      code: "EMFILE",
    });
    await expect(moveToQuarantine(target(fs), path, REASON)).rejects.toMatchObject({ code: "TOO_MANY_FILES" });
    expect(existsSync(path)).toBe(true);
    fs.heal();
    await moveToQuarantine(target(fs), path, REASON);
    expect(existsSync(path)).toBe(false);
  });

  it("says what is not there", async () => {
    await expect(moveToQuarantine(target(), join(folders.root, "none"), REASON)).rejects.toMatchObject({
      code: "PATH_NOT_FOUND",
    });
  });
});

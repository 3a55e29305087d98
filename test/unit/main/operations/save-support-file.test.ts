import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../../../src/main/operations/application.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { openTestApplication } from "../../../support/test-application.ts";

const WINDOW = { door: "window" } as const;

let folders: TestFolders;
let app: Application;
let stick: string;

beforeEach(async () => {
  folders = makeTestFolders();
  stick = join(folders.root, "stick");
  mkdirSync(stick);
  app = await openTestApplication(folders, { pickFile: async () => stick });
});
afterEach(async () => {
  await app.close();
  folders.remove();
});

async function save(name: string | null = null) {
  const { picked } = await app.call("files.pick", { purpose: "save-folder" }, WINDOW);
  return app.call("support.save", { to: { folder: { grant: picked?.grant ?? "" }, name } }, WINDOW);
}

describe("the file for support", () => {
  it("holds versions, health and the end of the log, and nothing of a record", async () => {
    mkdirSync(join(folders.dataDir, "logs"), { recursive: true });
    const lines = Array.from({ length: 600 }, (_, number) => `{"event":"${number}"}`);
    writeFileSync(join(folders.dataDir, "logs", "rmos-runs.log"), `${lines.join("\n")}\n`);
    const bytes = Buffer.from('{"mode":"saw","tool_id":"secret blade","status":"OK","notes":"secret note"}');
    await app.call("run.create", { source: { bytes, name: null } }, WINDOW);
    const { name, size_bytes: sizeBytes } = await save();
    expect(name).toMatch(/^rmos-runs-support-.*\.json$/);
    const text = readFileSync(join(stick, name), "utf8");
    expect(Buffer.byteLength(text)).toBe(sizeBytes);
    expect(text).not.toContain("secret");
    const said = JSON.parse(text) as { log: string[]; health: object; versions: object };
    expect(said.log).toEqual(lines.slice(-500));
    expect(said.health).toMatchObject({ runs: 1, store: { mode: "writable" } });
    expect(said.versions).toMatchObject({ app: "0.0.0-test", node: process.versions.node });
  });

  it("replaces nothing, and is never saved in the runs folder", async () => {
    await save("support.json");
    await expect(save("support.json")).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(readdirSync(stick)).toEqual(["support.json"]);
    const to = { file: { path: join(folders.runsDir, "support.json") } };
    await expect(app.call("support.save", { to }, { door: "command-line" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

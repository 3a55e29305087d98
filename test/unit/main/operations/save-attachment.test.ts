import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { Application } from "../../../../src/main/operations/application.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { openTestApplication } from "../../../support/test-application.ts";

const WINDOW = { door: "window" } as const;
const PLAN = Buffer.alloc(3 * 1024 * 1024 + 5, "G1 X1.5 Y2\n");
const SHA256 = sha256Hex(PLAN);

let folders: TestFolders;
let app: Application;
let stick: string;
let grant: string;

beforeEach(async () => {
  folders = makeTestFolders();
  stick = join(folders.root, "stick");
  mkdirSync(stick);
  app = await openTestApplication(folders, { pickFile: async () => stick });
  const bytes = Buffer.from('{"mode":"saw","tool_id":"t","status":"OK"}');
  const { run_id } = await app.call("run.create", { source: { bytes, name: null } }, WINDOW);
  const source = { bytes: PLAN, name: "plan: 7.nc" };
  await app.call("attachment.put", { run_id, source, kind: "gcode" }, WINDOW);
  grant = (await app.call("files.pick", { purpose: "save-folder" }, WINDOW)).picked?.grant ?? "";
});
afterEach(async () => {
  await app.close();
  folders.remove();
});

function save(name: string | null = null, sha256: string = SHA256) {
  return app.call("attachment.save", { sha256, to: { folder: { grant }, name } }, WINDOW);
}

describe("saving a copy of a file", () => {
  it("makes it in the folder a person picked, and says where it was read back from", async () => {
    const saved = await save();
    expect(saved).toMatchObject({ sha256: SHA256, size_bytes: PLAN.byteLength, name: "plan_ 7.nc" });
    expect(["drive", "memory"]).toContain(saved.read_back);
    expect(readFileSync(join(stick, "plan_ 7.nc")).equals(PLAN)).toBe(true);
    expect(await save("other.nc")).toMatchObject({ name: "other.nc" });
  });

  it("replaces nothing", async () => {
    await save();
    await expect(save()).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    expect(readdirSync(stick)).toEqual(["plan_ 7.nc"]);
  });

  it("makes none of bytes that are not what was recorded", async () => {
    appendFileSync(join(folders.runsDir, attachmentPath(SHA256)), "!");
    await expect(save()).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      context: { sha256: SHA256, found_sha256: sha256Hex(Buffer.concat([PLAN, Buffer.from("!")])) },
    });
    expect(readdirSync(stick)).toEqual([]);
  });

  it("knows what is in the store, and what can be a fingerprint", async () => {
    await expect(save(null, "0".repeat(64))).rejects.toMatchObject({ code: "ATTACHMENT_NOT_FOUND" });
    await expect(save(null, "../x")).rejects.toMatchObject({ code: "BAD_REQUEST", context: { field: "sha256" } });
  });
});

import { rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inFolder } from "../../../support/check-folder.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";

let opened: CheckedApplication;
let sha256: string;

beforeEach(async () => {
  opened = await openCheckedApplication();
  sha256 = basename(opened.small.attachment);
});

afterEach(async () => {
  await opened.close();
});

function check(name = sha256) {
  return opened.app.call("check.attachment", { sha256: name }, { door: "command-line" });
}

describe("check.attachment", () => {
  it("finds nothing wrong with the bytes that were recorded, and says what it compared", async () => {
    const report = await check();
    expect(report).toMatchObject({ verdict: "intact", findings: [], checked: { files: 1, bytes: 12 } });
    expect(report.items).toMatchObject([{ name: "op20.nc", expected: sha256, found: sha256, result: "same" }]);
  });

  it("names the file whose bytes are other ones, or that is gone", async () => {
    const path = inFolder(opened.folders, opened.small.attachment);
    writeFileSync(path, "G91\n");
    expect((await check()).findings).toMatchObject([{ code: "ATTACHMENT_CHANGED", subject: "op20.nc" }]);
    rmSync(path);
    expect((await check()).findings).toMatchObject([{ code: "ATTACHMENT_MISSING", subject: "op20.nc" }]);
  });

  it("checks the report of an earlier check, which belongs to no run, also when it is gone", async () => {
    const { recorded } = await opened.app.call("check.store", {}, { door: "command-line" });
    const name = recorded?.report_sha256 ?? "";
    expect((await check(name)).verdict).toBe("intact");
    rmSync(inFolder(opened.folders, `_attachments/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`));
    expect((await check(name)).findings).toMatchObject([{ code: "ATTACHMENT_MISSING" }]);
  });

  it("knows nothing of a fingerprint that names nothing here, or that is none", async () => {
    await expect(check("0".repeat(64))).rejects.toMatchObject({ code: "ATTACHMENT_NOT_FOUND" });
    await expect(check("op20.nc")).rejects.toMatchObject({ code: "BAD_REQUEST", context: { field: "sha256" } });
  });
});

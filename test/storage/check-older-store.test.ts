import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoreReport } from "../../src/shared/operations/check-operations.ts";
import type { CheckReport } from "../../src/shared/operations/store-operations.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { readFolder } from "../support/read-folder.ts";
import { runInProcess } from "../support/test-application.ts";

const STORE = fileURLToPath(new URL("../fixtures/older-stores/v2-store", import.meta.url));
/** JSON that the older system named by its canonical form and stored with blanks. */
const PRETTY = [
  "99af6ab26c1c379fbacd5cf45cf798aa4ac5f5af71c83cfcfaf118566c6147b4",
  "a1b0555a117a4f6a3c7de2e050bf3d38283f6041b1930f02df68c5f105b7b17d",
  "b513d453c424f9c9a64c940d974b71d524f38781b06ef42e398336212de5fe10",
  "c00d7a66a41ff16fa5166989bb2dfda19c9a1d036743c2544abd590760b7620d",
];
/** One more of them, in which the test changes a value. */
const DAMAGED = "c7f4cacee06344bc6b4ea0dc6fc8fa9d35533de2b5abfab4c76bf861b95d5190";

let folders: TestFolders;

async function command<Value>(...args: readonly string[]): Promise<readonly [number, Value]> {
  const { exitCode, out } = await runInProcess(folders, [...args, "--json"]);
  return [exitCode, (JSON.parse(out) as { value: Value }).value];
}

beforeAll(async () => {
  folders = makeTestFolders();
  const older = join(folders.root, "older");
  cpSync(STORE, older, { recursive: true });
  const [file = ""] = [...readFolder(older).keys()].filter((path) => path.includes(DAMAGED));
  const text = readFileSync(join(older, file), "utf8");
  writeFileSync(join(older, file), text.replace("2025-12-18", "2025-12-19"));
  expect(text).toContain("2025-12-18");
  expect((await command("import", older))[0]).toBe(0);
});

afterAll(() => folders.remove());

describe("the files of an older store, imported", () => {
  it("lie under the fingerprints of their bytes, every one", () => {
    const files = [...readFolder(join(folders.runsDir, "_attachments"))];
    for (const [path, sha256] of files) expect(basename(path)).toBe(sha256);
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(PRETTY)("are the recorded ones where only blanks differ: %s", async (sha256) => {
    const [exitCode, report] = await command<CheckReport>("attachment", "check", sha256);
    expect([exitCode, report.verdict]).toEqual([0, "intact"]);
    expect(report.findings).toMatchObject([{ code: "ATTACHMENT_CANONICAL_MATCH", severity: "info", expected: sha256 }]);
  });

  it("are not the recorded ones where a value differs", async () => {
    const [exitCode, report] = await command<CheckReport>("attachment", "check", DAMAGED);
    expect([exitCode, report.verdict]).toEqual([1, "changed"]);
    expect(report.findings).toMatchObject([{ code: "ATTACHMENT_CHANGED", expected: DAMAGED }]);
  });

  it("are told apart in the check of all of them too", async () => {
    const [exitCode, report] = await command<StoreReport>("attachment", "check", "--all");
    expect(exitCode).toBe(1);
    const named = (code: string) => report.findings.filter((one) => one.code === code).map((one) => one.expected);
    expect(new Set(named("ATTACHMENT_CANONICAL_MATCH"))).toEqual(new Set(PRETTY));
    expect(new Set(named("ATTACHMENT_CHANGED"))).toEqual(new Set([DAMAGED]));
  });
});

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FindingCode } from "../../src/shared/finding.ts";
import { findingText, storageFindings } from "../support/alarms.ts";
import { checkFolder } from "../support/check-folder.ts";
import { startCrashChild } from "../support/crash-child-process.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";

const COPIES = 8;
/** What bytes that someone changed are called. A copy lacks some, and has some that its ledger does not name yet. */
const ACCUSATIONS: ReadonlySet<FindingCode> = new Set([
  ...(["RECORD_CHANGED", "ATTACHMENT_CHANGED", "LINK_CHANGED", "STORE_FILE_CHANGED"] as const),
  ...(["LEDGER_REWRITTEN", "LEDGER_DAMAGED", "ROLLED_BACK", "JOURNAL_DAMAGED", "KEY_RESET"] as const),
]);

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

describe.skipIf(process.platform === "win32")("a folder that is copied while a program writes to it", () => {
  it(`opens for reading, and of what is merely unfinished nobody is accused, in each of ${COPIES} copies`, async () => {
    const child = startCrashChild(folders, "7", "1");
    const counts = new Map<string, number>();
    let runs = 0;
    try {
      await child.next("acknowledged");
      for (let number = 0; number < COPIES; number += 1) {
        await child.next("acknowledged");
        const copy = { runsDir: join(folders.root, `copy-${number}`), dataDir: join(folders.root, "nowhere") };
        // What vanishes while it is copied is no concern of whoever copies.
        spawnSync("cp", ["-r", folders.runsDir, copy.runsDir]);
        // It writes faster than copies are looked at.
        child.process.kill("SIGSTOP");
        const store = await openTestStore({ ...folders, ...copy }, { access: "read" });
        runs = Math.max(runs, [...store.ledger.entries(0)].filter(({ entry }) => entry.kind === "run.recorded").length);
        await store.close();
        const findings = storageFindings((await checkFolder(copy)).findings);
        for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
        expect(findings.filter(({ code }) => ACCUSATIONS.has(code)).map(findingText)).toEqual([]);
        rmSync(copy.runsDir, { recursive: true });
        child.process.kill("SIGCONT");
      }
    } finally {
      child.process.kill("SIGKILL");
      await child.ended;
    }
    const told = [...counts].map(([code, count]) => `${code} ${count}`).join(", ");
    process.stdout.write(`copied ${COPIES} times while ${runs} runs were recorded; told: ${told || "nothing"}\n`);
    expect(runs).toBeGreaterThan(COPIES);
  }, 300_000);
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOldHead } from "../../../../src/main/check/check-old-head.ts";
import { findLastHead } from "../../../../src/main/store/last-head.ts";
import { createStoreReader } from "../../../../src/main/store/store-reader.ts";
import { systemClock } from "../../../../src/main/system/clock.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeSmallStore, recordSmallRun, withStore } from "../../../fixtures/bad-stores/small-store.ts";
import { forgeLedger, readSegments, signerOf, writeSegment } from "../../../support/forge-ledger.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let text: string;

beforeEach(async () => {
  folders = makeTestFolders();
  await makeSmallStore(folders);
  text = findLastHead(nodeFs, folders.runsDir)?.note ?? "";
  await withStore(folders, (store) => recordSmallRun(store, { tool_id: "T4" }));
});

afterEach(() => folders.remove());

function check(note = text) {
  const { runsDir } = folders;
  const deps = { fs: nodeFs, runsDir, store: createStoreReader(nodeFs, runsDir), clock: systemClock };
  const control = { signal: new AbortController().signal, progress: () => undefined };
  return checkOldHead(deps, { name: "older.note", text: note }, control);
}

function editSegment(at: number, edit: (lines: readonly string[]) => readonly string[]): void {
  const segment = readSegments(folders)[at];
  if (segment === undefined) throw new Error("no segment");
  writeSegment(folders, { ...segment, lines: edit(segment.lines) });
}

const codesOf = async (): Promise<readonly string[]> => (await check()).findings.map(({ code }) => code);

describe("checkOldHead", () => {
  it("finds that an honest ledger goes on from it", async () => {
    const { verdict, findings, items, old_head: old, head } = await check();
    expect([verdict, findings]).toEqual(["intact", []]);
    expect(items).toMatchObject([{ expected: old?.root, found: old?.root, result: "same" }]);
    expect(head?.size).toBeGreaterThan(old?.size ?? Number.POSITIVE_INFINITY);
  });

  it("says that history was rewritten where it was, however well it was signed again", async () => {
    forgeLedger(folders, signerOf(folders), (entry) => (entry.kind === "attachment.added" ? null : entry));
    const { verdict, findings, items } = await check();
    expect([verdict, findings.map(({ code }) => code)]).toEqual(["changed", ["LEDGER_REWRITTEN"]]);
    expect(items).toMatchObject([{ result: "different" }]);
  });

  it("says that the folder was put back where what is missing was cut off cleanly", async () => {
    const later = findLastHead(nodeFs, folders.runsDir)?.note ?? "";
    editSegment(2, (lines) => lines.slice(0, -2));
    const { findings, items } = await check(later);
    expect(findings.map(({ code }) => code)).toEqual(["ROLLED_BACK"]);
    expect(items).toMatchObject([{ found: null, result: "missing" }]);
  });

  it("calls damage damage, and says nothing about history before it that it cannot know", async () => {
    editSegment(0, (lines) => lines.with(2, (lines[2] ?? "").replace(/.{20}$/, "x".repeat(20))));
    expect(await codesOf()).toContain("LEDGER_DAMAGED");
    expect(await codesOf()).not.toContain("ROLLED_BACK");
  });

  it("leaves out what happened otherwise: a clock that was set back is no matter of history", async () => {
    forgeLedger(folders, signerOf(folders), (entry) => entry);
    expect(await codesOf()).toEqual([]);
  });
});

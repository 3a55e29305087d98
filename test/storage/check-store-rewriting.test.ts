import { cpSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLastHead } from "../../src/main/store/last-head.ts";
import { signTreeHead } from "../../src/main/store/signed-note.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeSmallStore, recordSmallRun, type SmallStore, withStore } from "../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../support/check-folder.ts";
import { forgeLedger, isEntry, readSegments, signerOf, writeSegment } from "../support/forge-ledger.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { makeSigner } from "../unit/main/store/written-ledger.ts";

let folders: TestFolders;
let small: SmallStore;

beforeEach(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
});

afterEach(() => {
  folders.remove();
});

/** The codes found, each once; `known` leaves out what this PC noted about the folder, as for a stranger. */
async function found(known: "by this PC" | "by the folder alone" = "by this PC"): Promise<readonly string[]> {
  const dataDir = known === "by this PC" ? folders.dataDir : join(folders.root, "nowhere");
  const { findings } = await checkFolder({ ...folders, dataDir });
  return [...new Set(findings.map(({ code }) => code))].sort();
}

function editFirst(edit: (lines: readonly string[]) => readonly string[]): void {
  const [first] = readSegments(folders);
  if (first === undefined) throw new Error("no segment");
  writeSegment(folders, { ...first, lines: edit(first.lines) });
}

/** Where the line stands that records the first, or the second, run. */
function runAt(lines: readonly string[], number = 0): number {
  return [...lines.keys()].filter((index) => lines[index]?.includes('"kind":"run.recorded"'))[number] ?? -1;
}

/** A copy of the signed head as it is now, taken outside, where no one who rewrites the folder reaches it. */
function keepReceipt(): void {
  const note = findLastHead(nodeFs, folders.runsDir)?.note ?? "";
  writeFileSync(inFolder(folders, "_integrity/receipts/kept.note"), note);
}

describe("ledger lines that someone changed without the key", () => {
  const ways: Readonly<Record<string, (lines: readonly string[]) => readonly string[]>> = {
    "an entry taken out": (lines) => lines.toSpliced(runAt(lines), 1),
    "an entry put in twice": (lines) => lines.toSpliced(runAt(lines), 0, lines[runAt(lines)] ?? ""),
    "two entries in another order": (lines) => {
      const [one, two] = [runAt(lines, 0), runAt(lines, 1)];
      return lines.with(one, lines[two] ?? "").with(two, lines[one] ?? "");
    },
    "an entry taken out with its head": (lines) => lines.toSpliced(runAt(lines, 1), 2),
    "a head taken out": (lines) =>
      lines.toSpliced(
        lines.findIndex((line) => !isEntry(line)),
        1,
      ),
    "a head put in twice": (lines) => lines.toSpliced(2, 0, lines[2] ?? ""),
    "an entry edited": (lines) => lines.with(runAt(lines), (lines[runAt(lines)] ?? "").replace("tester", "nobody")),
  };

  it.each(Object.entries(ways))("%s: is rewriting, never damage or rollback", async (_what, edit) => {
    editFirst(edit);
    for (const known of ["by this PC", "by the folder alone"] as const) {
      const codes = await found(known);
      expect(codes).toContain("LEDGER_REWRITTEN");
      const others = codes.filter((code) => code !== "LEDGER_REWRITTEN");
      expect(others.filter((code) => !["DIGEST_CANNOT_CHECK", "FILE_UNVOUCHED"].includes(code))).toEqual([]);
    }
  });

  it("a byte of an entry changed: is damage, and what stood there is known again", async () => {
    editFirst((lines) => lines.with(runAt(lines), (lines[runAt(lines)] ?? "").replace("tester", "testes")));
    const { findings, runs } = await checkFolder(folders);
    expect(findings.map(({ code }) => code)).toEqual(["LEDGER_DAMAGED"]);
    expect(runs.verdicts).toEqual({ intact: 3 });
  });
});

describe("a ledger that someone wrote anew, chained and signed", () => {
  const ways = {
    "an entry taken out": (entry: { readonly kind: string }) => entry.kind === "attachment.added",
    "the first run taken out": (entry: { readonly subject: string }) => entry.subject === small.runId,
  };

  it.each(Object.entries(ways))("%s, with another key: shows without anything from outside", async (_what, isGone) => {
    forgeLedger(folders, makeSigner(signerOf(folders).name), (entry) => (isGone(entry) ? null : entry));
    expect(await found("by the folder alone")).toContain("LEDGER_REWRITTEN");
    expect(await found()).not.toContain("ROLLED_BACK");
  });

  it.each(Object.entries(ways))("%s, with the real key: shows against what this PC noted", async (_what, isGone) => {
    const signer = signerOf(folders);
    forgeLedger(folders, signer, (entry) => (isGone(entry) ? null : entry));
    expect(await found("by the folder alone")).not.toContain("LEDGER_REWRITTEN");
    const codes = await found();
    expect(codes).toContain("LEDGER_REWRITTEN");
    expect(codes).not.toContain("LEDGER_DAMAGED");
    expect(codes).not.toContain("ROLLED_BACK");
  });

  it("an entry edited, with the real key: shows against an older head that lies elsewhere", async () => {
    keepReceipt();
    await withStore(folders, (store) => recordSmallRun(store, { tool_id: "T4" }));
    forgeLedger(folders, signerOf(folders), (entry) =>
      entry.kind === "run.recorded" ? { ...entry, actor: { ...entry.actor, uid: "nobody" } } : entry,
    );
    expect(await found("by the folder alone")).toEqual(["LEDGER_REWRITTEN"]);
    rmSync(inFolder(folders, "_integrity/receipts/kept.note"));
    expect(await found("by the folder alone")).toEqual([]);
  });

  it("does not show in an honest ledger that goes on", async () => {
    keepReceipt();
    await withStore(folders, (store) => recordSmallRun(store, { tool_id: "T4" }));
    expect(await found()).toEqual([]);
    expect(await found("by the folder alone")).toEqual([]);
  });

  it("is not believed of a note that no key of the folder signed", async () => {
    const stranger = makeSigner(signerOf(folders).name);
    const note = signTreeHead({ origin: stranger.name, size: 3, root: Buffer.alloc(32, 1) }, stranger);
    writeFileSync(inFolder(folders, "_integrity/receipts/planted.note"), note);
    expect(await found()).toEqual(["OUTSIDE_HEAD_UNSIGNED"]);
  });
});

describe("a folder that someone put back", () => {
  it("is told from damage and rewriting by what this PC noted, also once it goes on", async () => {
    cpSync(folders.runsDir, join(folders.root, "yesterday"), { recursive: true });
    await withStore(folders, (store) => recordSmallRun(store, { tool_id: "T4" }));
    rmSync(folders.runsDir, { recursive: true });
    renameSync(join(folders.root, "yesterday"), folders.runsDir);
    expect(await found("by the folder alone")).toEqual([]);
    expect(await found()).toEqual(["ROLLED_BACK"]);

    const notices = await withStore(folders, async (store) => store.notices());
    expect(notices.join()).toMatch(/older than it was/);
    expect(await found()).toEqual(["DAMAGE_RECORDED", "ROLLED_BACK"]);
    await withStore(folders, (store) => Promise.all([1, 2, 3].map(() => recordSmallRun(store))));
    // It is longer than before by now, and another one; its own ledger says why.
    expect(await found()).toEqual(["DAMAGE_RECORDED", "ROLLED_BACK"]);
  });

  it("is found when only the end of the ledger and its runs were taken away", async () => {
    const [first, second] = readSegments(folders);
    if (first === undefined || second === undefined) throw new Error("no segments");
    writeSegment(folders, { ...second, lines: second.lines.slice(0, -4) });
    rmSync(inFolder(folders, small.records[2] ?? ""));
    expect(await found("by the folder alone")).toEqual([]);
    expect(await found()).toEqual(["ROLLED_BACK"]);
  });

  it("is told at the next opening, once", async () => {
    const [, second] = readSegments(folders);
    if (second === undefined) throw new Error("no segment");
    writeSegment(folders, { ...second, lines: second.lines.slice(0, -2) });
    expect(await withStore(folders, async (store) => store.notices().length)).toBe(1);
    expect(await withStore(folders, async (store) => store.notices().length)).toBe(0);
    const told = readSegments(folders).flatMap(({ lines }) => lines.filter((line) => line.includes("damage.found")));
    expect(told).toEqual([expect.stringContaining('"why":"rolled-back"')]);
  });
});

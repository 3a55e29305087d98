import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkLedger, namedPaths } from "../../../../src/main/check/check-ledger.ts";
import { CheckPace } from "../../../../src/main/check/check-pace.ts";
import { FindingList } from "../../../../src/main/check/finding-list.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import { findVerifier } from "../../../../src/main/store/ledger-keys.ts";
import { findStoreIdentity } from "../../../../src/main/store/store-identity.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { makeSmallStore, type SmallStore, withStore } from "../../../fixtures/bad-stores/small-store.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const A = "a1".repeat(32) as Sha256;
const B = "b2".repeat(32) as Sha256;
const ACTOR = { uid: "tester", role: "machinist", sid: "s1" };

let folders: TestFolders;
let small: SmallStore;

beforeEach(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
});

afterEach(() => folders.remove());

async function walk() {
  const { runsDir } = folders;
  const firstKey = findVerifier(findStoreIdentity(nodeFs, runsDir)?.first_public_key ?? "");
  const findings = new FindingList();
  const claims = { fs: nodeFs, runsDir, firstKey, outsideHeads: [] };
  const ledger = await checkLedger(claims, findings, new CheckPace(new AbortController().signal));
  return { ledger, codes: findings.all().map(({ code }) => code) };
}

function namedBy(entry: Partial<LedgerEntry>): readonly string[] {
  return namedPaths({ kind: "run.recorded", body: {}, ...entry } as LedgerEntry);
}

describe("walking the ledger", () => {
  it("gives the runs, every path that an entry names, and the files that vouch for the folder", async () => {
    const { ledger, codes } = await walk();
    expect([codes, ledger.runs.size, ledger.opened]).toEqual([[], 3, new Set([1, 2])]);
    for (const path of [...small.records, small.attachment, small.link]) expect(ledger.named.has(path)).toBe(true);
    expect(ledger.vouched.map(({ path }) => path)).toContain("_integrity/store.json");
    expect(ledger.firstAt?.localeCompare(ledger.lastAt ?? "")).toBe(-1);
  });

  it("finds a run that is recorded twice", async () => {
    await withStore(folders, (store) => {
      const entry = { kind: "run.recorded", subject: small.runId, body: { attachments: [] } } as const;
      return store.commit({ files: [], entries: [entry], actor: ACTOR, requestId: "r" });
    });
    expect((await walk()).codes).toEqual(["DUPLICATE_RUN_ID"]);
  });

  it("passes on what the ledger itself tells of: damage, a clock set back", async () => {
    await withStore(folders, (store) => {
      const subject = store.identity?.storeId ?? "";
      const damage = { kind: "damage.found", subject, body: { why: "rolled-back", root: A } } as const;
      const step = { kind: "clock.stepped", subject, body: { from: "2026-11-20", to: "2026-11-19" } } as const;
      return store.commit({ files: [], entries: [damage, step], actor: ACTOR, requestId: "r" });
    });
    const { ledger, codes } = await walk();
    expect(codes).toEqual(["DAMAGE_RECORDED", "CLOCK_STEPPED"]);
    expect(ledger.rolledBackFrom).toEqual(new Set([A]));
  });
});

describe("the files an entry names", () => {
  it("are its own path and, by fingerprint, those of the record", () => {
    const body = { attachments: [A, "no fingerprint", 7] };
    expect(namedBy({ path: "2026-11-20/a.json", body })).toEqual(["2026-11-20/a.json", attachmentPath(A)]);
  });

  it("are the originals that an import kept", () => {
    const body = { kept: [{ sha256: A }, "x"], conflicts: [{ sha256: B }], attachments: [B] };
    expect(namedBy({ kind: "import.committed", body })).toEqual([attachmentPath(A), attachmentPath(B)]);
  });

  it("are the report of a check", () => {
    expect(namedBy({ kind: "check.finished", path: attachmentPath(A) })).toEqual([attachmentPath(A)]);
  });

  it("are none where it names none", () => {
    expect(namedBy({ kind: "run.tagged", body: { attachments: [A] } })).toEqual([]);
  });
});

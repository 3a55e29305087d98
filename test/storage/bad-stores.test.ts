import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkRun } from "../../src/main/check/check-run.ts";
import { FINDING_CODES, type FindingCode } from "../../src/shared/finding.ts";
import { BAD_FOLDERS } from "../fixtures/bad-stores/bad-folders.ts";
import { BAD_LEDGERS } from "../fixtures/bad-stores/bad-ledgers.ts";
import { BAD_RECORDS } from "../fixtures/bad-stores/bad-records.ts";
import type { BadStore } from "../fixtures/bad-stores/bad-store.ts";
import { checkFolder } from "../support/check-folder.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";

/** One for every code there is: the compiler sees to it. */
const BAD_STORES: Readonly<Record<FindingCode, BadStore>> = { ...BAD_RECORDS, ...BAD_LEDGERS, ...BAD_FOLDERS };
const codes = Object.keys(FINDING_CODES) as FindingCode[];

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => {
  folders.remove();
});

/** The codes that a check finds, each once. */
async function codesIn({ make, run }: BadStore): Promise<readonly FindingCode[]> {
  const made = (await make(folders)) ?? {};
  if (run === undefined) {
    const { findings } = await checkFolder({ ...folders, ...made }, made);
    return [...new Set(findings.map(({ code }) => code))];
  }
  const store = await openTestStore(folders, { access: "read" });
  const { findings } = await checkRun(
    { store, clock: { nowMs: () => 0, monotonicMs: () => 0 } },
    { runId: run.runId, row: { path: run.path }, entries: [] },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  return [...new Set(findings.map(({ code }) => code))];
}

describe("the bad store of each code", () => {
  it.each(codes)("%s is what is found in it, and nothing else", async (code) => {
    const bad = BAD_STORES[code];
    expect((await codesIn(bad)).toSorted()).toEqual([code, ...(bad.also ?? [])].toSorted());
  });
});

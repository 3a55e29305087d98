import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { ImportPace } from "../../../../src/main/ingest/import-pace.ts";
import { StoreView } from "../../../../src/main/ingest/store-view.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function viewOf(source: RunStore | null): Promise<StoreView> {
  return StoreView.read(source, new ImportPace(() => undefined, new AbortController().signal));
}

describe("view of a store", () => {
  it("knows what the ledger says, at once after a commit", async () => {
    const change = recordChange(1);
    const sha256 = sha256Hex(change.files[0]?.bytes ?? "");
    await store.commit(change);
    const view = await viewOf(store);
    expect(view.findRun(change.runId)).toEqual({ path: change.path, sha256 });
    expect(view.isRecordedAt(change.path, sha256)).toBe(true);
    expect(view.isRecordedAt(change.path, "a".repeat(64) as Sha256)).toBe(false);
    expect(view.findRun("run_other")).toBeNull();
  });

  it("compares with files whoever wrote them", async () => {
    const change = recordChange(2);
    await store.commit(change);
    const view = await viewOf(store);
    expect(view.nameState(change.path, sha256Hex(change.files[0]?.bytes ?? ""))).toBe("same");
    expect(view.nameState(change.path, sha256Hex("other"))).toBe("different");
    expect(view.nameState("2026-11-20/run_free.json", sha256Hex("other"))).toBe("free");
  });

  it("remembers only what imports hid", async () => {
    const { actor, requestId } = recordChange(3);
    const hidden = (subject: string, body: { readonly [key: string]: boolean }) => ({
      kind: "run.hidden" as const,
      subject,
      body,
    });
    await store.commit({
      files: [],
      entries: [hidden("run_a", { imported: true }), hidden("run_b", {})],
      actor,
      requestId,
    });
    const view = await viewOf(store);
    expect([view.wasHiddenByImport("run_a"), view.wasHiddenByImport("run_b")]).toEqual([true, false]);
  });

  it("of no store is empty", async () => {
    const view = await viewOf(null);
    expect(view.findRun("run_a")).toBeNull();
    expect(view.nameState("2026-11-20/run_a.json", sha256Hex(""))).toBe("free");
    expect(view.hasAttachment(sha256Hex(""))).toBe(false);
    expect(view.hasAdvisory("run_a", "adv_1")).toBe(false);
  });
});

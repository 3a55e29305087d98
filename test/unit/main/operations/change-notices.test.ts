import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChangeNotices } from "../../../../src/main/operations/change-notices.ts";
import type { Committed } from "../../../../src/main/store/run-store.ts";

function committed(...entries: { seq: number; subject: string; kind?: string }[]): Committed {
  return { files: [], entries: entries.map((entry) => ({ entry, place: {} })) } as unknown as Committed;
}

describe("ChangeNotices", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("gathers commits into one notice", () => {
    const told: unknown[] = [];
    const notices = new ChangeNotices((notice) => told.push(notice));
    notices.add(committed({ seq: 4, subject: "run_a" }), "store");
    notices.add(committed({ seq: 5, subject: "run_b" }, { seq: 6, subject: "run_a" }), "store");
    expect(told).toEqual([]);
    vi.runAllTimers();
    expect(told).toEqual([{ seq: 6, run_ids: ["run_a", "run_b"], more: false }]);
  });

  it("does not take the store for a run", () => {
    const told: { run_ids: string[] }[] = [];
    const notices = new ChangeNotices((notice) => told.push(notice));
    notices.add(committed({ seq: 1, subject: "store" }), "store");
    vi.runAllTimers();
    expect(told[0]?.run_ids).toEqual([]);
  });

  it("says that rows changed when many runs were checked", () => {
    const told: { run_ids: string[]; more: boolean }[] = [];
    const notices = new ChangeNotices((notice) => told.push(notice));
    notices.add(committed({ seq: 1, subject: "store", kind: "check.finished" }), "store");
    vi.runAllTimers();
    expect(told).toEqual([{ seq: 1, run_ids: [], more: true }]);
  });

  it("names a run that no entry is about, with the entries of the same moment", () => {
    const told: unknown[] = [];
    const notices = new ChangeNotices((notice) => told.push(notice));
    notices.add(committed({ seq: 4, subject: "run_a" }), "store");
    notices.addRun("run_b");
    vi.runAllTimers();
    notices.addRun("run_c");
    vi.runAllTimers();
    expect(told).toEqual([
      { seq: 4, run_ids: ["run_a", "run_b"], more: false },
      { seq: 4, run_ids: ["run_c"], more: false },
    ]);
  });

  it("names a hundred runs and says that there are more", () => {
    const told: { run_ids: string[]; more: boolean }[] = [];
    const notices = new ChangeNotices((notice) => told.push(notice));
    for (let seq = 0; seq < 150; seq++) notices.add(committed({ seq, subject: `run_${seq}` }), "store");
    vi.runAllTimers();
    expect(told).toHaveLength(1);
    expect(told[0]?.run_ids).toHaveLength(100);
    expect(told[0]?.more).toBe(true);
  });

  it("says nothing after it was stopped", () => {
    const told: unknown[] = [];
    const notices = new ChangeNotices((notice) => told.push(notice));
    notices.add(committed({ seq: 1, subject: "run_a" }), "store");
    notices.stop();
    vi.runAllTimers();
    expect(told).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { packEntries, unpackEntries } from "../../../../src/main/catalog/entry-parcel.ts";
import { prepareEntry } from "../../../../src/main/catalog/prepared-entry.ts";
import { madeCheck, madeEvent, madeRun } from "./made-runs.ts";

describe("packEntries and unpackEntries", () => {
  it("give back every kind of entry after a journey to another thread", () => {
    const items = [
      madeRun(0, "run_1", {
        mode: "saw",
        notes: "é 刃",
        workflow_session_id: "s",
        attachments: [{ sha256: "a".repeat(64) }],
      }),
      madeRun(1, "run_2", {
        status: "BLOCKED",
        decision: { block_reason: "Rim speed 6500 above 5200" },
        hashes: { gcode_sha256: "b".repeat(64) },
      }),
      madeEvent(2, "run.tagged", "run_1", { tag: "urgent" }),
      madeEvent(3, "epoch.closed", "store"),
      madeCheck(4, { odd: [{ run_id: "run_1", verdict: "changed" }] }),
    ];
    const unreadable = { ...madeRun(5, "run_3"), record: () => ({ problem: "It is missing." }) };
    const entries = [...items, unreadable].map(({ placed, record }) => prepareEntry(placed, record));
    expect(unpackEntries(structuredClone(packEntries(entries)))).toEqual(entries);
    expect(unpackEntries(packEntries([]))).toEqual([]);
  });
});

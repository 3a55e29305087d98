import { describe, expect, it } from "vitest";
import { diskTrouble } from "../../../../src/renderer/state/disk-trouble.ts";
import type { Health } from "../../../../src/shared/operations/store-operations.ts";
import { makeHealth } from "../sample-data.ts";

const GB = 1_000_000_000;

function troubleOf(freeBytes: number, daysLeft: number | null, level: "ok" | "low" | "critical" = "ok") {
  const growth: Health["growth"] = { store_bytes: 1, bytes_per_day: 1, days_left: daysLeft };
  return diskTrouble(makeHealth({ disk: { free_bytes: freeBytes, total_bytes: 100 * GB, level }, growth }));
}

describe("disk trouble", () => {
  it("is quiet while there is room for a week and two gigabytes", () => {
    expect(troubleOf(50 * GB, 7)).toBeNull();
    expect(troubleOf(50 * GB, null)).toBeNull();
  });

  it("speaks below a week or below two gigabytes, with both numbers", () => {
    expect(troubleOf(50 * GB, 6)).toEqual({ level: "low", freeBytes: 50 * GB, daysLeft: 6 });
    expect(troubleOf(1.9 * GB, 400)).toEqual({ level: "low", freeBytes: 1.9 * GB, daysLeft: 400 });
    expect(troubleOf(50 * GB, 400, "low")?.level).toBe("low");
  });

  it("says full below the reserve, and where the folder was closed for it", () => {
    expect(troubleOf(1, 400, "critical")?.level).toBe("full");
    const store: Health["store"] = { ...makeHealth().store, mode: "read-only", reason: "disk-full" };
    const disk: Health["disk"] = { free_bytes: 3 * GB, total_bytes: 9 * GB, level: "ok" };
    expect(diskTrouble(makeHealth({ store, disk }))?.level).toBe("full");
  });

  it("says nothing of a drive that the system says nothing of", () => {
    expect(diskTrouble(makeHealth({ disk: null }))).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { DATE_CHOICES, dateWords, isSameDate } from "../../../../../src/renderer/features/runs/date-words.ts";

describe("date words", () => {
  it("every span that is a tap away has its own words", () => {
    expect(new Set(DATE_CHOICES.map(dateWords)).size).toBe(DATE_CHOICES.length);
    expect(dateWords({ kind: "last", amount: 1, unit: "day" })).toBe("Today");
    expect(dateWords({ kind: "last", amount: 1, unit: "hour" })).toBe("Last hour");
    expect(dateWords({ kind: "shift" })).toBe("This shift");
  });

  it("a span of days says both, one or the only one", () => {
    const range = (from: string | null, to: string | null) => dateWords({ kind: "range", from, to });
    expect(range("2026-11-01", "2026-11-03")).toBe("2026-11-01 – 2026-11-03");
    expect(range("2026-11-01", "2026-11-01")).toBe("2026-11-01");
    expect(range("2026-11-01", null)).toBe("since 2026-11-01");
    expect(range(null, "2026-11-03")).toBe("until 2026-11-03");
  });

  it("tells spans apart", () => {
    expect(isSameDate({ kind: "any" }, { kind: "any" })).toBe(true);
    expect(isSameDate({ kind: "last", amount: 7, unit: "day" }, { kind: "last", amount: 30, unit: "day" })).toBe(false);
  });
});

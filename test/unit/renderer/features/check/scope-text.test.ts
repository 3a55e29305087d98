import { describe, expect, it } from "vitest";
import {
  askedText,
  daysText,
  pastScopeText,
  scopeText,
} from "../../../../../src/renderer/features/check/scope-text.ts";
import { makePastCheck } from "../../sample-data.ts";

const NAMES = new Map([["run_1", "1-3"]]);
const ANY = { from: null, to: null };

describe("scope text", () => {
  it("says days as people write them", () => {
    expect(daysText({ from: "2026-11-01", to: "2026-11-30" })).toBe("from 1 Nov 2026 to 30 Nov 2026");
    expect(daysText({ from: "2026-11-01", to: "2026-11-01" })).toBe("on 1 Nov 2026");
    expect(daysText({ from: "2026-11-01", to: null })).toBe("from 1 Nov 2026 on");
    expect(daysText({ from: null, to: "2026-11-01" })).toBe("up to 1 Nov 2026");
    expect(daysText(ANY)).toBe("");
  });

  it("says what a check of many things is about", () => {
    expect(scopeText({ what: "store", ...ANY }, null)).toBe("Everything");
    expect(scopeText({ what: "attachments", ...ANY }, null)).toBe("Files of all runs");
    expect(scopeText({ what: "runs", ...ANY }, null)).toBe("All runs");
    expect(scopeText({ what: "runs", ...ANY }, 39)).toBe("39 chosen runs");
    expect(scopeText({ what: "runs", from: "2026-11-01", to: "2026-11-01" }, null)).toBe("Runs on 1 Nov 2026");
  });

  it("calls a run by its number, and by its id until that is known", () => {
    expect(askedText({ kind: "run", runId: "run_1" }, NAMES)).toBe("Run 1-3");
    expect(askedText({ kind: "run", runId: "run_2" }, NAMES)).toBe("Run run_2");
    expect(pastScopeText(makePastCheck({ scope: null, run_id: "run_1" }), NAMES)).toBe("Run 1-3");
    expect(pastScopeText(makePastCheck(), NAMES)).toBe("Everything");
  });
});

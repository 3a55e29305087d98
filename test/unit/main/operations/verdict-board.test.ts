import { describe, expect, it } from "vitest";
import { VerdictBoard } from "../../../../src/main/operations/verdict-board.ts";
import type { Finding } from "../../../../src/shared/finding.ts";
import type { Verdict } from "../../../../src/shared/verdicts.ts";

function row(verdict: Verdict, checkedAt: string | null = null) {
  return { run_id: "run_1", verdict, checked_at: checkedAt, note: "kept" };
}

function found(verdict: Verdict, at = "2026-11-20T10:00:00.000000Z") {
  return { verdict, checked_at: at, findings: [] };
}

const EARLIER = "2026-11-20T09:00:00.000000Z";
const LATER = "2026-11-20T11:00:00.000000Z";

describe("VerdictBoard.over", () => {
  it("shows what was found since, and when", () => {
    const board = new VerdictBoard();
    board.note("run_1", found("intact"));
    const shown = { ...row("intact"), checked_at: "2026-11-20T10:00:00.000000Z" };
    expect(board.over(row("not-checked"))).toEqual(shown);
    expect(board.over(row("changed", EARLIER))).toEqual(shown);
  });

  it("leaves a row that tells of a newer check, and runs nobody looked at", () => {
    const board = new VerdictBoard();
    const newer = row("changed", LATER);
    board.note("run_1", found("intact"));
    expect(board.over(newer)).toBe(newer);
    const other = { ...row("not-checked"), run_id: "run_2" };
    expect(board.over(other)).toBe(other);
  });

  it("lets what a record says of itself stand unless worse was found", () => {
    const board = new VerdictBoard();
    board.note("run_1", found("intact"));
    expect(board.over(row("incomplete")).verdict).toBe("incomplete");
    board.note("run_1", found("changed"));
    expect(board.over(row("incomplete")).verdict).toBe("changed");
  });

  it("forgets the runs looked at longest ago", () => {
    const board = new VerdictBoard();
    for (let number = 0; number < 2_000; number++) board.note(`run_${number}`, found("intact"));
    board.note("run_0", found("changed"));
    board.note("run_new", found("changed"));
    const verdictOf = (runId: string) => board.over({ ...row("not-checked"), run_id: runId }).verdict;
    expect(verdictOf("run_0")).toBe("changed");
    expect(verdictOf("run_1")).toBe("not-checked");
    expect(verdictOf("run_2")).toBe("intact");
  });
});

describe("VerdictBoard.isNews", () => {
  const error: Finding = {
    ...{ code: "RECORD_CHANGED", severity: "error", subject: "Record", path: null, expected: null, found: null },
    what_to_do: "",
  };

  it("is true once for a run and an outcome", () => {
    const board = new VerdictBoard();
    expect(board.isNews(row("not-checked"), found("changed"))).toBe(true);
    expect(board.isNews(row("not-checked"), found("changed"))).toBe(false);
    expect(board.isNews({ ...row("not-checked"), run_id: "run_2" }, found("changed"))).toBe(true);
    expect(board.isNews(row("changed", EARLIER), found("cannot-check"))).toBe(true);
    expect(board.isNews(row("cannot-check", EARLIER), found("changed"))).toBe(true);
  });

  it("is false where the row says so already, and where nothing is wrong", () => {
    const board = new VerdictBoard();
    expect(board.isNews(row("changed", EARLIER), found("changed"))).toBe(false);
    expect(board.isNews(row("not-checked"), found("intact"))).toBe(false);
    expect(board.isNews(row("not-checked"), found("incomplete"))).toBe(false);
    expect(board.isNews(row("not-checked"), { ...found("incomplete"), findings: [error] })).toBe(true);
  });
});

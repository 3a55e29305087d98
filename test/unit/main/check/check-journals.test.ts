import { describe, expect, it } from "vitest";
import { journalFindings } from "../../../../src/main/check/check-journals.ts";
import type { JournalState } from "../../../../src/main/store/pending-changes.ts";

const CLEAN: JournalState = {
  ...{ path: "_integrity/journal/00000001.jnl", epoch: 1, frames: 3, pendingFrames: 0, tornBytes: 0, damage: null },
};

function found(...journals: readonly JournalState[]): readonly string[] {
  return journalFindings({ journals, lines: new Map(), files: new Map() }).map(({ code, severity, found: what }) =>
    `${severity} ${code} ${what ?? ""}`.trim(),
  );
}

describe("the journals of a folder", () => {
  it("say nothing when all they hold is in place", () => {
    expect(found()).toEqual([]);
    expect(found(CLEAN)).toEqual([]);
  });

  it("say how many changes wait, which is no damage", () => {
    expect(found({ ...CLEAN, pendingFrames: 2 })).toEqual(["info JOURNAL_PENDING 2 changes"]);
  });

  it("say that the last change was not written to its end", () => {
    expect(found({ ...CLEAN, tornBytes: 17 })).toEqual(["warning JOURNAL_TORN 17 bytes"]);
  });

  it("say damage where no stop of the program explains it, and not torn then", () => {
    const damaged = { ...CLEAN, pendingFrames: 1, tornBytes: 17, damage: "a frame is not what was written" };
    expect(found(damaged)).toEqual(["info JOURNAL_PENDING 1 changes", "error JOURNAL_DAMAGED"]);
  });
});

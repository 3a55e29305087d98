import { describe, expect, it } from "vitest";
import { RunIndex } from "../../../../src/main/check/run-index.ts";
import type { EntryPlace, LedgerEntry, PlacedEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { LedgerReader } from "../../../../src/main/store/ledger-reader.ts";
import { AppError } from "../../../../src/shared/app-error.ts";

const SURE = { isDoubtful: false, isMended: false };

/** A ledger in memory whose lines lie one after the other. */
class Lines {
  readonly #entries: LedgerEntry[] = [];

  add(kind: LedgerEntry["kind"], subject: string): PlacedEntry {
    const seq = this.#entries.length;
    const entry = { kind, subject, seq } as LedgerEntry;
    this.#entries.push(entry);
    return { entry, place: { epoch: 1, offset: seq * 100, byteLength: 99 } };
  }

  reader(lost: readonly number[] = []): LedgerReader {
    return {
      entries: () => [],
      entryAt: ({ offset }: EntryPlace) => {
        const entry = this.#entries[offset / 100];
        if (entry === undefined || lost.includes(entry.seq)) throw new AppError("STORE_DAMAGED", "not where it was");
        return entry;
      },
    };
  }
}

describe("which lines are about the files of which run", () => {
  it("is told run by run, in the order of the ledger", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    for (const subject of ["a", "b", "a"]) {
      index.add(lines.add(subject === "b" ? "run.recorded" : "attachment.added", subject), SURE);
    }
    expect(index.size).toBe(2);
    const { runId, entries, isDoubtful } = index.read(0, lines.reader());
    expect([runId, entries.map(({ seq }) => seq), isDoubtful]).toEqual(["a", [0, 2], false]);
    expect(index.read(1, lines.reader()).runId).toBe("b");
  });

  it("takes no notice of what says nothing of files", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    expect(index.add(lines.add("run.tagged", "a"), SURE)).toBe(false);
    expect(index.size).toBe(0);
  });

  it("says when a run is recorded a second time", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    const kinds = ["attachment.added", "run.recorded", "attachment.added", "run.recorded"] as const;
    expect(kinds.map((kind) => index.add(lines.add(kind, "a"), SURE))).toEqual([false, false, false, true]);
  });

  it("makes a run doubtful of which a line is damaged, or cannot be read any more", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    index.add(lines.add("run.recorded", "a"), { ...SURE, isDoubtful: true });
    index.add(lines.add("run.recorded", "b"), SURE);
    expect(index.read(0, lines.reader()).isDoubtful).toBe(true);
    expect(index.read(1, lines.reader())).toMatchObject({ runId: "b", isDoubtful: false });
    expect(index.read(1, lines.reader([1]))).toEqual({ runId: "", entries: [], isDoubtful: true });
  });

  it("keeps a line that was put right: its place holds other bytes", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    index.add(lines.add("run.recorded", "a"), { ...SURE, isMended: true });
    expect(index.read(0, lines.reader([0]))).toMatchObject({ runId: "a", isDoubtful: false });
  });

  it("holds as many as there are", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    for (let number = 0; number < 3_000; number += 1) index.add(lines.add("run.recorded", `run_${number}`), SURE);
    expect(index.size).toBe(3_000);
    expect(index.read(2_999, lines.reader()).runId).toBe("run_2999");
  });

  it("passes on what the drive says", () => {
    const [index, lines] = [new RunIndex(), new Lines()];
    index.add(lines.add("run.recorded", "a"), SURE);
    const broken: LedgerReader = {
      entries: () => [],
      entryAt: () => {
        throw new AppError("IO_FAILED", "the drive gave up");
      },
    };
    expect(() => index.read(0, broken)).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
  });
});

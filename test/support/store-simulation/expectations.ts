import type { Change } from "../../../src/main/store/change.ts";
import type { PlacedEntry } from "../../../src/main/store/ledger-entry.ts";
import { entryLine } from "../../../src/main/store/ledger-line.ts";

/** A ledger line that was promised: its number, its place and its text. */
export interface PromisedLine {
  readonly seq: number;
  readonly epoch: number;
  readonly offset: number;
  readonly text: string;
}

/** How a change ended. `unknown` is for one whose caller never learned: it must be there whole or not at all. */
export type Outcome = "acknowledged" | "refused" | "unknown";

/** A change that was tried. */
export interface TriedChange {
  readonly change: Change;
  outcome: Outcome;
  lines: readonly PromisedLine[];
}

/** What the store has promised so far in a scenario, and what it was asked for. */
export class Expectations {
  readonly changes = new Map<string, TriedChange>();
  /** Attachments that were promised, by digest. */
  readonly attachments = new Map<string, Buffer>();
  /** The attachment that was tried last, promised or not. */
  lastAttachment: Buffer | null = null;
  /** Bytes of other programs that must lie somewhere. */
  readonly foreign: Buffer[] = [];
  readonly problems: string[] = [];
  readonly #numbers = new Map<number, string>();
  #made = 0;

  /** A number that nothing in the scenario has yet. */
  nextNumber(): number {
    this.#made += 1;
    return this.#made;
  }

  tried(change: Change): void {
    this.changes.set(change.requestId, { change, outcome: "unknown", lines: [] });
  }

  acknowledged(change: Change, entries: readonly PlacedEntry[]): void {
    const lines = entries.map(({ entry, place }) => {
      const other = this.#numbers.get(entry.seq);
      if (other !== undefined)
        this.problems.push(`entry ${entry.seq} was promised to ${other} and to ${change.requestId}`);
      this.#numbers.set(entry.seq, change.requestId);
      return { seq: entry.seq, epoch: place.epoch, offset: place.offset, text: entryLine(entry).toString() };
    });
    if (lines.length !== change.entries.length)
      this.problems.push(`${change.requestId} came back with ${lines.length} entries`);
    this.changes.set(change.requestId, { change, outcome: "acknowledged", lines });
  }

  refused(change: Change): void {
    this.changes.set(change.requestId, { change, outcome: "refused", lines: [] });
  }

  count(outcome: Outcome): number {
    return [...this.changes.values()].filter((tried) => tried.outcome === outcome).length;
  }

  /** The same promises, for another way that things can go on. */
  copy(): Expectations {
    const copy = new Expectations();
    for (const [key, tried] of this.changes) copy.changes.set(key, { ...tried });
    for (const [key, bytes] of this.attachments) copy.attachments.set(key, bytes);
    for (const [seq, requestId] of this.#numbers) copy.#numbers.set(seq, requestId);
    copy.foreign.push(...this.foreign);
    copy.#made = this.#made;
    return copy;
  }
}

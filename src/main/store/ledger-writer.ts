import { type Clock, utcTimestamp } from "../system/clock.ts";
import type { Change, EntryDraft } from "./change.ts";
import type { Actor, LedgerEntry, PlacedEntry } from "./ledger-entry.ts";
import { entryLine, headLine } from "./ledger-line.ts";
import { advance, type LedgerPosition } from "./ledger-tail.ts";
import { type NoteSigner, signTreeHead } from "./signed-note.ts";

const LINE_FEED = Buffer.from("\n");

/** Ledger bytes for a group of changes, made but not yet durable. */
export interface LedgerDraft {
  readonly offset: number;
  readonly bytes: Buffer;
  /** The entries of each change of the group, in the group's order. */
  readonly entries: (readonly PlacedEntry[])[];
  readonly position: LedgerPosition;
  /** Who signs from the next group on. */
  readonly signer: NoteSigner;
}

/** What stands the same in every entry of an epoch. */
export interface EpochFacts {
  readonly epoch: number;
  readonly app: string;
  readonly boot: string;
  readonly station: string;
  readonly origin: string;
}

/** Numbers, chains and signs the entries of one epoch. Pure but for the clock: durability is the journal's. */
export class LedgerWriter {
  readonly #facts: EpochFacts;
  readonly #clock: Clock;
  #signer: NoteSigner;
  #position: LedgerPosition;
  #offset = 0;

  constructor(parts: {
    readonly facts: EpochFacts;
    readonly clock: Clock;
    readonly signer: NoteSigner;
    readonly position: LedgerPosition;
  }) {
    this.#facts = parts.facts;
    this.#clock = parts.clock;
    this.#signer = parts.signer;
    this.#position = parts.position;
  }

  /** Where the ledger stands after the last accepted draft. */
  get position(): LedgerPosition {
    return this.#position;
  }

  /**
   * The lines of a group: one line A per entry, one signed head that closes them all. Where the changes bring in a key, `successor` holds
   * it: both sign this head, and the successor alone the heads after it.
   */
  draft(changes: readonly Change[], successor: NoteSigner | null = null): LedgerDraft {
    const parts: Buffer[] = [];
    let position = this.#position;
    let offset = this.#offset;
    const entries = changes.map((change) =>
      change.entries.map((draft) => {
        const entry = this.#entry(draft, change, position);
        const line = entryLine(entry);
        position = advance(position, entry, line);
        const place = { epoch: this.#facts.epoch, offset, byteLength: line.byteLength };
        parts.push(line, LINE_FEED);
        offset += line.byteLength + 1;
        return { entry, place };
      }),
    );
    const head = { origin: this.#facts.origin, size: position.tree.size, root: position.tree.root() };
    const signers = successor === null ? [this.#signer] : [this.#signer, successor];
    parts.push(headLine(signTreeHead(head, ...signers)), LINE_FEED);
    const signer = successor ?? this.#signer;
    return { offset: this.#offset, bytes: Buffer.concat(parts), entries, position, signer };
  }

  /** The draft is durable: the next one joins on to it. */
  accept(draft: LedgerDraft): void {
    this.#position = draft.position;
    this.#signer = draft.signer;
    this.#offset = draft.offset + draft.bytes.byteLength;
  }

  #entry(
    draft: EntryDraft,
    change: { readonly actor: Actor; readonly requestId: string },
    position: LedgerPosition,
  ): LedgerEntry {
    const now = utcTimestamp(this.#clock.nowMs());
    // Time never runs backwards within an epoch: order in the ledger is the order of truth, the clock is a claim.
    const isBack = now < position.lastAt;
    return {
      actor: change.actor,
      app: this.#facts.app,
      at: isBack ? position.lastAt : now,
      body: draft.body,
      boot: this.#facts.boot,
      epoch: this.#facts.epoch,
      kind: draft.kind,
      mono_ms: Math.floor(this.#clock.monotonicMs()),
      ...(draft.path === undefined ? {} : { path: draft.path }),
      prev: position.previous,
      request_id: change.requestId,
      seq: position.tree.size,
      ...(draft.sha256 === undefined ? {} : { sha256: draft.sha256 }),
      ...(draft.size === undefined ? {} : { size: draft.size }),
      station: this.#facts.station,
      subject: draft.subject,
      v: 1,
    };
  }
}

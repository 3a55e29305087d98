import type { MerkleTree } from "./merkle-tree.ts";

/** A tree head that was kept where whoever rewrites the ledger may not reach: it says what the ledger was at that size. */
export interface OutsideHead {
  /** What people call the place: a file name. */
  readonly source: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  /** Where the head stood in the ledger, when whoever kept it noted that. */
  readonly place: { readonly epoch: number; readonly end: number } | null;
}

/** How the ledger compares with one outside head. `unknown`: damage before that place makes it impossible to say. */
export interface HeadComparison {
  readonly head: OutsideHead;
  readonly result: "same" | "rewritten" | "rolled-back" | "unknown";
  /** Hex; null where the ledger does not reach that far. */
  readonly foundRoot: string | null;
}

/** Compares a ledger with outside heads as its tree grows. */
export class OutsideHeads {
  readonly #heads: readonly OutsideHead[];
  readonly #results = new Map<OutsideHead, HeadComparison>();
  #next = 0;

  constructor(heads: readonly OutsideHead[]) {
    this.#heads = [...heads].sort((left, right) => left.size - right.size);
  }

  /** The size at which the tree is wanted next, or null. */
  get nextSize(): number | null {
    return this.#heads[this.#next]?.size ?? null;
  }

  /** The tree at {@link nextSize}. `end`: where its last line's group ends, when it is the last of a group. */
  compare(tree: MerkleTree, place: { readonly epoch: number; readonly end: number } | null): void {
    const root = tree.root().toString("hex");
    for (
      let head = this.#heads[this.#next];
      head !== undefined && head.size === tree.size;
      head = this.#heads[this.#next]
    ) {
      const isSame = root === head.root && isSamePlace(head, place);
      this.#results.set(head, { head, result: isSame ? "same" : "rewritten", foundRoot: root });
      this.#next += 1;
    }
  }

  /** The tree is not known up to `size`. */
  skipTo(size: number): void {
    for (let head = this.#heads[this.#next]; head !== undefined && head.size < size; head = this.#heads[this.#next]) {
      this.#results.set(head, { head, result: "unknown", foundRoot: null });
      this.#next += 1;
    }
  }

  /** The ledger ends here; `isWhole`: nothing at its end is damaged, so that what is missing was taken away cleanly. */
  finish(isWhole: boolean): readonly HeadComparison[] {
    return this.#heads.map(
      (head) => this.#results.get(head) ?? { head, result: isWhole ? "rolled-back" : "unknown", foundRoot: null },
    );
  }
}

/** Heads that were taken out or put in leave every entry where it was, but not the end of the group. */
function isSamePlace({ place }: OutsideHead, found: { readonly epoch: number; readonly end: number } | null): boolean {
  return place === null || found === null || place.epoch !== found.epoch || place.end === found.end;
}

import type { LedgerEntry } from "./ledger-entry.ts";
import { type NoteVerifier, parseVerifier } from "./signed-note.ts";

/** A key that an entry brings in, and how. */
export interface IntroducedKey {
  readonly verifier: NoteVerifier;
  /** `reset`: the old key was lost. `rotated`: the old key vouches for the new one. */
  readonly how: "reset" | "rotated";
}

/** The verifier in a text, or null; takes any text. */
export function findVerifier(text: string): NoteVerifier | null {
  try {
    return parseVerifier(text);
  } catch {
    // A key that the crypto library refuses is no key; whoever asks says where it stood.
    return null;
  }
}

/** The keys that entries bring in, in their order. */
export function introducedKeys(entries: readonly LedgerEntry[]): readonly IntroducedKey[] {
  return entries.flatMap(({ kind, body }) => {
    if (kind !== "key.reset" && kind !== "key.rotated") return [];
    const verifier = typeof body.verifier === "string" ? findVerifier(body.verifier) : null;
    return verifier === null ? [] : [{ verifier, how: kind === "key.reset" ? "reset" : "rotated" }];
  });
}

/** The keys of a store as its ledger goes along: which may sign now, and which ever could. */
export class LedgerKeys {
  #current: NoteVerifier | null;
  readonly #all: NoteVerifier[];

  /** `first` is the key the store was born with; null where that is not known any more, so that no signature can be judged. */
  constructor(first: NoteVerifier | null) {
    this.#current = first;
    this.#all = first === null ? [] : [first];
  }

  /** False while no key is known. */
  get isKnown(): boolean {
    return this.#current !== null;
  }

  /** Every key so far, oldest first. */
  get all(): readonly NoteVerifier[] {
    return this.#all;
  }

  /** Keys that may sign a group which brings these in. A rotation is signed by the old key; a reset by the new one alone. */
  allowed(introduced: readonly IntroducedKey[]): readonly NoteVerifier[] {
    const current = this.#current === null ? [] : [this.#current];
    return [...current, ...introduced.map(({ verifier }) => verifier)];
  }

  /**
   * True when the key that holds now may go on, or a reset brought a new one. A rotation proves nothing without the old key, and nothing
   * without the new one: nobody can bring in a key that they do not have.
   */
  mayHaveSigned(signers: readonly string[], introduced: readonly IntroducedKey[]): boolean {
    if (introduced.some(({ how }) => how === "reset")) return signers.length > 0;
    if (this.#current === null) return false;
    const needed = [this.#current, ...introduced.map(({ verifier }) => verifier)];
    return needed.every(({ keyId }) => signers.includes(keyId.toString("hex")));
  }

  /** The group was accepted: what it brought in holds from now on. */
  accept(introduced: readonly IntroducedKey[]): void {
    for (const { verifier } of introduced) {
      this.#current = verifier;
      this.#all.push(verifier);
    }
  }
}

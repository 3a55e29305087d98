import { createHash } from "node:crypto";
import type { Sha256 } from "../../shared/sha256.ts";
import type { FileDigest } from "./stored-file.ts";
import type { HashStep } from "./stored-file-hasher.ts";

/** Pieces in the ring: one is filled and one hashed while two wait. */
const SLOTS = 4;
const SLOT_BYTES = 1024 * 1024;
/** A partner that is gone wakes nobody; whoever waits looks around at this interval. */
const WAIT_MS = 100;

/** Words at the head of the shared memory, before one length for each slot. */
const FILLED = 0;
const EMPTIED = 1;
const LENGTHS = 2;
const HEAD_BYTES = (LENGTHS + SLOTS) * Int32Array.BYTES_PER_ELEMENT;

/** What a slot holds that ends the bytes: there are no more, or the one who fills could not go on. */
const END = 0;
const GIVEN_UP = -1;

/** Memory for a ring, to be handed to both threads. */
export function makeRingMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + SLOTS * SLOT_BYTES);
}

/**
 * Pieces of one file on their way from the thread that reads to the thread that hashes, so that both work at the same time. Both block
 * while they wait, so neither may be a thread that others need.
 */
export class HashRing {
  readonly #head: Int32Array;
  readonly #slots: readonly Uint8Array[];

  constructor(memory: SharedArrayBuffer) {
    this.#head = new Int32Array(memory, 0, LENGTHS + SLOTS);
    this.#slots = Array.from(
      { length: SLOTS },
      (_, slot) => new Uint8Array(memory, HEAD_BYTES + slot * SLOT_BYTES, SLOT_BYTES),
    );
  }

  /** Makes the ring ready for another file. Only while no thread uses it. */
  reset(): void {
    this.#head.fill(0);
  }

  /** Fills the ring until `read` gives nothing. Whatever `read` or `step` throws goes on to the caller, and ends the other side too. */
  fill(read: (into: Uint8Array, position: number) => number, step: HashStep): void {
    let position = 0;
    for (let turn = 0; ; turn += 1) {
      this.#wait(EMPTIED, turn - SLOTS, step);
      const slot = turn % SLOTS;
      let count = GIVEN_UP;
      try {
        count = read(this.#slot(slot), position);
      } finally {
        this.#head[LENGTHS + slot] = count;
        this.#turn(FILLED, turn + 1);
      }
      if (count === END) return;
      position += count;
    }
  }

  /** Ends the other side before anything was put in. */
  giveUp(): void {
    this.#head[LENGTHS] = GIVEN_UP;
    this.#turn(FILLED, 1);
  }

  /** The digest of all that came through; null when the other side gave up. */
  drain(step: HashStep): FileDigest | null {
    const digest = createHash("sha256");
    let sizeBytes = 0;
    for (let turn = 0; ; turn += 1) {
      this.#wait(FILLED, turn, step);
      const slot = turn % SLOTS;
      const count = this.#head[LENGTHS + slot] ?? GIVEN_UP;
      if (count === GIVEN_UP) return null;
      if (count === END) return { state: "read", sha256: digest.digest("hex") as Sha256, sizeBytes };
      const bytes = this.#slot(slot);
      digest.update(count === SLOT_BYTES ? bytes : bytes.subarray(0, count));
      sizeBytes += count;
      this.#turn(EMPTIED, turn + 1);
      step(count);
    }
  }

  #slot(number: number): Uint8Array {
    const slot = this.#slots[number];
    if (slot === undefined) throw new Error(`the ring has no slot ${number}`);
    return slot;
  }

  /** Waits until the counter is above `passed`. */
  #wait(counter: number, passed: number, step: HashStep): void {
    for (;;) {
      const value = Atomics.load(this.#head, counter);
      if (value > passed) return;
      if (Atomics.wait(this.#head, counter, value, WAIT_MS) === "timed-out") step(0);
    }
  }

  #turn(counter: number, value: number): void {
    Atomics.store(this.#head, counter, value);
    Atomics.notify(this.#head, counter);
  }
}

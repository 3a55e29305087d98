import type { Dimension } from "./catalog-schema.ts";
import type { Selection } from "./run-selector.ts";

/** More tests than a byte has bits are answered one by one. */
const MAX_TESTS = 8;

/** The places of a selection, and how often each code of its own filters would occur without the filter itself. */
export interface Tally {
  /** Ascending. */
  readonly places: Uint32Array;
  readonly own: ReadonlyMap<Dimension, Uint32Array>;
}

/**
 * Goes over the columns once for each test and once for all: a byte for each row says which tests it fails. Null for selections that links or
 * words narrow already, and for too many tests.
 */
export function tallySelection({ base, from, leftOut, tests, to }: Selection): Tally | null {
  if (base !== null || leftOut !== null || tests.length > MAX_TESTS || tests.length === 0) return null;
  const fails = new Uint8Array(to - from);
  tests.forEach(({ allowed, column }, bit) => {
    const failing = allowed.map((passes) => (passes === 1 ? 0 : 1 << bit));
    for (let at = 0, place = from; place < to; at++, place++) {
      fails[at] = (fails[at] as number) | (failing[column[place] as number] as number);
    }
  });
  const places = new Uint32Array(to - from);
  const counts = tests.map(({ allowed }) => new Uint32Array(allowed.length));
  const oneBit = Int8Array.from({ length: 256 }, (_, byte) => tests.findIndex((_test, bit) => byte === 1 << bit));
  let count = 0;
  for (let at = 0, place = from; place < to; at++, place++) {
    const failed = fails[at] as number;
    places[count] = place;
    if (failed === 0) count++;
    else if ((oneBit[failed] as number) >= 0) countAt(counts, oneBit[failed] as number, tests, place);
  }
  const found = places.subarray(0, count);
  const own = new Map<Dimension, Uint32Array>();
  tests.forEach(({ column, dimension }, bit) => {
    if (dimension === "flags") return;
    const all = counts[bit] as Uint32Array;
    for (let at = 0; at < count; at++) {
      const code = column[found[at] as number] as number;
      all[code] = (all[code] as number) + 1;
    }
    own.set(dimension, all);
  });
  return { places: found, own };
}

function countAt(counts: readonly Uint32Array[], bit: number, tests: Selection["tests"], place: number): void {
  const code = tests[bit]?.column[place] ?? 0;
  const own = counts[bit];
  if (own !== undefined) own[code] = (own[code] ?? 0) + 1;
}

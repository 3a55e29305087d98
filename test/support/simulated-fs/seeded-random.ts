/** Numbers that look random and are the same for the same seed, on every machine. */
export interface SeededRandom {
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of these, each as likely. */
  pick<Item>(items: readonly Item[]): Item;
  /** A seed for something that must not shift when more is drawn here. */
  seed(): number;
}

/** Starts the sequence of a seed. Source of the mixing constants: mulberry32, a 32-bit generator in the public domain. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count: number): number => Math.floor((next() / 2 ** 32) * count);
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    seed: next,
  };
}

/** A seed that is far from those of its neighbours. */
export function seedOf(base: number, index: number): number {
  return createSeededRandom((Math.imul(base, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0).seed();
}

import { createSeededRandom } from "./seeded-random.ts";

/**
 * How a power cut chooses what it leaves of the things that were not flushed. Names, sizes and sectors are chosen one by one, so later
 * ones can survive while earlier ones are lost.
 * `some` keeps about `share` percent of them. `ordered` keeps what was done before a moment: what a kind file system leaves.
 * `only-one` and `all-but-one` find the flush that is missing in one place.
 */
export type Survival =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "some"; readonly share: number; readonly seed: number }
  | { readonly kind: "ordered"; readonly share: number }
  | { readonly kind: "only-one"; readonly seed: number }
  | { readonly kind: "all-but-one"; readonly seed: number };

/** One thing that was changed and not flushed: a sector, a size, a name. It has one or more versions that only the cache knows. */
export interface Unflushed {
  /** When each version was made, in order. */
  readonly times: readonly number[];
}

/** For each thing how many of its versions reached the disk: 0 leaves what was durable before. */
export function chooseSurvivors(items: readonly Unflushed[], survival: Survival): readonly number[] {
  switch (survival.kind) {
    case "none":
      return items.map(() => 0);
    case "all":
      return items.map(({ times }) => times.length);
    case "some":
      return someOf(items, survival.share, survival.seed);
    case "ordered":
      return inOrder(items, survival.share);
    case "only-one":
      return exceptOne(items, survival.seed, { others: (_item) => 0, one: (item) => item.times.length });
    case "all-but-one":
      return exceptOne(items, survival.seed, { others: (item) => item.times.length, one: (_item) => 0 });
  }
}

function someOf(items: readonly Unflushed[], share: number, seed: number): number[] {
  const random = createSeededRandom(seed);
  return items.map(({ times }) => (random.chance(share / 100) ? 1 + random.below(times.length) : 0));
}

function inOrder(items: readonly Unflushed[], share: number): number[] {
  const times = items.flatMap((item) => item.times).sort((left, right) => left - right);
  const end = times[Math.floor((times.length * share) / 100)] ?? Number.POSITIVE_INFINITY;
  return items.map((item) => item.times.filter((time) => time < end).length);
}

function exceptOne(
  items: readonly Unflushed[],
  seed: number,
  choice: { others(item: Unflushed): number; one(item: Unflushed): number },
): number[] {
  const chosen = createSeededRandom(seed).below(Math.max(1, items.length));
  return items.map((item, index) => (index === chosen ? choice.one(item) : choice.others(item)));
}

/** What the scenarios of a simulation have met. A count of 0 means that something was not tested at all. */
export const COVERAGE_KEYS = [
  "starts",
  "epochChanges",
  "crashes",
  "crashesInOpening",
  "crashesInRecovery",
  "crashesInCheckpoint",
  "crashesInAttachment",
  "crashesInClosing",
  "crashesInGroup",
  "kills",
  "powerCuts",
  "groupCommits",
  "wholeFlushes",
  "replays",
  "tornFrames",
  "unfinishedFiles",
  "stagedAttachments",
  "lateChanges",
  "obstacles",
  "keyResets",
  "lockLosses",
  "faults",
  "poisonings",
  "withoutLinks",
  "checks",
  "checksOfKilled",
] as const;

/** One of them. */
export type CoverageKey = (typeof COVERAGE_KEYS)[number];

/** How often each was met. */
export type Coverage = Record<CoverageKey, number>;

/** Nothing met yet. */
export function newCoverage(): Coverage {
  return Object.fromEntries(COVERAGE_KEYS.map((key) => [key, 0])) as Coverage;
}

/** Adds what others have met. */
export function addCoverage(sum: Coverage, more: Coverage): void {
  for (const key of COVERAGE_KEYS) sum[key] += more[key];
}

import { type ScanLimits, USUAL_LIMITS } from "./scan-burst.ts";
import type { SettingsStorage } from "./settings-store.ts";

/** What a person may set the limits to. Above 100 ms a fast typist would be taken for a scanner. */
export const LIMIT_RANGES: Readonly<
  Record<keyof ScanLimits, { readonly least: number; readonly most: number; readonly step: number }>
> = {
  leastCharacters: { least: 4, most: 20, step: 1 },
  longestGapMs: { least: 10, most: 100, step: 5 },
};

const KEYS: Readonly<Record<keyof ScanLimits, string>> = {
  leastCharacters: "rmos-runs.scan.least-characters",
  longestGapMs: "rmos-runs.scan.longest-gap-ms",
};

/** The limits kept on this workstation; the usual ones where nothing usable is kept. */
export function readLimits(storage: SettingsStorage): ScanLimits {
  const read = (name: keyof ScanLimits): number => {
    const kept = storage.getItem(KEYS[name]);
    return kept === null || !/^[0-9]{1,4}$/.test(kept) ? USUAL_LIMITS[name] : within(name, Number(kept));
  };
  return { leastCharacters: read("leastCharacters"), longestGapMs: read("longestGapMs") };
}

/** Keeps limits for the next start, and returns what was kept: values outside their range are moved to its end. */
export function keepLimits(storage: SettingsStorage, wanted: ScanLimits): ScanLimits {
  const limits = {
    leastCharacters: within("leastCharacters", wanted.leastCharacters),
    longestGapMs: within("longestGapMs", wanted.longestGapMs),
  };
  storage.setItem(KEYS.leastCharacters, String(limits.leastCharacters));
  storage.setItem(KEYS.longestGapMs, String(limits.longestGapMs));
  return limits;
}

function within(name: keyof ScanLimits, value: number): number {
  const { least, most } = LIMIT_RANGES[name];
  return Math.min(most, Math.max(least, Math.round(value)));
}

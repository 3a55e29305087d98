/** What tells a scanner from a person: how many characters come how fast. */
export interface ScanLimits {
  readonly leastCharacters: number;
  readonly longestGapMs: number;
}

/** Source: experience 3.5. */
export const USUAL_LIMITS: ScanLimits = { leastCharacters: 6, longestGapMs: 35 };

/** What a key is to a burst. Keys that only change others (Shift, Caps Lock) are nothing to it and are left out. */
export type BurstKey =
  | { readonly kind: "character"; readonly text: string }
  /** Enter or Tab. */
  | { readonly kind: "end" }
  /** An F-key or a Ctrl combination: scanners send them for characters that no key makes. */
  | { readonly kind: "control" }
  /** Any other key, a tap, or the field losing the focus. */
  | { readonly kind: "other" };

/** Characters that came fast so far. */
export interface BurstState {
  readonly text: string;
  /** The last characters of `text` that were kept from the field. */
  readonly held: string;
  readonly lastMs: number;
}

/** What is to be done about a key. */
export interface BurstStep {
  readonly state: BurstState;
  /** Text that was held and is no scan: the field gets it now, before the key acts. */
  readonly release: string;
  /** Whether the key acts as usual, or nobody else sees it. */
  readonly key: "pass" | "swallow";
  /** A whole burst that this key ended; `held` is what the field has not got of it. */
  readonly burst: { readonly text: string; readonly held: string } | null;
}

/** Nothing came fast. */
export const NO_BURST: BurstState = { text: "", held: "", lastMs: 0 };

/**
 * Takes one key at the time `atMs` (any clock that only grows). Each character passes at once, is held, or is part of what is released
 * or of a burst: none is lost and none counts twice. `passFirst` characters of a burst pass before the rest is held; with `Infinity`
 * all of them do.
 */
export function takeKey(
  state: BurstState,
  key: BurstKey,
  { atMs, limits, passFirst }: { readonly atMs: number; readonly limits: ScanLimits; readonly passFirst: number },
): BurstStep {
  const isFast = state.text !== "" && atMs - state.lastMs <= limits.longestGapMs;
  if (!isFast) return breakOff(state, key, atMs);
  switch (key.kind) {
    case "character":
      return goOn(state, key.text, { atMs, passFirst });
    case "control":
      return { ...SWALLOWED, state: { ...state, lastMs: atMs } };
    case "end": {
      const { text, held } = state;
      if ([...text].length < limits.leastCharacters) return breakOff(state, key, atMs);
      return { ...SWALLOWED, state: NO_BURST, burst: { text, held } };
    }
    case "other":
      return breakOff(state, key, atMs);
  }
}

const SWALLOWED = { release: "", key: "swallow", burst: null } as const;

function breakOff(state: BurstState, key: BurstKey, atMs: number): BurstStep {
  const begun = key.kind === "character" ? { text: key.text, held: "", lastMs: atMs } : NO_BURST;
  return { state: begun, release: state.held, key: "pass", burst: null };
}

function goOn(
  state: BurstState,
  text: string,
  { atMs, passFirst }: { readonly atMs: number; readonly passFirst: number },
): BurstStep {
  const isHeld = [...state.text].length >= passFirst;
  const next = { text: state.text + text, held: isHeld ? state.held + text : "", lastMs: atMs };
  return { state: next, release: "", key: isHeld ? "swallow" : "pass", burst: null };
}

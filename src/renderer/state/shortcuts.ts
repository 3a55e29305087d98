import { type Place, RAIL_PLACES, type RailPlace } from "./place-store.ts";

/** Keys pressed together. `key` as the browser names it; letters in capitals. */
export interface Chord {
  readonly key: string;
  readonly ctrl?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

/** Something with a key. */
export type CommandId =
  | "help"
  | "palette"
  | "find"
  | "find-runs"
  | `go-${RailPlace}`
  | "back"
  | "forward"
  | "main-button"
  | "check-again"
  | "new-note"
  | "copy-number"
  | "import"
  | "print"
  | "compare"
  | "switch-view"
  | "next-difference"
  | "previous-difference"
  | "only-differences"
  | "list-move"
  | "list-open"
  | "list-select"
  | "next-pane"
  | "previous-pane"
  | "larger"
  | "smaller"
  | "usual-size"
  | "close";

/** One row of the table of keys. */
export interface Shortcut {
  readonly id: CommandId;
  readonly chords: readonly Chord[];
  /** The places where it has something to do; null: everywhere. */
  readonly at: readonly Place["name"][] | null;
  /**
   * Who answers: the window (`window`), the page once it offers the command (`page`), a part of the page that has the focus (`part`),
   * or the program around the page (`program`).
   */
  readonly by: "window" | "page" | "part" | "program";
}

const RUNS = ["runs"] as const;
const RUN = ["run"] as const;

function ctrl(key: string, more: Omit<Chord, "key" | "ctrl"> = {}): readonly [Chord] {
  return [{ key, ctrl: true, ...more }];
}

/**
 * Every key of the window, in the order in which people see them. F-keys and Ctrl combinations only, so that no scan fires one; nothing
 * that some keyboard cannot type. Source: experience 3.4.
 */
export const SHORTCUTS: readonly Shortcut[] = [
  { id: "palette", chords: ctrl("K"), at: null, by: "window" },
  { id: "help", chords: [{ key: "F1" }], at: null, by: "window" },
  { id: "find-runs", chords: ctrl("F", { shift: true }), at: null, by: "window" },
  { id: "find", chords: ctrl("F"), at: RUNS, by: "window" },
  ...RAIL_PLACES.map((name, index): Shortcut => {
    return { id: `go-${name}`, chords: ctrl(String(index + 1)), at: null, by: "window" };
  }),
  { id: "back", chords: [{ key: "ArrowLeft", alt: true }], at: null, by: "window" },
  { id: "forward", chords: [{ key: "ArrowRight", alt: true }], at: null, by: "window" },
  { id: "main-button", chords: ctrl("Enter"), at: null, by: "window" },
  { id: "import", chords: ctrl("I"), at: null, by: "window" },
  { id: "check-again", chords: [{ key: "F5" }], at: ["runs", "run", "check"], by: "window" },
  { id: "new-note", chords: ctrl("N"), at: RUN, by: "page" },
  { id: "copy-number", chords: ctrl("C", { shift: true }), at: RUN, by: "page" },
  { id: "print", chords: ctrl("P"), at: ["check"], by: "page" },
  { id: "compare", chords: ctrl("D"), at: RUNS, by: "page" },
  { id: "switch-view", chords: [{ key: "F8" }], at: RUNS, by: "page" },
  { id: "next-difference", chords: [{ key: "F7" }], at: RUN, by: "page" },
  { id: "previous-difference", chords: [{ key: "F7", shift: true }], at: RUN, by: "page" },
  { id: "only-differences", chords: [{ key: "F4" }], at: RUNS, by: "page" },
  {
    id: "list-move",
    chords: ["ArrowUp", "ArrowDown", "PageUp", "PageDown"].map((key) => ({ key })),
    at: RUNS,
    by: "part",
  },
  { id: "list-open", chords: [{ key: "Enter" }], at: RUNS, by: "part" },
  { id: "list-select", chords: [{ key: " " }], at: RUNS, by: "part" },
  { id: "next-pane", chords: [{ key: "F6" }], at: null, by: "window" },
  { id: "previous-pane", chords: [{ key: "F6", shift: true }], at: null, by: "window" },
  { id: "larger", chords: ctrl("+"), at: null, by: "program" },
  { id: "smaller", chords: ctrl("-"), at: null, by: "program" },
  { id: "usual-size", chords: ctrl("0"), at: null, by: "program" },
  { id: "close", chords: [{ key: "Escape" }], at: null, by: "part" },
];

/** What of a pressed key a chord is compared with. */
export type PressedKey = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "shiftKey" | "altKey" | "metaKey">;

/** The row that the window or a page answers to these keys; null when they mean nothing here. */
export function findShortcut(pressed: PressedKey): Shortcut | null {
  const answered = SHORTCUTS.filter(({ by }) => by === "window" || by === "page");
  return answered.find(({ chords }) => chords.some((chord) => isPressed(chord, pressed))) ?? null;
}

function isPressed(chord: Chord, pressed: PressedKey): boolean {
  const { ctrl: needsCtrl = false, shift = false, alt = false } = chord;
  if (pressed.ctrlKey !== needsCtrl || pressed.shiftKey !== shift || pressed.altKey !== alt || pressed.metaKey)
    return false;
  return pressed.key.toUpperCase() === chord.key.toUpperCase() || isSameKeyElsewhere(chord.key, pressed);
}

/** Keyboards with other letters (Greek, Russian) or with digits behind Shift (French) keep the key in its place. */
function isSameKeyElsewhere(key: string, { key: made, code }: PressedKey): boolean {
  if (/^[0-9]$/.test(key)) return code === `Digit${key}` || code === `Numpad${key}`;
  return /^[A-Z]$/.test(key) && made.length === 1 && made > "\x7f" && code === `Key${key}`;
}

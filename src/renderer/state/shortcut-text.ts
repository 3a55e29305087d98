import { en } from "../text/en.ts";
import type { Chord, CommandId, Shortcut } from "./shortcuts.ts";
import { SHORTCUTS } from "./shortcuts.ts";

const { keys, or, actions } = en.shortcuts;

/** `Ctrl+Shift+C`: keys as they are printed on a keyboard. */
export function chordText({ key, ctrl, shift, alt }: Chord): string {
  const before = [ctrl && keys.ctrl, alt && keys.alt, shift && keys.shift].filter((word) => typeof word === "string");
  return [...before, keys[key] ?? key].join("+");
}

/** All keys of a row. */
export function keysText({ chords }: Shortcut): string {
  return chords.map(chordText).join(or);
}

/** What a command does. */
export function commandText(id: CommandId): string {
  return actions[id];
}

/** The keys of a command, or null where it has none. */
export function keysOf(id: CommandId): string | null {
  const row = SHORTCUTS.find((shortcut) => shortcut.id === id);
  return row === undefined ? null : keysText(row);
}

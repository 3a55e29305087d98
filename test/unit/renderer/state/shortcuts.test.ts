import { describe, expect, it } from "vitest";
import { applicationMenu } from "../../../../src/main/app/application-menu.ts";
import { chordText, commandText, keysOf } from "../../../../src/renderer/state/shortcut-text.ts";
import { findShortcut, type PressedKey, SHORTCUTS } from "../../../../src/renderer/state/shortcuts.ts";

function press(key: string, change: Partial<PressedKey> = {}): string | null {
  const none = { key, code: "", ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
  return findShortcut({ ...none, ...change })?.id ?? null;
}

const CTRL = { ctrlKey: true };

describe("shortcuts", () => {
  it("are found by their keys, whatever Shift and Caps Lock make of a letter", () => {
    expect(press("k", CTRL)).toBe("palette");
    expect(press("K", CTRL)).toBe("palette");
    expect(press("F", { ...CTRL, shiftKey: true })).toBe("find-runs");
    expect(press("f", CTRL)).toBe("find");
    expect(press("F6", { shiftKey: true })).toBe("previous-pane");
    expect(press("ArrowLeft", { altKey: true })).toBe("back");
  });

  it("are found on keyboards where digits need Shift, and where letters are others", () => {
    expect(press("&", { ...CTRL, code: "Digit1" })).toBe("go-home");
    expect(press("л", { ...CTRL, code: "KeyK" })).toBe("palette");
    expect(press("a", { ...CTRL, code: "KeyQ" })).toBeNull();
  });

  it("mean nothing without Ctrl, with AltGr, or with the system key", () => {
    for (const change of [{}, { ...CTRL, altKey: true }, { ...CTRL, metaKey: true }])
      expect(press("k", change)).toBeNull();
  });

  it("are F-keys and Ctrl or Alt combinations, so that no scan fires one; parts of a page may use more", () => {
    const loose = SHORTCUTS.filter(({ by, chords }) =>
      chords.some(({ key, ctrl, alt }) => by !== "part" && !ctrl && !alt && !/^F[0-9]+$/.test(key)),
    );
    expect(loose.map(({ id }) => id)).toEqual([]);
  });

  it("need no key that some keyboard cannot type", () => {
    const keys = SHORTCUTS.flatMap(({ chords }) => chords.map(({ key }) => key));
    expect(keys.filter((key) => ["`", "[", "]", "\\", "{", "}", "@", "~"].includes(key))).toEqual([]);
    expect(SHORTCUTS.flatMap(({ chords }) => chords).filter(({ ctrl, alt }) => ctrl && alt)).toEqual([]);
  });

  it("mean one thing each", () => {
    const texts = SHORTCUTS.filter(({ by }) => by !== "part").flatMap(({ chords }) => chords.map(chordText));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("leave the menu its keys, and the rows of the program say what the menu has", () => {
    const menu = applicationMenu({ platform: "win32", isPackaged: true }).flatMap(({ submenu }) =>
      Array.isArray(submenu) ? submenu : [],
    );
    const own = menu.map(({ accelerator }) => accelerator?.replace("CommandOrControl", "Ctrl").replace("Plus", "+"));
    const answered = SHORTCUTS.filter(({ by }) => by === "window" || by === "page").map(({ id }) => keysOf(id));
    expect(own.filter((keys) => keys !== undefined && answered.includes(keys))).toEqual([]);
    for (const id of ["larger", "smaller", "usual-size"] as const) expect(own).toContain(keysOf(id));
  });

  it("have words, and keys as they are printed on them", () => {
    expect(keysOf("copy-number")).toBe("Ctrl+Shift+C");
    expect(keysOf("list-move")).toBe("Up, Down, Page Up, Page Down");
    expect(keysOf("back")).toBe("Alt+Left");
    for (const { id } of SHORTCUTS) expect(commandText(id)).toMatch(/\w/);
  });
});

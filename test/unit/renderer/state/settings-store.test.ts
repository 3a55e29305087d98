import { describe, expect, it } from "vitest";
import { createSettingsStore, shownTheme } from "../../../../src/renderer/state/settings-store.ts";

const MOUSE = { dark: false, moreContrast: false, coarsePointer: false };

function makeStorage(kept: Record<string, string> = {}) {
  const map = new Map(Object.entries(kept));
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, text: string) => map.set(key, text),
  };
}

describe("settings store", () => {
  it("a finger gets the touch sizes and a mouse the desk sizes until the person chooses", () => {
    expect(createSettingsStore(makeStorage(), MOUSE).getState().density).toBe("desk");
    expect(createSettingsStore(makeStorage(), { ...MOUSE, coarsePointer: true }).getState().density).toBe("touch");
  });

  it("a choice is kept for the next start", () => {
    const storage = makeStorage();
    const store = createSettingsStore(storage, MOUSE);
    store.getState().setDensity("glove");
    store.getState().setTheme("contrast");
    store.getState().setStart("runs");
    const next = createSettingsStore(storage, MOUSE).getState();
    expect([next.density, next.theme, next.start]).toEqual(["glove", "contrast", "runs"]);
  });

  it("what was kept by something else is not believed", () => {
    const storage = makeStorage({
      "rmos-runs.density": "huge",
      "rmos-runs.theme": "pink",
      "rmos-runs.start": "moon",
    });
    const state = createSettingsStore(storage, MOUSE).getState();
    expect([state.density, state.theme, state.start]).toEqual(["desk", "system", "home"]);
  });

  it("follows the screen until a theme is chosen; more contrast counts before dark", () => {
    expect(shownTheme("system", MOUSE)).toBe("light");
    expect(shownTheme("system", { ...MOUSE, dark: true })).toBe("dark");
    expect(shownTheme("system", { ...MOUSE, dark: true, moreContrast: true })).toBe("contrast");
    expect(shownTheme("light", { ...MOUSE, dark: true })).toBe("light");
  });
});

import { createStore, type StoreApi } from "zustand/vanilla";

/** Sizes of everything that is tapped and read. Source: experience 3.6. */
export const DENSITIES = ["desk", "touch", "glove"] as const;

/** A size of everything. */
export type Density = (typeof DENSITIES)[number];

/** Colour schemes one can choose. */
export const THEME_CHOICES = ["system", "light", "dark", "contrast"] as const;

/** Places the window can start at. */
export const START_PLACES = ["home", "runs"] as const;

/** A place the window can start at. */
export type StartPlace = (typeof START_PLACES)[number];

/** A choice of colour scheme. */
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** What the screen says about the person's wishes. */
export interface ScreenHints {
  readonly dark: boolean;
  readonly moreContrast: boolean;
  readonly coarsePointer: boolean;
}

/** Where choices are kept on this workstation. */
export type SettingsStorage = Pick<Storage, "getItem" | "setItem">;

/** What this person chose for this screen. */
export interface SettingsState {
  readonly density: Density;
  readonly theme: ThemeChoice;
  readonly start: StartPlace;
  setDensity(density: Density): void;
  setTheme(theme: ThemeChoice): void;
  setStart(start: StartPlace): void;
}

const DENSITY_KEY = "rmos-runs.density";
const THEME_KEY = "rmos-runs.theme";
const START_KEY = "rmos-runs.start";

/** A store that starts from what was kept; without it, a finger gets the touch sizes and a mouse the desk sizes. */
export function createSettingsStore(storage: SettingsStorage, hints: ScreenHints): StoreApi<SettingsState> {
  return createStore<SettingsState>()((set) => ({
    density: oneOf(DENSITIES, storage.getItem(DENSITY_KEY)) ?? (hints.coarsePointer ? "touch" : "desk"),
    theme: oneOf(THEME_CHOICES, storage.getItem(THEME_KEY)) ?? "system",
    start: oneOf(START_PLACES, storage.getItem(START_KEY)) ?? "home",
    setDensity: (density) => {
      storage.setItem(DENSITY_KEY, density);
      set({ density });
    },
    setTheme: (theme) => {
      storage.setItem(THEME_KEY, theme);
      set({ theme });
    },
    setStart: (start) => {
      storage.setItem(START_KEY, start);
      set({ start });
    },
  }));
}

/** The colour scheme to show for a choice. */
export function shownTheme(choice: ThemeChoice, hints: ScreenHints): Exclude<ThemeChoice, "system"> {
  if (choice !== "system") return choice;
  if (hints.moreContrast) return "contrast";
  return hints.dark ? "dark" : "light";
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}

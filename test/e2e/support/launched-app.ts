import type { Page } from "@playwright/test";

/** How the app is to be started for a test. */
export interface LaunchOptions {
  /** The runs folder; `runs` in the data folder when left out. */
  readonly runsDir?: string;
  /** The program's own data; a new folder, removed at the end, when left out. */
  readonly dataDir?: string;
  /** Of the page, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly forcedColors?: "active" | "none";
  readonly density?: "desk" | "touch" | "glove";
  /** The page the window begins with, after each load; the list of runs when left out. */
  readonly start?: "home" | "runs";
  /** Added to the environment of main. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a test can do with main from outside the page. */
export interface MainControls {
  readonly pid: number;
  /** What the person will choose in the next file dialog; null: nothing. Each answer is used once, in order. */
  pickAnswer(path: string | null): Promise<void>;
  /** What the app's message boxes said so far. */
  messages(): Promise<readonly string[]>;
  /** Drops files and folders on the middle of the window, as a person would. */
  drop(paths: readonly string[]): Promise<void>;
}

/** The app, running. */
export interface LaunchedApp {
  readonly page: Page;
  readonly kind: "electron" | "chromium-host";
  readonly main: MainControls;
  readonly dataDir: string;
  readonly runsDir: string;
  /** What the page reported so far: uncaught errors, and messages of the console that are errors. */
  readonly troubles: readonly string[];
  /** Ends the app as its menu would. The code it ended with. */
  close(): Promise<number>;
  /** Ends main at once, without a word. */
  kill(): Promise<void>;
}

/** What one way of running the app must supply. */
export type RunningApp = Pick<LaunchedApp, "page" | "kind" | "close" | "kill"> & {
  readonly main: Omit<MainControls, "drop">;
};

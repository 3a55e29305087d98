import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder with package.json. */
export const PROJECT_ROOT = resolve(import.meta.dirname, "../../..");

/** What Electron and the host start. */
export const MAIN_BUNDLE = join(PROJECT_ROOT, "out/main/index.js");

/** Throws when there is nothing to test. Whether it is the newest is for the test command to see to. */
export function checkBuilt(): void {
  if (!existsSync(MAIN_BUNDLE)) throw new Error("The app is not built: run `npm run build` first");
}

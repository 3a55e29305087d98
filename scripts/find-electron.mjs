import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The program of the installed Electron, or null where its package holds none (it is fetched at first use). */
export function findElectron() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, "dist");
    const program = join(dist, readFileSync(join(folder, "path.txt"), "utf8"));
    return existsSync(program) ? program : null;
  } catch {
    // No package, or a package whose program was never fetched.
    return null;
  }
}

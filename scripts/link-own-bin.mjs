// Puts `rmos-runs` where npx looks first. Left to itself, npx installs the project into its own cache on every machine, which can
// ask the registry: a workstation has none.
import { chmodSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "node_modules", ".bin");
const program = join(root, "bin", "rmos-runs.mjs");

if (process.platform === "win32") {
  writeFileSync(join(folder, "rmos-runs.cmd"), '@node "%~dp0\\..\\..\\bin\\rmos-runs.mjs" %*\r\n');
} else {
  const link = join(folder, "rmos-runs");
  rmSync(link, { force: true });
  chmodSync(program, 0o755);
  symlinkSync(join("..", "..", "bin", "rmos-runs.mjs"), link);
}

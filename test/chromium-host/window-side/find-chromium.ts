import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A Chromium that could be started. */
export interface ChromiumCandidate {
  readonly source: "RMOS_CHROMIUM" | "installed" | "npm package";
  /** Null for the one in the npm package, which must be unpacked first. */
  readonly executablePath: string | null;
  /** Whether it can open a window; the one in the npm package cannot. */
  readonly canShow: boolean;
}

/** Where to look; given by tests. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly isExecutable: (path: string) => boolean;
}

const NAMES_ON_PATH = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

const MAC_PATHS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const WINDOWS_PATHS = [
  "Chromium/Application/chrome.exe",
  "Google/Chrome/Application/chrome.exe",
  "Microsoft/Edge/Application/msedge.exe",
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: either way it is no candidate.
    return false;
  }
}

/** This machine. */
export const thisMachine: Surroundings = {
  env: process.env,
  platform: process.platform,
  arch: process.arch,
  isExecutable,
};

function placesOf({ env, platform }: Surroundings): readonly string[] {
  if (platform === "darwin") return MAC_PATHS;
  if (platform === "win32") {
    const roots = [env.ProgramFiles, env["ProgramFiles(x86)"], env.LOCALAPPDATA].filter((root) => root !== undefined);
    return roots.flatMap((root) => WINDOWS_PATHS.map((path) => join(root, path)));
  }
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return NAMES_ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** Every Chromium that may be tried, best first. `RMOS_CHROMIUM` names the only one. */
export function findChromium(surroundings: Surroundings = thisMachine): readonly ChromiumCandidate[] {
  const named = surroundings.env.RMOS_CHROMIUM;
  if (named !== undefined && named !== "") {
    return [{ source: "RMOS_CHROMIUM", executablePath: named, canShow: true }];
  }
  const installed = placesOf(surroundings)
    .filter(surroundings.isExecutable)
    .map((executablePath) => ({ source: "installed", executablePath, canShow: true }) as const);
  const isPackaged = surroundings.platform === "linux" && surroundings.arch === "x64";
  return [
    ...installed,
    ...(isPackaged ? [{ source: "npm package", executablePath: null, canShow: false } as const] : []),
  ];
}

/** Whether a window would be seen: a display on Linux, always elsewhere. */
export function hasDisplay({ env, platform }: Surroundings = thisMachine): boolean {
  if (platform === "win32" || platform === "darwin") return true;
  return Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

import { join, resolve } from "node:path";

/** What the place of the program's own data depends on. */
export interface DataDirParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** Where this account keeps the data of programs, as each system has it. */
function configFolder({ env, platform, home }: DataDirParts): string {
  if (platform === "win32") return env.APPDATA || join(home, "AppData", "Roaming");
  if (platform === "darwin") return join(home, "Library", "Application Support");
  return env.XDG_CONFIG_HOME || join(home, ".config");
}

/**
 * The program's own data: keys, the workstation's id, its log, the sample runs; and `runs` where no runs folder is named.
 * `RMOS_RUNS_DATA_DIR` where it is set. Never inside a runs folder.
 */
export function findDataDir(parts: DataDirParts): string {
  return resolve(parts.env.RMOS_RUNS_DATA_DIR || join(configFolder(parts), "rmos-runs"));
}

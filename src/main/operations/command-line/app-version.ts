import { z } from "zod";
import { readInputFile } from "../../system/input-file.ts";

const packageSchema = z.looseObject({ version: z.string() });
const LIMIT_BYTES = 1024 * 1024;

/** The version in the program's own package.json. */
export async function readAppVersion(packageFile: string): Promise<string> {
  // Our own file, not evidence.
  return packageSchema.parse(JSON.parse((await readInputFile(packageFile, LIMIT_BYTES)).toString("utf8"))).version;
}

import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import { createDurableFile, readWhole } from "./durable-file.ts";

const workstationSchema = z.looseObject({ workstation_id: z.string().min(1) });

/** The id of this workstation, made at its first start and kept outside every runs folder. */
export async function workstationId(fs: Fs, dataDir: string, ids: IdSource): Promise<string> {
  const path = join(dataDir, "workstation.json");
  if (fs.stat(path) === null) {
    const bytes = Buffer.from(`${JSON.stringify({ workstation_id: `ws-${ids.token()}` }, null, 2)}\n`);
    // Two first starts at once: the name goes to one of them, and both then read that one.
    await createDurableFile(fs, path, bytes, `w${process.pid}`).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== "CONFLICT") throw error;
    });
  }
  try {
    return workstationSchema.parse(toPlain(readJson(readWhole(fs, path), EVIDENCE_LIMITS))).workstation_id;
  } catch (error) {
    throw new AppError("STORE_DAMAGED", `This workstation's id cannot be read (${path}).`, {
      context: { path },
      cause: error,
    });
  }
}

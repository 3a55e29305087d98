import { z } from "zod";
import type { Finding } from "../../shared/finding.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import { resolveStorePath, STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import type { FolderContext } from "./check-own-files.ts";
import { makeFinding } from "./finding-sentences.ts";
import { hashFileOf, readStoredFile } from "./stored-file.ts";

const REASON_END = ".why.json";
const MAX_REASON_BYTES = 64 * 1024;

const reasonSchema = z.looseObject({ why: z.string() });

/** What lies in quarantine and why. Bytes that are named by their digest are compared with it. */
export async function checkQuarantine(context: FolderContext): Promise<readonly Finding[]> {
  const folder = resolveStorePath(context.runsDir, STORE_PATHS.quarantine);
  if (context.fs.stat(folder)?.kind !== "folder") return [];
  const findings: Finding[] = [];
  for (const { name } of context.fs.list(folder)) {
    if (!name.endsWith(REASON_END)) findings.push(await lookAt(context, `${STORE_PATHS.quarantine}/${name}`, name));
  }
  return findings;
}

async function lookAt(context: FolderContext, path: StorePath, name: string): Promise<Finding> {
  const reason = await readReason(context, `${path}${REASON_END}`);
  const file = sha256Schema.safeParse(name).success ? await hashFileOf(context, path) : null;
  if (file?.state === "read") {
    context.countFile(file.sizeBytes);
    if (file.sha256 !== name) {
      return makeFinding("STORE_FILE_CHANGED", { name: path, path, expected: name, found: file.sha256 });
    }
  }
  return makeFinding("QUARANTINED", { name: path, path, ...(reason === null ? {} : { reason }) });
}

async function readReason(context: FolderContext, path: StorePath): Promise<string | null> {
  const options = { maxBytes: MAX_REASON_BYTES, signal: context.signal };
  const file = await readStoredFile(context.store, path, options);
  if (file.state !== "read" || file.bytes === null) return null;
  try {
    return reasonSchema.safeParse(toPlain(readJson(file.bytes, EVIDENCE_LIMITS))).data?.why ?? null;
  } catch {
    // The reason is for people. Bytes without one are still there, and said to be.
    return null;
  }
}

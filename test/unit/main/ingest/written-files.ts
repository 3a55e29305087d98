import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";

/** The real store of the older system that the tests import. */
export const V2_STORE = fileURLToPath(new URL("../../../fixtures/older-stores/v2-store", import.meta.url));

/** Writes files below a folder, by their paths with `/`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, ...path.split("/"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

/** The text of an older record, in the older system's layout. */
export function olderRecordText(runId: string, members: Readonly<Record<string, unknown>> = {}): string {
  const record = {
    run_id: runId,
    created_at_utc: "2025-12-17T10:00:00Z",
    mode: "saw",
    tool_id: "saw:veneer_160",
    status: "OK",
    feasibility: { risk_level: "GREEN" },
    decision: { risk_level: "GREEN", score: null, block_reason: null, warnings: [], details: {} },
    hashes: { feasibility_sha256: sha256Hex('{"risk_level":"GREEN"}') },
    attachments: null,
    meta: {},
    ...members,
  };
  return JSON.stringify(record, null, 2);
}

/** The place of an attachment in an older store. */
export function olderAttachmentPath(sha256: string, extension: string): string {
  return `run_attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}${extension}`;
}

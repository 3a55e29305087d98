import { PLACEHOLDER_SHA256, type Sha256 } from "../../shared/sha256.ts";
import { canonicalDigest } from "../canonical/canonical-form.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { RunRequest } from "./run-request.ts";

/** The digests of a record, under the names and in the order of the older system. */
export interface RecordHashes {
  readonly [name: string]: Sha256 | null;
  /** 64 zeros where nothing was evaluated: the older system needs a text here. */
  readonly feasibility_sha256: Sha256;
  readonly toolpaths_sha256: Sha256 | null;
  readonly gcode_sha256: Sha256 | null;
  readonly opplan_sha256: Sha256 | null;
  readonly snapshot_sha256: null;
}

/** Digests of what was received: objects over the canonical form of their bytes, G-code over its UTF-8 bytes. */
export function digestRequest(request: RunRequest): RecordHashes {
  const { feasibility, toolpaths, outputs } = request;
  return {
    feasibility_sha256: feasibility === null ? PLACEHOLDER_SHA256 : canonicalDigest(feasibility.bytes),
    toolpaths_sha256: toolpaths === null ? null : canonicalDigest(toolpaths.bytes),
    gcode_sha256: outputs.gcodeText === null ? null : sha256Hex(outputs.gcodeText),
    opplan_sha256: outputs.opplan === null ? null : canonicalDigest(outputs.opplan.bytes),
    snapshot_sha256: null,
  };
}

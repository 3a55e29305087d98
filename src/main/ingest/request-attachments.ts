import type { RunRequest } from "./run-request.ts";

/** Inline outputs above this size are kept as attachments. Source: operations, "The run request" (200 KB). */
export const INLINE_LIMIT_BYTES = 204_800;

/** Bytes of a request that are kept as a file of the run. */
export interface RequestAttachment {
  readonly kind: "request" | "gcode" | "opplan" | "toolpaths";
  readonly mime: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
}

/** True when an output of this size stays in the record. */
export function isKeptInline(sizeBytes: number): boolean {
  return sizeBytes <= INLINE_LIMIT_BYTES;
}

/**
 * The parts of a request that become attachments, as they were received: outputs too large for the record, toolpaths (the record has
 * only a digest of them), and the whole request where it could not be understood. `name` is what the request's file was called.
 */
export function requestAttachments(
  request: RunRequest,
  bytes: Uint8Array,
  name: string | null,
): readonly RequestAttachment[] {
  const { gcodeText, opplan } = request.outputs;
  const attachments: RequestAttachment[] = [];
  if (request.problems.length > 0) {
    const mime = request.isReadable ? "application/json" : "application/octet-stream";
    attachments.push({ kind: "request", mime, filename: name ?? "request.json", bytes });
  }
  const gcode = gcodeText === null ? null : Buffer.from(gcodeText, "utf8");
  if (gcode !== null && !isKeptInline(gcode.byteLength)) {
    attachments.push({ kind: "gcode", mime: "text/x-gcode", filename: "output.nc", bytes: gcode });
  }
  if (opplan !== null && !isKeptInline(opplan.bytes.byteLength)) {
    attachments.push({ kind: "opplan", mime: "application/json", filename: "opplan.json", bytes: opplan.bytes });
  }
  if (request.toolpaths !== null) {
    attachments.push({
      kind: "toolpaths",
      mime: "application/json",
      filename: "toolpaths.json",
      bytes: request.toolpaths.bytes,
    });
  }
  return attachments;
}

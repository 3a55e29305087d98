import { hash } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { EVIDENCE_LIMITS, readJson, toPlain } from "../canonical/json-tree.ts";
import type { NewFile } from "./change.ts";
import { isWriteOncePath } from "./store-layout.ts";

/** A whole change on its way into the store: files to create, and the ledger bytes to stand at `ledgerOffset` of the epoch's segment. */
export interface JournalFrame {
  readonly epoch: number;
  readonly files: readonly NewFile[];
  readonly ledgerOffset: number;
  /** Complete lines: the entries and the signed head that closes them. */
  readonly ledgerBytes: Buffer;
}

/** What a journal file holds: its complete frames, and how long they are together. What follows was never acknowledged. */
export interface JournalContent {
  readonly frames: readonly JournalFrame[];
  readonly completeLength: number;
}

const HEADER = /^rmos-frame\/1 ([0-9]{12}) ([0-9a-f]{64})\n$/;
const HEADER_BYTES = "rmos-frame/1 ".length + 12 + 1 + 64 + 1;
const LINE_FEED = 0x0a;

const manifestSchema = z.strictObject({
  epoch: z.number().int().min(1),
  files: z.array(z.strictObject({ path: z.string().refine(isWriteOncePath), size: z.number().int().min(0) })),
  ledger: z.strictObject({ offset: z.number().int().min(0), size: z.number().int().min(0) }),
});

/**
 * The bytes of a frame: one header line (`rmos-frame/1`, payload length in 12 digits, sha256 of the payload), then the payload: one
 * manifest line (JSON), the ledger bytes, and the bytes of each file in the order of the manifest.
 */
export function encodeFrame(frame: JournalFrame): Buffer {
  const manifest = JSON.stringify({
    epoch: frame.epoch,
    files: frame.files.map((file) => ({ path: file.path, size: file.bytes.byteLength })),
    ledger: { offset: frame.ledgerOffset, size: frame.ledgerBytes.byteLength },
  });
  const payload = Buffer.concat([
    Buffer.from(`${manifest}\n`),
    frame.ledgerBytes,
    ...frame.files.map((file) => file.bytes),
  ]);
  const header = `rmos-frame/1 ${String(payload.byteLength).padStart(12, "0")} ${hash("sha256", payload)}\n`;
  return Buffer.concat([Buffer.from(header, "latin1"), payload]);
}

/** The complete frames at the start of a journal. A length or digest that does not hold ends them: the rest is a torn write. */
export function decodeFrames(bytes: Buffer): JournalContent {
  const frames: JournalFrame[] = [];
  let position = 0;
  for (;;) {
    const payload = payloadAt(bytes, position);
    if (payload === null) return { frames, completeLength: position };
    frames.push(decodePayload(payload));
    position += HEADER_BYTES + payload.byteLength;
  }
}

const FRAME_START = Buffer.from("rmos-frame/1 ");

/**
 * True when a complete frame begins somewhere in the bytes that follow the complete frames of a journal. A write that was cut short
 * leaves nothing whole behind it: there a frame was changed that had been acknowledged.
 */
export function holdsLaterFrame(torn: Buffer): boolean {
  for (let start = torn.indexOf(FRAME_START); start >= 0; start = torn.indexOf(FRAME_START, start + 1)) {
    if (payloadAt(torn, start) !== null) return true;
  }
  return false;
}

function payloadAt(bytes: Buffer, position: number): Buffer | null {
  const header = HEADER.exec(bytes.toString("latin1", position, position + HEADER_BYTES));
  if (header === null) return null;
  const start = position + HEADER_BYTES;
  const payload = bytes.subarray(start, start + Number(header[1]));
  if (payload.byteLength !== Number(header[1])) return null;
  return hash("sha256", payload) === header[2] ? payload : null;
}

/** A payload whose digest holds was written by us: if it does not parse, the journal is from a program we do not know. */
function decodePayload(payload: Buffer): JournalFrame {
  const end = payload.indexOf(LINE_FEED);
  const manifest = manifestSchema.safeParse(end < 0 ? null : parseManifest(payload.subarray(0, end)));
  if (!manifest.success) throw unknownForm(manifest.error);
  let position = end + 1;
  const take = (size: number): Buffer => {
    position += size;
    return payload.subarray(position - size, position);
  };
  const ledgerBytes = take(manifest.data.ledger.size);
  const files = manifest.data.files.map((file) => ({ path: file.path, bytes: take(file.size) }));
  if (position !== payload.byteLength) {
    throw new AppError("STORE_DAMAGED", "The journal holds a change whose parts do not add up. Nothing was touched.");
  }
  return { epoch: manifest.data.epoch, files, ledgerOffset: manifest.data.ledger.offset, ledgerBytes };
}

function parseManifest(line: Uint8Array): unknown {
  try {
    return toPlain(readJson(line, EVIDENCE_LIMITS));
  } catch (error) {
    throw unknownForm(error);
  }
}

function unknownForm(cause: unknown): AppError {
  return new AppError(
    "STORE_DAMAGED",
    "The journal holds a change in a form this version does not know. Nothing was touched.",
    { cause },
  );
}

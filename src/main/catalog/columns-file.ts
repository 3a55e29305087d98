import { hash } from "node:crypto";
import { z } from "zod";
import { resolveStorePath, type StorePath } from "../store/store-layout.ts";
import { createStoreReader, type StoreReader } from "../store/store-reader.ts";
import type { Fs } from "../system/fs.ts";
import { SCHEMA_VERSION } from "./catalog-schema.ts";
import { CodeColumn, type CodeWidth } from "./code-column.ts";
import { COLUMN_NAMES, type ColumnName, type RunColumns } from "./run-columns.ts";

/** Where the columns of a large catalog lie, for a fast start. */
export const COLUMNS_PATH: StorePath = "_index/columns.bin";

/** Fewer rows are read out of the catalog as fast. */
const MIN_SAVED_ROWS = 20_000;

const MAX_HEADER_BYTES = 4096;
const CHECK_DIGITS = 64;
const TIME_BYTES = 8;

/** Which state of which catalog columns belong to. */
export interface ColumnsOrigin {
  readonly catalogId: string;
  /** The changes that are in them. */
  readonly changeCount: number;
}

const headerSchema = z.strictObject({
  format: z.literal(`rmos catalog columns ${SCHEMA_VERSION}`),
  little_endian: z.literal(isLittleEndian()),
  catalog_id: z.string(),
  change_count: z.number().int(),
  rows: z.number().int().min(0),
  widths: z.array(z.union([z.literal(1), z.literal(2), z.literal(4)])).length(COLUMN_NAMES.length),
});

/**
 * Saves the columns for the next start. Few rows are not saved. It is no evidence: a drive that refuses it does not stop anyone from closing,
 * and the next start reads the columns out of the catalog.
 */
export function saveColumns(fs: Fs, runsDir: string, columns: RunColumns, origin: ColumnsOrigin): void {
  if (columns.length < MIN_SAVED_ROWS) return;
  try {
    writeColumns(fs, resolveStorePath(runsDir, COLUMNS_PATH), columns, origin);
  } catch {
    // What is left of it has another fingerprint than it says, or another name.
  }
}

/**
 * Writes a header of one line, padded, whose last part is the SHA-256 of all else; then the times; then each column. It gets its name when it is
 * whole. Not flushed: what a power cut leaves is told by the fingerprint.
 */
function writeColumns(fs: Fs, path: string, columns: RunColumns, origin: ColumnsOrigin): void {
  const body = bodyOf(columns);
  const header = {
    format: `rmos catalog columns ${SCHEMA_VERSION}`,
    little_endian: isLittleEndian(),
    catalog_id: origin.catalogId,
    change_count: origin.changeCount,
    rows: columns.length,
    widths: COLUMN_NAMES.map((name) => columns.column(name).width),
  };
  const text = JSON.stringify(header).padEnd(MAX_HEADER_BYTES - CHECK_DIGITS - 1, " ");
  const head = Buffer.from(`${text}${checkOf(text, body)}\n`);
  const temporary = `${path}.new`;
  if (fs.stat(temporary) !== null) fs.unlink(temporary);
  const fd = fs.open(temporary, "create");
  try {
    let position = 0;
    for (const part of [head, body]) {
      for (let done = 0; done < part.byteLength; ) done += fs.write(fd, part.subarray(done), position + done);
      position += part.byteLength;
    }
  } finally {
    fs.close(fd);
  }
  fs.rename(temporary, path);
}

/** Whether the saved columns are what was written; null where there are none. */
export function areColumnsSound(reader: Pick<StoreReader, "fileSize" | "readFile">): boolean | null {
  return reader.fileSize(COLUMNS_PATH) === null ? null : readSound(reader.readFile(COLUMNS_PATH)) !== null;
}

/**
 * Fills `into` with the saved columns of this catalog and returns the number of changes that are in them; null where there are none that
 * are sound, can be read, and are of this catalog.
 */
export function loadColumns(fs: Fs, runsDir: string, catalogId: string, into: RunColumns): number | null {
  const sound = findSound(fs, runsDir);
  if (sound === null || sound.header.catalog_id !== catalogId) return null;
  const { body, header } = sound;
  let offset = header.rows * TIME_BYTES;
  const sortUs = new Float64Array(header.rows);
  new Uint8Array(sortUs.buffer).set(body.subarray(0, offset));
  const columns = COLUMN_NAMES.map((name, at): [ColumnName, CodeColumn] => {
    const width: CodeWidth = header.widths[at] ?? 1;
    const column = new CodeColumn(header.rows, width);
    column.load(body.subarray(offset, offset + header.rows * width), header.rows);
    offset += header.rows * width;
    return [name, column];
  });
  into.restore(header.rows, sortUs, Object.fromEntries(columns) as Record<ColumnName, CodeColumn>);
  return header.change_count;
}

function findSound(fs: Fs, runsDir: string): ReturnType<typeof readSound> {
  try {
    if (fs.stat(resolveStorePath(runsDir, COLUMNS_PATH))?.kind !== "file") return null;
    return readSound(createStoreReader(fs, runsDir).readFile(COLUMNS_PATH));
  } catch {
    // What cannot be read is read out of the catalog instead.
    return null;
  }
}

function readSound(bytes: Buffer): { readonly header: z.output<typeof headerSchema>; readonly body: Buffer } | null {
  const text = bytes.toString("latin1", 0, MAX_HEADER_BYTES - CHECK_DIGITS - 1);
  const check = bytes.toString("latin1", MAX_HEADER_BYTES - CHECK_DIGITS - 1, MAX_HEADER_BYTES);
  const body = bytes.subarray(MAX_HEADER_BYTES);
  if (bytes.byteLength < MAX_HEADER_BYTES || check !== `${checkOf(text, body)}\n`) return null;
  // The fingerprint shows that we wrote this line: plain values, no evidence.
  const header = headerSchema.safeParse(JSON.parse(text));
  if (!header.success) return null;
  const rowBytes = header.data.widths.reduce<number>((sum, width) => sum + width, TIME_BYTES);
  return body.byteLength === header.data.rows * rowBytes ? { header: header.data, body } : null;
}

function bodyOf(columns: RunColumns): Buffer {
  const times = new Uint8Array(columns.sortUs.buffer, 0, columns.length * TIME_BYTES);
  return Buffer.concat([times, ...COLUMN_NAMES.map((name) => columns.column(name).bytes(columns.length))]);
}

function checkOf(header: string, body: Uint8Array): string {
  return hash("sha256", `${header} ${hash("sha256", body)}`);
}

function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}

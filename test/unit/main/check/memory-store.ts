import type { CheckContext } from "../../../../src/main/check/check-outcome.ts";
import type { LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import type { StorePath } from "../../../../src/main/store/store-layout.ts";
import type { StoreReader } from "../../../../src/main/store/store-reader.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

/** Files by path; an error stands for a file that cannot be read. */
export type MemoryFiles = Readonly<Record<StorePath, string | Uint8Array | AppError>>;

/** What was asked of a {@link memoryContext}. */
export interface Asked {
  /** Sizes of the files that were hashed. */
  readonly counted: number[];
  /** Lengths of the ranges that were read. */
  readonly ranges: number[];
}

/** A context over files in memory, for checks of one thing. */
export function memoryContext(files: MemoryFiles, signal = new AbortController().signal): CheckContext & Asked {
  const [counted, ranges]: [number[], number[]] = [[], []];
  const bytesOf = (path: StorePath): Buffer => {
    const file = files[path] ?? new AppError("PATH_NOT_FOUND", "The file is missing.");
    if (file instanceof AppError) throw file;
    return Buffer.from(file);
  };
  const store: StoreReader = {
    readFile: bytesOf,
    fileSize: (path) =>
      files[path] === undefined ? null : files[path] instanceof AppError ? 1 : bytesOf(path).byteLength,
    readRange: (path, offset, byteLength) => {
      ranges.push(byteLength);
      return bytesOf(path).subarray(offset, offset + byteLength);
    },
  };
  return { store, signal, countFile: (sizeBytes) => counted.push(sizeBytes), counted, ranges };
}

/** A ledger entry about the run, as far as checks read it. */
export function ledgerEntry(more: Partial<LedgerEntry>): LedgerEntry {
  return {
    actor: { uid: "tester", role: "machinist", sid: "s1" },
    app: "0.1.0",
    at: "2026-11-20T10:11:12.345678Z",
    body: {},
    boot: "boot",
    epoch: 1,
    kind: "run.recorded",
    mono_ms: 1,
    prev: "0".repeat(64) as Sha256,
    request_id: "request",
    seq: 1,
    station: "station",
    subject: "run_1",
    v: 1,
    ...more,
  };
}

import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { AppError } from "../../shared/app-error.ts";
import { readSeal, SEAL_PATH } from "../catalog/catalog-seal.ts";
import { areColumnsSound, COLUMNS_PATH } from "../catalog/columns-file.ts";
import type { ComparedCatalog } from "../check/catalog-findings.ts";
import { refuseWhenStopped } from "../check/stored-file.ts";
import { STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import type { StoreReader } from "../store/store-reader.ts";
import type { OpenFolder } from "./open-folder.ts";

const PIECE_BYTES = 1024 * 1024;

/**
 * How the catalog compares with records and ledger: byte for byte with what was written where nobody has it open, and row by row. One that
 * cannot be compared is a finding, as nothing is lost with it. Throws CANCELLED and faults of the drive.
 */
export async function compareCatalog(folder: OpenFolder, signal: AbortSignal): Promise<ComparedCatalog> {
  try {
    const trouble = brokenColumns(folder.store) ?? (await brokenSeal(folder.store, signal));
    const { agrees, differing } = await (await folder.catalog()).verify({ progress: () => undefined, signal });
    return { agrees, differing, trouble };
  } catch (error) {
    const isItsOwn = error instanceof AppError && ["STORE_DAMAGED", "CONFLICT"].includes(error.code);
    if (!isItsOwn) throw error;
    return { agrees: false, differing: [], trouble: { path: STORE_PATHS.catalog, reason: "it could not be compared" } };
  }
}

/** Columns that were saved are read at the next start: they must be what was written. */
function brokenColumns(store: StoreReader): ComparedCatalog["trouble"] {
  if (areColumnsSound(store) !== false) return null;
  return { path: COLUMNS_PATH, reason: "its bytes are not those that were written" };
}

async function brokenSeal(store: StoreReader, signal: AbortSignal): Promise<ComparedCatalog["trouble"]> {
  const before = findBytes(store, SEAL_PATH);
  const sealed = before === null ? null : readSeal(before);
  if (before === null || sealed === null || store.fileSize(STORE_PATHS.catalog) === null) return null;
  if (sealed === "damaged") return { path: SEAL_PATH, reason: "it is not what was written" };
  const found = await hashFile(store, STORE_PATHS.catalog, signal);
  // A program that opens the folder for writing takes the seal away first.
  const isStill = findBytes(store, SEAL_PATH)?.equals(before) ?? false;
  return found === sealed || !isStill
    ? null
    : { path: STORE_PATHS.catalog, reason: "its bytes are not those that were written" };
}

function findBytes(store: StoreReader, path: StorePath): Buffer | null {
  return store.fileSize(path) === null ? null : store.readFile(path);
}

async function hashFile(store: StoreReader, path: StorePath, signal: AbortSignal): Promise<string> {
  const digest = createHash("sha256");
  for (let offset = 0; ; offset += PIECE_BYTES) {
    refuseWhenStopped(signal);
    const piece = store.readRange(path, offset, PIECE_BYTES);
    digest.update(piece);
    if (piece.byteLength < PIECE_BYTES) return digest.digest("hex");
    await setImmediate();
  }
}

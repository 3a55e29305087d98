import { join, sep } from "node:path";
import { isSafeFileName, type RunId } from "../../shared/run-id.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";

/** Paths inside the runs folder are written with `/` on every system, as they stand in the ledger. */
export type StorePath = string;

const DATE_FOLDER = /^\d{4}-\d{2}-\d{2}$/;
const VERIFIER_PATH = /^_integrity\/keys\/[0-9a-f]{8}\.vkey$/;
const EPOCH_DIGITS = 8;

/** `00000007`: epochs sort as text. */
export function epochName(epoch: number): string {
  return String(epoch).padStart(EPOCH_DIGITS, "0");
}

/** The epoch in `00000007.ndjson`, or null for any other name. */
export function findEpoch(fileName: string): number | null {
  const match = /^(\d{8})\.(json|ndjson|jnl)$/.exec(fileName);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** True for the name of a folder that holds the records of one UTC day. */
export function isDateFolder(name: string): boolean {
  return DATE_FOLDER.test(name);
}

/** `2026-11-20/run_<hex>.json`. `createdAtUtc` starts with its UTC date. */
export function recordPath(createdAtUtc: string, runId: RunId): StorePath {
  return `${createdAtUtc.slice(0, 10)}/${runId}.json`;
}

/** `_attachments/ab/cd/<sha256>`. */
export function attachmentPath(sha256: Sha256): StorePath {
  return `_attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

/** The folders every store has, parents first. */
export const STORE_FOLDERS = [
  "_attachments",
  "_inbox",
  "_inbox/done",
  "_inbox/refused",
  "_index",
  "_integrity",
  "_integrity/ledger",
  "_integrity/journal",
  "_integrity/epochs",
  "_integrity/keys",
  "_integrity/receipts",
  "_integrity/packages",
  "_integrity/quarantine",
] as const;

/** Fixed places inside the runs folder. */
export const STORE_PATHS = {
  identity: "_integrity/store.json",
  gate: "_integrity/gate.db",
  lock: "_integrity/lock",
  owner: "_integrity/owner.json",
  reserve: "_integrity/reserve.bin",
  ledger: "_integrity/ledger",
  journal: "_integrity/journal",
  epochs: "_integrity/epochs",
  keys: "_integrity/keys",
  quarantine: "_integrity/quarantine",
  catalog: "_index/catalog.db",
} as const;

/** `_integrity/ledger/00000007.ndjson`. */
export function ledgerPath(epoch: number): StorePath {
  return `${STORE_PATHS.ledger}/${epochName(epoch)}.ndjson`;
}

/** `_integrity/journal/00000007.jnl`. */
export function journalPath(epoch: number): StorePath {
  return `${STORE_PATHS.journal}/${epochName(epoch)}.jnl`;
}

/** `_integrity/epochs/00000007.json`. */
export function epochPath(epoch: number): StorePath {
  return `${STORE_PATHS.epochs}/${epochName(epoch)}.json`;
}

/** `_integrity/keys/00c0ffee.vkey`. */
export function verifierPath(keyId: string): StorePath {
  return `${STORE_PATHS.keys}/${keyId}.vkey`;
}

/**
 * True when `path` names something the store may write once: `<date>/<safe name>.json`, `_attachments/ab/cd/<sha256>` or a public key.
 * The journal is data from disk; a path from it is checked here before it is joined.
 */
export function isWriteOncePath(path: StorePath): boolean {
  if (VERIFIER_PATH.test(path)) return true;
  const parts = path.split("/");
  if (parts.length === 2) {
    const [folder = "", name = ""] = parts;
    return isDateFolder(folder) && isSafeFileName(name.replace(/\.json$/, "")) && name.endsWith(".json");
  }
  const sha256 = sha256Schema.safeParse(parts.at(-1));
  return sha256.success && path === attachmentPath(sha256.data);
}

/** Equal for two paths that can be one file: Windows and macOS take no notice of case. */
export function fileKey(path: StorePath, platform: NodeJS.Platform = process.platform): string {
  return platform === "win32" || platform === "darwin" ? path.toLowerCase() : path;
}

/** The absolute path of a path inside the runs folder. */
export function resolveStorePath(runsDir: string, path: StorePath): string {
  return join(runsDir, ...path.split("/"));
}

/** The parent of a path inside the runs folder; the empty path is the runs folder itself. */
export function parentStorePath(path: StorePath): StorePath {
  return path.split("/").slice(0, -1).join("/");
}

/** A path as the system writes it, turned into one as the ledger writes it. */
export function toStorePath(relative: string): StorePath {
  return relative.split(sep).join("/");
}

import { AppError, errorCodeOf } from "../../shared/app-error.ts";
import type { Finding } from "../../shared/finding.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { findVerifier } from "../store/ledger-keys.ts";
import { type NoteVerifier, rawPublicKey, verifierText } from "../store/signed-note.ts";
import { findStoreIdentity, type StoreIdentityFile } from "../store/store-identity.ts";
import { findEpoch, ledgerPath, resolveStorePath, STORE_PATHS, type StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import type { VouchedFile, WalkedLedger } from "./check-ledger.ts";
import type { CheckContext } from "./check-outcome.ts";
import { makeFinding } from "./finding-sentences.ts";
import { hashFileOf } from "./stored-file.ts";

const KEY_NAME = /^[0-9a-f]{8}\.vkey$/;

/** Where the folder is, and how it is read. */
export interface FolderContext extends CheckContext {
  readonly fs: Fs;
  readonly runsDir: string;
}

/** The identity of the folder; null when there is none that can be read. */
export function tryReadIdentity(fs: Fs, runsDir: string): StoreIdentityFile | null {
  try {
    return findStoreIdentity(fs, runsDir);
  } catch (error) {
    const code = errorCodeOf(error);
    // What is wrong with it is found where the ledger vouches for its bytes.
    if (code === "STORE_DAMAGED" || code === "STORE_TOO_NEW" || code === "NO_PERMISSION") return null;
    throw error;
  }
}

/** The key the store was born with: as its identity has it, else the one its first entry names, from the folder of keys. */
export function findFirstKey(
  context: FolderContext,
  identity: StoreIdentityFile | null,
  firstKeyId: string | null,
): NoteVerifier | null {
  const own = identity === null ? null : findVerifier(identity.first_public_key);
  if (own !== null) return own;
  const keys = namesIn(context, STORE_PATHS.keys)
    .filter((name) => KEY_NAME.test(name))
    .map((name) => readKey(context, name));
  return keys.find((key) => key !== null && (firstKeyId === null || idOf(key) === firstKeyId)) ?? null;
}

function readKey({ store }: FolderContext, name: string): NoteVerifier | null {
  try {
    return findVerifier(store.readFile(`${STORE_PATHS.keys}/${name}`).toString("utf8"));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function idOf({ keyId }: NoteVerifier): string {
  return keyId.toString("hex");
}

function namesIn({ fs, runsDir }: FolderContext, folder: StorePath): readonly string[] {
  const absolute = resolveStorePath(runsDir, folder);
  return fs.stat(absolute)?.kind === "folder" ? fs.list(absolute).map(({ name }) => name) : [];
}

/** What of them is wanted, and which epochs are known from outside to have written something. */
export interface OwnFilesRequest {
  readonly what: "store" | "attachments";
  readonly knownEpochs: ReadonlySet<number>;
}

/** Files that no run has: attachments and reports; unless only those are wanted, also identity, keys and tokens. */
export async function checkOwnFiles(
  context: FolderContext,
  ledger: WalkedLedger,
  { what, knownEpochs }: OwnFilesRequest,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const isWanted = ({ path }: VouchedFile): boolean => what === "store" || path.startsWith("_attachments/");
  for (const file of ledger.vouched.filter(isWanted)) findings.push(...(await checkVouched(context, file)));
  if (what === "attachments") return findings;
  for (const file of unvouchedOwnFiles(ledger)) findings.push(...(await checkVouched(context, file)));
  return [...findings, ...identityFindings(context, ledger), ...missingSegments(context, ledger, knownEpochs)];
}

/** Where no entry vouches for the identity, and where no key is left to check a signature with. */
function identityFindings(context: FolderContext, { vouched, keys, entries }: WalkedLedger): Finding[] {
  const findings: Finding[] = [];
  const { identity: path, keys: folder } = STORE_PATHS;
  if (!vouched.some((file) => file.path === path)) {
    const isThere = context.store.fileSize(path) !== null;
    const isFine = isThere && tryReadIdentity(context.fs, context.runsDir) !== null;
    if (!isFine)
      findings.push(makeFinding(isThere ? "STORE_FILE_CHANGED" : "STORE_FILE_MISSING", { name: path, path }));
  }
  if (keys.length === 0 && entries > 0) {
    const reason = "without its key no signature can be checked";
    findings.push(makeFinding("STORE_FILE_MISSING", { name: folder, path: folder, reason }));
  }
  return findings;
}

/** Files whose content follows from the ledger without an entry that names them: every key in the form it is handed on. */
function unvouchedOwnFiles({ keys }: WalkedLedger): readonly VouchedFile[] {
  return keys.map((key) => {
    const bytes = Buffer.from(`${verifierText(key.name, rawPublicKey(key.publicKey))}\n`);
    return { path: `${STORE_PATHS.keys}/${idOf(key)}.vkey`, sha256: sha256Hex(bytes), size: bytes.byteLength };
  });
}

async function checkVouched(context: FolderContext, { path, sha256 }: VouchedFile): Promise<Finding[]> {
  const isOwn = path.startsWith("_integrity/");
  const file = await hashFileOf(context, path);
  const fact = { name: path, path, expected: sha256 };
  if (file.state === "missing") return [makeFinding(isOwn ? "STORE_FILE_MISSING" : "ATTACHMENT_MISSING", fact)];
  if (file.state === "closed") {
    const code = isOwn ? "STORE_FILE_CHANGED" : "ATTACHMENT_CHANGED";
    return [makeFinding(code, { ...fact, reason: file.reason })];
  }
  context.countFile(file.sizeBytes);
  if (file.sha256 === sha256) return [];
  return [makeFinding(isOwn ? "STORE_FILE_CHANGED" : "ATTACHMENT_CHANGED", { ...fact, found: file.sha256 })];
}

/**
 * Tokens of epochs behind the last segment: a program took the folder, and what it wrote into the ledger is gone, or it was stopped before
 * it wrote anything. Earlier tokens prove nothing: the next opening found no segment to seal.
 */
function missingSegments(
  context: FolderContext,
  { lastEpoch, opened }: WalkedLedger,
  knownEpochs: ReadonlySet<number>,
): Finding[] {
  const epochs = namesIn(context, STORE_PATHS.epochs).map((name) => findEpoch(name) ?? 0);
  return epochs
    .filter((epoch) => epoch > lastEpoch && !opened.has(epoch))
    .map((epoch) => {
      const path = ledgerPath(epoch);
      if (knownEpochs.has(epoch)) return makeFinding("LEDGER_MISSING", { name: path, path });
      const reason = "or the program was stopped before it wrote anything";
      return makeFinding("LEDGER_MISSING", { name: path, path, reason, severity: "warning" });
    });
}

import type { Verdict } from "../../shared/verdicts.ts";
import { readCentreKeys } from "../store/centre-keys.ts";
import { type LeafList, readLeaves } from "../store/leaf-list.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import { findVerifier } from "../store/ledger-keys.ts";
import { type NoteVerifier, parseTreeHead, type TreeHead } from "../store/signed-note.ts";
import { resolveStorePath, STORE_PATHS } from "../store/store-layout.ts";
import type { StoreReader } from "../store/store-reader.ts";
import type { Fs } from "../system/fs.ts";
import { tryReadIdentity } from "./check-own-files.ts";
import { receiptPaths } from "./outside-heads.ts";
import { judgeReceipt } from "./receipts.ts";
import { anchoredVerdict } from "./run-verdict.ts";
import { readStoredFile } from "./stored-file.ts";

const MAX_NOTE_BYTES = 1024 * 1024;

/** The folder whose receipts are looked at. */
export interface AnchoredFolder {
  readonly fs: Fs;
  readonly runsDir: string;
  readonly dataDir: string;
  readonly store: StoreReader;
}

/**
 * Says of single runs whether a receipt from outside confirms them. The ledger is read once for a receipt, and again when one of its files
 * has changed; without receipts, or without a trusted key to judge them by, nothing is read.
 */
export class ReceiptAnchors {
  readonly #folder: AnchoredFolder;
  #known: { readonly stamp: string; readonly leaves: LeafList | null } | null = null;

  constructor(folder: AnchoredFolder) {
    this.#folder = folder;
  }

  /** The verdict over a run with these entries, `intact-anchored` where it is intact and confirmed. Throws CANCELLED and the storage codes. */
  async judge(verdict: Verdict, entries: readonly LedgerEntry[], signal: AbortSignal): Promise<Verdict> {
    if (verdict !== "intact") return verdict;
    for (const { size, root } of await this.#receipts(signal)) {
      const anchored = anchoredVerdict(verdict, entries, size);
      if (anchored === verdict) return verdict;
      const leaves = await this.#leaves(size, signal);
      const isSame = leaves !== null && leaves.root === root.toString("hex");
      if (isSame && entries.every((entry) => entry.seq >= size || leaves.holds(entry))) return anchored;
    }
    return verdict;
  }

  /** Heads of the receipts that can anchor, the largest first. */
  async #receipts(signal: AbortSignal): Promise<readonly TreeHead[]> {
    const { fs, runsDir, dataDir, store } = this.#folder;
    const centreKeys = readCentreKeys({ fs, dataDir });
    const paths = centreKeys.length === 0 ? [] : receiptPaths({ fs, runsDir });
    const origin = paths.length === 0 ? null : (tryReadIdentity(fs, runsDir)?.origin ?? null);
    if (origin === null) return [];
    const ownKeys = this.#ownKeys(origin);
    const heads: TreeHead[] = [];
    for (const path of paths) {
      const file = await readStoredFile(store, path, { maxBytes: MAX_NOTE_BYTES, signal });
      const note = file.state === "read" ? (file.bytes?.toString("utf8") ?? "") : "";
      const head = parseTreeHead(note)?.head;
      if (head !== undefined && judgeReceipt(note, { origin, ownKeys, centreKeys }).anchors) heads.push(head);
    }
    return heads.sort((left, right) => right.size - left.size);
  }

  /** Whose signature stands beside that of the central audit matters little here: without the latter nothing anchors. */
  #ownKeys(origin: string): readonly NoteVerifier[] {
    const { fs, runsDir, store } = this.#folder;
    const folder = resolveStorePath(runsDir, STORE_PATHS.keys);
    const names = fs.stat(folder)?.kind === "folder" ? fs.list(folder).filter(({ kind }) => kind === "file") : [];
    return names.flatMap(({ name }) => {
      const key = findVerifier(store.readFile(`${STORE_PATHS.keys}/${name}`).toString("utf8"));
      return key?.name === origin ? [key] : [];
    });
  }

  async #leaves(size: number, signal: AbortSignal): Promise<LeafList | null> {
    const stamp = `${size} ${this.#ledgerStamp()}`;
    if (this.#known?.stamp !== stamp) {
      this.#known = { stamp, leaves: await readLeaves({ ...this.#folder, signal }, size) };
    }
    return this.#known.leaves;
  }

  /** Another text when a file of the ledger is not what it was. */
  #ledgerStamp(): string {
    const { fs, runsDir } = this.#folder;
    const folder = resolveStorePath(runsDir, STORE_PATHS.ledger);
    const names = fs.stat(folder)?.kind === "folder" ? fs.list(folder).map(({ name }) => name) : [];
    const stats = names.sort().map((name) => fs.stat(resolveStorePath(runsDir, `${STORE_PATHS.ledger}/${name}`)));
    return stats.map((stat) => `${stat?.identity} ${stat?.sizeBytes} ${stat?.modifiedMs}`).join();
  }
}

import { generateKeyPairSync } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { Change, EntryDraft } from "../../../../src/main/store/change.ts";
import { CHAIN_START, type LedgerPosition } from "../../../../src/main/store/ledger-tail.ts";
import { LedgerWriter } from "../../../../src/main/store/ledger-writer.ts";
import { MerkleTree } from "../../../../src/main/store/merkle-tree.ts";
import { type NoteSigner, noteKeyId, rawPublicKey, verifierText } from "../../../../src/main/store/signed-note.ts";
import { ledgerPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import type { Clock } from "../../../../src/main/system/clock.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

export const EMPTY_POSITION: LedgerPosition = {
  tree: new MerkleTree(),
  previous: CHAIN_START,
  lastRunNumber: 0,
  lastAt: "",
  keyId: null,
};

/** A change of entries alone. */
export function entriesChange(entries: readonly EntryDraft[]): Change {
  return { files: [], entries, actor: { uid: "tester", role: "machinist", sid: "s" }, requestId: "req" };
}

/** An entry that names a run. */
export function runEntry(number: number, kind: EntryDraft["kind"] = "run.recorded"): EntryDraft {
  const path = `2026-11-20/run_${number}.json`;
  return {
    kind,
    subject: `run_${number}`,
    path,
    sha256: sha256Hex(`${number}`),
    size: 1,
    body: { run_number: `${number}-0` },
  };
}

/** The first entry of an epoch, as opening a store writes it. */
export function openingEntry(
  position: LedgerPosition,
  after: readonly { readonly epoch: number; readonly length: number; readonly root: string }[] = [],
): EntryDraft {
  const body = {
    after,
    size: position.tree.size,
    edge: position.tree.edge.map((digest) => digest.toString("hex")),
    last_run_number: position.lastRunNumber,
    key_id: position.keyId ?? "00000000",
  };
  return { kind: "epoch.opened", subject: "store", body };
}

export function makeSigner(name = "rmos-runs/test"): NoteSigner & { readonly verifier: string } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicKey = rawPublicKey(privateKey);
  return { name, privateKey, keyId: noteKeyId(name, publicKey), verifier: verifierText(name, publicKey) };
}

/** A writer for one epoch. */
export function makeWriter(options: {
  readonly epoch?: number;
  readonly position?: LedgerPosition;
  readonly clock?: Clock;
  readonly signer?: NoteSigner;
}): LedgerWriter {
  const { epoch = 1, position = EMPTY_POSITION, clock = createSettableClock(), signer = makeSigner() } = options;
  const facts = { epoch, app: "test", boot: "1", station: "ws", origin: "rmos-runs/test" };
  return new LedgerWriter({ facts, clock, signer, position });
}

/** Writes epochs of groups straight into segments. Each epoch seals the one before it, as opening does. */
export class WrittenLedger {
  readonly #runsDir: string;
  readonly #signer = makeSigner();
  readonly lengths = new Map<number, number>();
  position: LedgerPosition = EMPTY_POSITION;

  constructor(runsDir: string) {
    this.#runsDir = runsDir;
  }

  /** One segment: its opening, then each group of run numbers. */
  epoch(epoch: number, groups: readonly (readonly number[])[]): void {
    const writer = makeWriter({ epoch, position: this.position, signer: this.#signer });
    const after = [...this.lengths].slice(-1).map(([sealed, length]) => ({
      epoch: sealed,
      length,
      root: this.position.tree.root().toString("hex"),
    }));
    const drafts = [
      [openingEntry(this.position, after)],
      ...groups.map((group) => group.map((number) => runEntry(number))),
    ];
    for (const entries of drafts) {
      const draft = writer.draft([entriesChange(entries)]);
      this.append(epoch, draft.bytes);
      writer.accept(draft);
    }
    this.position = writer.position;
  }

  append(epoch: number, bytes: Uint8Array): void {
    const path = resolveStorePath(this.#runsDir, ledgerPath(epoch));
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, bytes);
    this.lengths.set(epoch, (this.lengths.get(epoch) ?? 0) + bytes.byteLength);
  }
}

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EntryDraft } from "../../../../src/main/store/change.ts";
import { type JudgedLine, judgeLine } from "../../../../src/main/store/judge-group.ts";
import { findVerifier } from "../../../../src/main/store/ledger-keys.ts";
import type { NoteVerifier } from "../../../../src/main/store/signed-note.ts";
import { ledgerPath, resolveStorePath } from "../../../../src/main/store/store-layout.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { EMPTY_POSITION, entriesChange, makeSigner, makeWriter, openingEntry } from "./written-ledger.ts";

/** The lines of a ledger of one epoch, with the key that signed it. */
export interface WrittenLines {
  readonly lines: readonly JudgedLine[];
  readonly key: NoteVerifier;
}

/** A folder for ledger segments. */
export function makeLedgerFolder(): TestFolders {
  const folders = makeTestFolders();
  mkdirSync(join(folders.runsDir, "_integrity", "ledger"), { recursive: true });
  return folders;
}

/** Judges bytes that are no segment of any file. */
export function judgeText(text: string | Buffer): JudgedLine {
  const bytes = Buffer.from(text);
  return judgeLine({ bytes, offset: 0, end: bytes.byteLength + 1, isComplete: true });
}

/** One epoch of groups of entries, as a store writes it. */
export function writtenLines(groups: readonly (readonly EntryDraft[])[], signer = makeSigner()): WrittenLines {
  const writer = makeWriter({ epoch: 1, signer });
  const bytes: Buffer[] = [];
  for (const entries of [[openingEntry(EMPTY_POSITION)], ...groups]) {
    const draft = writer.draft([entriesChange(entries)]);
    bytes.push(draft.bytes);
    writer.accept(draft);
  }
  const key = findVerifier(signer.verifier);
  if (key === null) throw new Error("no verifier");
  return { lines: linesOf(Buffer.concat(bytes)), key };
}

/** The lines of a text, judged. */
export function linesOf(text: Buffer): readonly JudgedLine[] {
  const lines: JudgedLine[] = [];
  let offset = 0;
  for (let feed = text.indexOf(0x0a); feed >= 0; feed = text.indexOf(0x0a, offset)) {
    lines.push(judgeLine({ bytes: text.subarray(offset, feed), offset, end: feed + 1, isComplete: true }));
    offset = feed + 1;
  }
  return lines;
}

/** The lines of a segment on disk. */
export function segmentOf({ runsDir }: TestFolders, epoch: number): { readonly path: string; readonly text: Buffer } {
  const path = resolveStorePath(runsDir, ledgerPath(epoch));
  return { path, text: readFileSync(path) };
}

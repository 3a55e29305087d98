import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { FindingCode } from "../../../src/shared/finding.ts";
import { makeSmallStore, recordSmallRun, withStore } from "../../fixtures/bad-stores/small-store.ts";
import { inFolder } from "../check-folder.ts";
import { isEntry, readSegments } from "../forge-ledger.ts";
import type { TestFolders } from "../open-test-store.ts";
import type { SeededRandom } from "../simulated-fs/seeded-random.ts";

/** What must be found: one of these codes, at this path where there is one. */
export interface Wanted {
  readonly codes: readonly FindingCode[];
  readonly path: string | null;
}

/** A folder that is being tampered with. */
export interface Tampering {
  readonly folders: TestFolders;
  readonly random: SeededRandom;
}

/** One way to tamper. Does it and says what a check must find; nothing where it must find nothing. */
export type Tamper = (tampering: Tampering) => readonly Wanted[];

/** Locks, hints and what is derived: nothing rests on them. */
const NOT_EVIDENCE = /^(_index\/|_inbox\/|_integrity\/(gate\.db|owner\.json|reserve\.bin|lock|journal\/|receipts\/))/;

/**
 * Makes the store that is tampered with: three epochs, an attachment, a link, a signed head of an earlier day among its receipts. What the
 * folder was on that day is kept in `earlier`.
 */
export async function makeWholeStore(folders: TestFolders, earlier: string): Promise<void> {
  await makeSmallStore(folders);
  cpSync(folders.runsDir, earlier, { recursive: true });
  const heads = readSegments(folders).flatMap(({ lines }) => lines.filter((line) => !isEntry(line)));
  const { cp } = JSON.parse(heads.at(-1) ?? "{}") as { readonly cp: string };
  writeFileSync(inFolder(folders, "_integrity/receipts/kept.note"), cp);
  await withStore(folders, (store) => recordSmallRun(store, { tool_id: "T4" }));
}

/** The files that everything rests on, as paths inside the runs folder, sorted. */
export function evidence({ runsDir }: TestFolders): readonly string[] {
  return readdirSync(runsDir, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => relative(runsDir, join(item.parentPath, item.name)).replaceAll("\\", "/"))
    .filter((path) => !NOT_EVIDENCE.test(path))
    .sort();
}

/** One of the files that are evidence, or of those that match. */
export function pickFile({ folders, random }: Tampering, pattern = /./): string {
  return random.pick(evidence(folders).filter((path) => pattern.test(path)));
}

/** One of the records. */
export function pickRecord(tampering: Tampering): string {
  return pickFile(tampering, /^\d{4}-.*run_[0-9a-f]{32}\.json$/);
}

/** The bytes of a file of the runs folder. */
export function bytesOf({ folders }: Tampering, path: string): Buffer {
  return readFileSync(inFolder(folders, path));
}

/** Other bytes for a file of the runs folder. */
export function replaceBytes({ folders }: Tampering, path: string, bytes: Uint8Array): void {
  writeFileSync(inFolder(folders, path), bytes);
}

/** The codes for a file whose bytes are other than they were. */
export function changedCodes(path: string): readonly FindingCode[] {
  if (path.startsWith("_integrity/ledger/")) return ["LEDGER_DAMAGED"];
  if (path.startsWith("_integrity/")) return ["STORE_FILE_CHANGED"];
  if (path.startsWith("_attachments/")) return ["ATTACHMENT_CHANGED"];
  return path.includes("_advisory_") ? ["LINK_CHANGED"] : ["RECORD_CHANGED"];
}

/** The codes for a file that is gone. */
export function missingCodes(path: string): readonly FindingCode[] {
  if (path.startsWith("_integrity/ledger/")) return ["LEDGER_MISSING"];
  if (path.startsWith("_integrity/")) return ["STORE_FILE_MISSING"];
  if (path.startsWith("_attachments/")) return ["ATTACHMENT_MISSING"];
  return path.includes("_advisory_") ? ["LINK_MISSING"] : ["RECORD_MISSING"];
}

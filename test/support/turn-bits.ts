import type { StoreReport } from "../../src/shared/operations/check-operations.ts";
import { checkFolder } from "./check-folder.ts";
import { type FrozenFs, freezeFolder } from "./frozen-fs.ts";
import type { TestFolders } from "./open-test-store.ts";

/** What turning bits over in files came to. */
export interface TurnedBits {
  readonly flips: number;
  /** Flips that were not found, or found under another file or another name, as sentences. */
  readonly missed: readonly string[];
}

/** Locks, hints and what is derived: they change all the time, nothing rests on them, and a check does not look inside. */
const NOT_EVIDENCE = /^(_index\/|_inbox\/|_integrity\/(gate\.db|owner\.json|reserve\.bin|lock))/;

/** The files of a frozen store that are evidence, as paths inside its runs folder. */
export function evidenceIn(fs: FrozenFs, { runsDir }: TestFolders): readonly string[] {
  return fs.paths
    .filter((path) => path.startsWith(`${runsDir}/`))
    .map((path) => path.slice(runsDir.length + 1))
    .filter((path) => !NOT_EVIDENCE.test(path));
}

/** The one code that says a byte of this file is another. */
export function codeFor(path: string): string {
  if (path.startsWith("_integrity/ledger/")) return "LEDGER_DAMAGED";
  if (path.startsWith("_integrity/")) return "STORE_FILE_CHANGED";
  if (path.startsWith("_attachments/")) return "ATTACHMENT_CHANGED";
  return path.includes("_advisory_") ? "LINK_CHANGED" : "RECORD_CHANGED";
}

function problemWith(report: StoreReport, path: string): string | null {
  const wanted = codeFor(path);
  const isNamed =
    report.findings.length > 0 && report.findings.every((one) => one.code === wanted && one.path === path);
  if (isNamed && report.verdict !== "intact") return null;
  return `${report.verdict}: ${report.findings.map((one) => `${one.code} at ${one.path}`).join(", ") || "nothing"}`;
}

/**
 * Turns over one bit in every byte of the files that `picks` takes, one at a time, and checks the whole folder each time. A flip counts as
 * found when every finding has the code for a changed byte of this very file, and nothing else is blamed.
 */
export async function turnEveryByte(folders: TestFolders, picks: (path: string) => boolean): Promise<TurnedBits> {
  const fs = freezeFolder(folders.root);
  const missed: string[] = [];
  let flips = 0;
  for (const path of evidenceIn(fs, folders).filter(picks)) {
    const bytes = fs.bytesOf(`${folders.runsDir}/${path}`);
    for (let offset = 0; offset < bytes.byteLength; offset += 1) {
      const value = bytes.readUInt8(offset);
      bytes.writeUInt8(value ^ (1 << (offset & 7)), offset);
      const problem = problemWith(await checkFolder(folders, { fs }), path);
      if (problem !== null) missed.push(`${path} byte ${offset}: ${problem}`);
      bytes.writeUInt8(value, offset);
      flips += 1;
    }
  }
  return { flips, missed };
}

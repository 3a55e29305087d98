import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FindingCode } from "../../../src/shared/finding.ts";
import { inFolder } from "../check-folder.ts";
import {
  bytesOf,
  changedCodes,
  evidence,
  missingCodes,
  pickFile,
  pickRecord,
  replaceBytes,
  type Tamper,
  type Tampering,
} from "./tampered-folder.ts";

/** What a ledger file whose end was touched may be called. */
const LEDGER_END: readonly FindingCode[] = [
  ...(["LEDGER_DAMAGED", "LEDGER_TORN", "LEDGER_TRUNCATED", "LEDGER_LATE", "ROLLED_BACK"] as const),
];

function isLedger(path: string): boolean {
  return path.startsWith("_integrity/ledger/");
}

/** Ways to tamper with files as anyone can who has the folder. */
export const FILE_TAMPERS: Readonly<Record<string, Tamper>> = {
  "a bit turned over"(tampering) {
    const path = pickFile(tampering);
    const bytes = bytesOf(tampering, path);
    const at = tampering.random.below(bytes.byteLength);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << tampering.random.below(8)), at);
    replaceBytes(tampering, path, bytes);
    return [{ codes: changedCodes(path), path }];
  },
  "a file deleted"(tampering) {
    const path = pickFile(tampering);
    rmSync(inFolder(tampering.folders, path));
    return [{ codes: missingCodes(path), path }];
  },
  "a file cut short"(tampering) {
    const path = pickFile(tampering);
    truncateSync(inFolder(tampering.folders, path), tampering.random.below(bytesOf(tampering, path).byteLength));
    return isLedger(path) ? [{ codes: LEDGER_END, path: null }] : [{ codes: changedCodes(path), path }];
  },
  "a file made longer"(tampering) {
    const path = pickFile(tampering);
    const more = Buffer.alloc(1 + tampering.random.below(600), tampering.random.pick(["\n", "x", '{"seq":1}\n', "\0"]));
    replaceBytes(tampering, path, Buffer.concat([bytesOf(tampering, path), more]));
    return isLedger(path) ? [{ codes: LEDGER_END, path }] : [{ codes: changedCodes(path), path }];
  },
  "two files swapped"(tampering) {
    const path = pickFile(tampering);
    const others = evidence(tampering.folders).filter((one) => {
      return (
        one !== path && dirname(one) === dirname(path) && one.includes("_advisory_") === path.includes("_advisory_")
      );
    });
    if (others.length === 0) return swapRecords(tampering);
    return swap(tampering, path, tampering.random.pick(others));
  },
  "a file renamed"(tampering) {
    const path = pickRecord(tampering);
    const other = `${dirname(path)}/run_${tampering.random.seed()}.json`;
    renameSync(inFolder(tampering.folders, path), inFolder(tampering.folders, other));
    return [missing(path), foreign(other)];
  },
  "a record moved to another day"(tampering) {
    const path = pickRecord(tampering);
    const day = `20${10 + tampering.random.below(10)}-0${1 + tampering.random.below(9)}-11`;
    mkdirSync(inFolder(tampering.folders, day));
    const other = path.replace(/^[^/]+/, day);
    renameSync(inFolder(tampering.folders, path), inFolder(tampering.folders, other));
    return [missing(path), foreign(other)];
  },
  "a record planted"(tampering) {
    const path = pickRecord(tampering);
    const other = `${dirname(path)}/run_${String(tampering.random.seed()).padStart(32, "0")}.json`;
    replaceBytes(tampering, other, bytesOf(tampering, path));
    return [foreign(other)];
  },
  "a file planted among the store's own"(tampering) {
    const folder = tampering.random.pick(["_integrity", "_integrity/epochs", "_integrity/keys", "_integrity/ledger"]);
    const other = `${folder}/planted-${tampering.random.seed()}`;
    writeFileSync(inFolder(tampering.folders, other), "x");
    return [foreign(other)];
  },
  "a name in other letters"(tampering) {
    const path = pickRecord(tampering);
    const other = join(dirname(path), path.slice(path.lastIndexOf("/") + 1).toUpperCase()).replaceAll("\\", "/");
    renameSync(inFolder(tampering.folders, path), inFolder(tampering.folders, other));
    return [missing(path), foreign(other)];
  },
  "a second name of another file in its place"(tampering) {
    const path = pickRecord(tampering);
    const other = pickFile(tampering, /./);
    if (bytesOf(tampering, other).equals(bytesOf(tampering, path))) return swapRecords(tampering);
    rmSync(inFolder(tampering.folders, path));
    linkSync(inFolder(tampering.folders, other), inFolder(tampering.folders, path));
    return [{ codes: changedCodes(path), path }];
  },
  "a stretch of zeros"(tampering) {
    const path = pickFile(tampering);
    const bytes = bytesOf(tampering, path);
    const at = tampering.random.below(bytes.byteLength);
    replaceBytes(
      tampering,
      path,
      Buffer.from(bytes).fill(0, at, Math.min(bytes.byteLength, at + 1 + tampering.random.below(512))),
    );
    return [{ codes: isLedger(path) ? [...LEDGER_END, "LEDGER_REWRITTEN"] : changedCodes(path), path }];
  },
  "only other times"(tampering) {
    for (const path of evidence(tampering.folders)) {
      const time = tampering.random.below(2 ** 31);
      utimesSync(inFolder(tampering.folders, path), time, time);
    }
    return [];
  },
  "a link to the same bytes in its place"(tampering) {
    const path = pickFile(tampering);
    const elsewhere = join(tampering.folders.root, "elsewhere");
    renameSync(inFolder(tampering.folders, path), elsewhere);
    symlinkSync(elsewhere, inFolder(tampering.folders, path));
    return [{ codes: unreadableCodes(path), path }];
  },
  "a pipe in its place"(tampering) {
    const path = pickFile(tampering);
    rmSync(inFolder(tampering.folders, path));
    if (spawnSync("mkfifo", [inFolder(tampering.folders, path)]).status !== 0) throw new Error("no pipe could be made");
    return [{ codes: unreadableCodes(path), path }];
  },
  "a folder in its place"(tampering) {
    const path = pickFile(tampering);
    rmSync(inFolder(tampering.folders, path));
    mkdirSync(inFolder(tampering.folders, path));
    return [{ codes: unreadableCodes(path), path }];
  },
  "a day that is a link to the same files elsewhere"(tampering) {
    const day = dirname(pickRecord(tampering));
    renameSync(inFolder(tampering.folders, day), join(tampering.folders.root, "elsewhere"));
    symlinkSync(join(tampering.folders.root, "elsewhere"), inFolder(tampering.folders, day));
    return [foreign(day)];
  },
};

function swap(tampering: Tampering, one: string, two: string) {
  const bytes = bytesOf(tampering, one);
  replaceBytes(tampering, one, bytesOf(tampering, two));
  replaceBytes(tampering, two, bytes);
  return [one, two].map((path) => ({ codes: changedCodes(path), path }));
}

function swapRecords(tampering: Tampering) {
  const [one = "", two = ""] = evidence(tampering.folders).filter((path) => /run_[0-9a-f]{32}\.json$/.test(path));
  return swap(tampering, one, two);
}

function missing(path: string) {
  return { codes: missingCodes(path), path };
}

function foreign(path: string) {
  return { codes: ["FOREIGN_FILE", "RECORD_FOREIGN"] as const, path };
}

/** What something is called that stands in the place of a file and is none. */
function unreadableCodes(path: string): readonly FindingCode[] {
  if (/^\d{4}-/.test(path) && !path.includes("_advisory_")) return ["RECORD_UNREADABLE", "RECORD_MISSING"];
  const unread = path.startsWith("_integrity/") ? [] : (["DIGEST_CANNOT_CHECK"] as const);
  return [...changedCodes(path), ...missingCodes(path), ...unread];
}

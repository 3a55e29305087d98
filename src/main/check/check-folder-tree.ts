import type { Finding, FindingCode } from "../../shared/finding.ts";
import { sha256Schema } from "../../shared/sha256.ts";
import { attachmentPath, findEpoch, isDateFolder, resolveStorePath, type StorePath } from "../store/store-layout.ts";
import type { FileKind } from "../system/fs.ts";
import type { FolderContext } from "./check-own-files.ts";
import type { CheckPace } from "./check-pace.ts";
import { checkQuarantine } from "./check-quarantine.ts";
import type { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import { hashFileOf } from "./stored-file.ts";

/** What the ledger knows about paths. */
export interface KnownPaths {
  readonly isNamed: (path: StorePath) => boolean;
  /** False when part of the ledger cannot be relied on: it may have named what nothing names now. */
  readonly isReliable: boolean;
}

/** Something in the folder that no entry names. Whether it stays a finding is decided when the whole folder was seen. */
export interface UnnamedFile {
  readonly path: StorePath;
  readonly finding: Finding;
}

interface Item {
  readonly path: StorePath;
  readonly name: string;
  readonly kind: FileKind;
}

const STAGED = /^(\..+\.tmp|\.stage-.+)$/;
/** What systems leave in any folder that someone looks at. */
const SYSTEM_LITTER: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

const ROOT_FOLDERS: ReadonlySet<string> = new Set(["_attachments", "_inbox", "_index", "_integrity"]);
/** Locks and hints, which change all the time and on which no decision rests; folders whose content is looked at elsewhere. */
const INTEGRITY_NAMES =
  /^(store\.json|gate\.db(-journal|-wal|-shm)?|lock(\.stale-[0-9-]+)?|owner\.json|reserve\.bin|receipts|packages|quarantine)$/;
const OWN_FOLDERS: Readonly<Record<string, (name: string) => boolean>> = {
  "_integrity/ledger": (name) => name.endsWith(".ndjson") && findEpoch(name) !== null,
  "_integrity/journal": (name) => name.endsWith(".jnl") && findEpoch(name) !== null,
  "_integrity/epochs": (name) => name.endsWith(".json") && findEpoch(name) !== null,
  "_integrity/keys": () => false,
};

/**
 * Looks at every name in the folder: what no entry names, what an interrupted write left, what was put aside. Never follows a link.
 * Returns what no entry names. Throws CANCELLED and faults of the drive.
 */
export async function checkFolderTree(
  context: FolderContext,
  known: KnownPaths,
  { findings, pace }: { readonly findings: FindingList; readonly pace: CheckPace },
): Promise<readonly UnnamedFile[]> {
  const unnamed: UnnamedFile[] = [];
  const take = async (found: Promise<UnnamedFile | null> | UnnamedFile | null): Promise<void> => {
    const one = await found;
    if (one !== null) unnamed.push(one);
    const turn = pace.step();
    if (turn !== null) await turn;
  };
  for (const item of itemsIn(context, "")) {
    if (isDateFolder(item.name) && item.kind === "folder") {
      for (const file of itemsIn(context, item.path)) await take(lookAt(file, known));
    } else if (!ROOT_FOLDERS.has(item.name) || item.kind !== "folder") await take(strange(item, known));
  }
  for (const file of attachmentItems(context)) await take(lookAtAttachment(context, file, known));
  for (const item of itemsIn(context, "_integrity")) {
    if (!INTEGRITY_NAMES.test(item.name) && !(item.path in OWN_FOLDERS)) await take(strange(item, known));
  }
  for (const [folder, isOwn] of Object.entries(OWN_FOLDERS)) {
    for (const item of itemsIn(context, folder)) {
      if (!(isOwn(item.name) && item.kind === "file")) await take(lookAt(item, known));
    }
  }
  findings.add(...(await checkQuarantine(context)));
  return unnamed;
}

function itemsIn({ fs, runsDir }: FolderContext, folder: StorePath): readonly Item[] {
  const absolute = folder === "" ? runsDir : resolveStorePath(runsDir, folder);
  if (fs.stat(absolute)?.kind !== "folder") return [];
  return [...fs.list(absolute)]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, kind }) => ({ name, kind, path: folder === "" ? name : `${folder}/${name}` }));
}

/** Files below `_attachments`, and whatever else stands on the way to them. */
function* attachmentItems(context: FolderContext): Generator<Item> {
  for (const outer of itemsIn(context, "_attachments")) {
    if (outer.kind !== "folder") yield outer;
    else {
      for (const inner of itemsIn(context, outer.path)) {
        if (inner.kind !== "folder") yield inner;
        else yield* itemsIn(context, inner.path);
      }
    }
  }
}

function lookAt(item: Item, known: KnownPaths): UnnamedFile | null {
  // What an entry names is checked where that entry is: there a link in the place of a file has its own finding.
  return known.isNamed(item.path) ? null : strange(item, known);
}

function strange(item: Item, known: KnownPaths): UnnamedFile {
  const { path, name, kind } = item;
  if (STAGED.test(name) && kind === "file") return unnamed("LEFTOVER", path);
  if (SYSTEM_LITTER.has(name)) return unnamed("FOREIGN_FILE", path, { severity: "info" });
  if (kind === "link") return unnamed("FOREIGN_FILE", path, { reason: "it is a link, which nobody follows" });
  if (kind === "other") return unnamed("FOREIGN_FILE", path, { reason: "it is a device, which nobody opens" });
  return unnamed(known.isReliable ? "FOREIGN_FILE" : "FILE_UNVOUCHED", path);
}

/** Bytes under their own name are what an interrupted write leaves; under another name someone put them there. */
async function lookAtAttachment(context: FolderContext, item: Item, known: KnownPaths): Promise<UnnamedFile | null> {
  const sha256 = sha256Schema.safeParse(item.name);
  if (known.isNamed(item.path)) return null;
  const isInPlace = item.kind === "file" && sha256.success && item.path === attachmentPath(sha256.data);
  if (!isInPlace || !known.isReliable) return strange(item, known);
  const file = await hashFileOf(context, item.path);
  if (file.state !== "read") return null;
  context.countFile(file.sizeBytes);
  if (file.sha256 === item.name) return unnamed("ORPHAN_ATTACHMENT", item.path);
  return unnamed("FOREIGN_FILE", item.path, { reason: "it is not what its name says" });
}

function unnamed(
  code: FindingCode,
  path: StorePath,
  more: { readonly reason?: string; readonly severity?: Finding["severity"] } = {},
): UnnamedFile {
  return { path, finding: makeFinding(code, { name: path, path, ...more }) };
}

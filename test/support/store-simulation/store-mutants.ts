import { type Breakage, linkReplaces, wholeFlushOnlySaysSo, withoutFlush } from "./broken-fs.ts";
import {
  amongOthers,
  anywhere,
  attachedAgain,
  attachmentsWithoutLinks,
  type Focus,
  inAnyWrite,
  inCheckpoint,
  inCommit,
  inNewStores,
  inNewStoresWithoutLinks,
  killedThenCut,
  tornThenCut,
} from "./plan-focus.ts";
import type { SourceEdit } from "./source-mutation.ts";

/** A deliberately broken variant of the writer. */
export interface Mutant {
  readonly name: string;
  /** What is broken in the file layer; null when only the source is. */
  readonly breakage: Breakage | null;
  readonly edits: readonly SourceEdit[];
  /** Where it is looked for: it may be broken in a place that few scenarios come to. */
  readonly focus: Focus;
}

function edit(
  name: string,
  file: string,
  what: { readonly find: string; readonly replace: string; readonly focus: Focus },
): Mutant {
  return { name, breakage: null, edits: [{ file, find: what.find, replace: what.replace }], focus: what.focus };
}

function broken(name: string, breakage: Breakage, focus: Focus = anywhere): Mutant {
  return { name, breakage, edits: [], focus };
}

/** The file layer leaves something out in one kind of place. */
const BROKEN_LAYERS: readonly Mutant[] = [
  broken("the journal is not flushed", withoutFlush("syncData", /\/journal\//)),
  broken("the journal's name is not flushed", withoutFlush("syncFolder", /\/_integrity\/journal$/)),
  broken("records are not flushed", withoutFlush("syncFile", /\/\d{4}-\d\d-\d\d\/run_[^/]*$/)),
  broken("the ledger is not flushed", withoutFlush("syncFile", /\/ledger\/\d{8}\.ndjson$/)),
  broken("names of records are not flushed", withoutFlush("syncFolder", /\/\d{4}-\d\d-\d\d$/)),
  broken("names of date folders are not flushed", withoutFlush("syncFolder", /\/runs$/)),
  broken("names of segments are not flushed", withoutFlush("syncFolder", /\/_integrity\/ledger$/)),
  broken(
    "attachments are not flushed before they get their name",
    withoutFlush("syncFile", /\/_attachments\/\.stage-/),
  ),
  broken("names of attachments are not flushed", withoutFlush("syncFolder", /\/_attachments\/..\/..$/)),
  broken("names of attachment folders are not flushed", withoutFlush("syncFolder", /\/_attachments\/..$/)),
  broken("names of outer attachment folders are not flushed", withoutFlush("syncFolder", /\/_attachments$/)),
  broken("a flush of the whole file system only says so", wholeFlushOnlySaysSo),
  broken(
    "own files are not flushed before they get their name",
    withoutFlush("syncFile", /\/_integrity\/(keys\/)?\.[^/]*\.tmp$/),
    inNewStores,
  ),
  broken(
    "private keys are not flushed before they get their name",
    withoutFlush("syncFile", /\/data\/keys\/\.[^/]*\.tmp$/),
    inNewStores,
  ),
  broken("names of own files are not flushed", withoutFlush("syncFolder", /\/_integrity$/), inNewStores),
  broken("the name of the runs folder is not flushed", withoutFlush("syncFolder", /^\/(disk)?$/), inNewStores),
  broken("names in quarantine are not flushed", withoutFlush("syncFolder", /\/quarantine$/), amongOthers),
  broken(
    "what is kept in quarantine is not flushed",
    withoutFlush("syncFile", /\/quarantine\/\.[^/]*\.tmp$/),
    tornThenCut,
  ),
  broken("a link replaces what has the name", linkReplaces, amongOthers),
];

/** One place in the source is wrong. */
const BROKEN_SOURCES: readonly Mutant[] = [
  edit("a short write is believed to be whole", "store/durable-file.ts", {
    find: "while (written < bytes.byteLength) {",
    replace: "if (written < bytes.byteLength) {",
    focus: inAnyWrite("short"),
  }),
  edit("what was written is not read back", "store/durable-file.ts", {
    find: "if (piece.compare(bytes, done, done + count, 0, count) !== 0) return false;",
    replace: "",
    focus: inAnyWrite("lie"),
  }),
  edit("a file with the same name is not compared", "store/durable-file.ts", {
    find: 'if (fileEquals(fs, path, bytes)) return "same";',
    replace: 'return "same";',
    focus: amongOthers,
  }),
  edit("own files are copied where there are no links", "store/durable-file.ts", {
    find: 'withoutLinks: "move", replacesSame: false',
    replace: 'withoutLinks: "copy", replacesSame: false',
    focus: inNewStoresWithoutLinks,
  }),
  edit("attachments are copied where there are no links", "store/attachment-writer.ts", {
    find: "fs.rename(stage, path);",
    replace: "fs.copyExclusive(stage, path);",
    focus: attachmentsWithoutLinks,
  }),
  edit("an attachment that is there already is taken for durable", "store/attachment-writer.ts", {
    find: "if (!(await nameStage(fs, stage, path, sha256))) await syncPath(fs, path);",
    replace: "if (!(await nameStage(fs, stage, path, sha256))) return;",
    focus: attachedAgain,
  }),
  edit("whose the folder is is not asked again after the flush", "store/commit-pipeline.ts", {
    find: "await journal.sync();\n    fence.check();",
    replace: "await journal.sync();",
    focus: anywhere,
  }),
  edit("a newer epoch is not noticed", "store/epoch-fence.ts", {
    find: 'if (fs.stat(next) !== null) return "another program has taken the folder over";',
    replace: "",
    focus: amongOthers,
  }),
  edit("two changes of a group may want one name", "store/commit-pipeline.ts", {
    find: "claimNames(waiting.change, taken);",
    replace: "",
    focus: anywhere,
  }),
  edit("a name on its way is not known to be taken", "store/writable-store.ts", {
    find: "if (taken !== undefined) throw alreadyExists(taken.path);",
    replace: "",
    focus: anywhere,
  }),
  edit("a refused frame is not taken back", "store/journal-file.ts", {
    find: "takeBack: () => cutTo(kept),",
    replace: "takeBack: async () => undefined,",
    focus: inCommit("ENOSPC"),
  }),
  edit("a frame whose flush failed is not let go", "store/commit-pipeline.ts", {
    find: "journal.letGo();\n      onPoisoned(error);",
    replace: "onPoisoned(error);",
    focus: inCommit("EIO"),
  }),
  edit("a failed flush of the journal is asked for again", "store/journal-file.ts", {
    find: "() => fs.syncData(live()));\n  const cutTo",
    replace: "() => fs.syncData(live()).catch(() => fs.syncData(live())));\n  const cutTo",
    focus: inCommit("EIO"),
  }),
  edit("the journal is emptied before everything is in place", "store/writable-store.ts", {
    find: "if (!(await this.#applier.settle())) {",
    replace: "if (this.#closing === undefined) {",
    focus: anywhere,
  }),
  edit("the journal is emptied before everything is flushed", "store/writable-store.ts", {
    find: "await this.#applier.flush();\n    this.#parts.held.fence.check();",
    replace: "this.#parts.held.fence.check();",
    focus: anywhere,
  }),
  edit("what is put in place during a flush is taken for flushed", "store/applier.ts", {
    find: "    this.#files = new Set();\n    this.#folders = new Set();\n    try {\n      await flushApplied(this.#parts.fs, this.#parts.runsDir, { files, folders });",
    replace:
      "    try {\n      await flushApplied(this.#parts.fs, this.#parts.runsDir, { files: [...files], folders: [...folders] });\n      this.#files = new Set();\n      this.#folders = new Set();",
    focus: anywhere,
  }),
  edit("what a failed flush left is not flushed again", "store/applier.ts", {
    find: "for (const file of files) this.#files.add(file);\n",
    replace: "",
    focus: inCheckpoint("EMFILE"),
  }),
  edit("a full disk in a flush is no device fault", "system/storage-error.ts", {
    find: 'if (!(coded instanceof AppError) || coded.code !== "DISK_FULL") return coded;',
    replace: "if (coded !== undefined) return coded;",
    focus: inCheckpoint("ENOSPC"),
  }),
  edit("a device fault in a flush does not stop the store", "store/writable-store.ts", {
    find: 'else if (isDeviceFault(error)) this.#becomeReadOnly("poisoned", POISONED);',
    replace: "",
    focus: inCheckpoint("EIO"),
  }),
  edit("a journal is replayed before it is flushed", "store/recovery.ts", {
    find: "() => syncPath(target.fs, journal.path));",
    replace: "async () => undefined);",
    focus: killedThenCut,
  }),
  edit("recovery believes the cache about files", "store/apply-frame.ts", {
    find: "const create = target.renews === true ? renewFile : createFile;",
    replace: "const create = createFile;",
    focus: inCheckpoint("EIO"),
  }),
  edit("recovery believes the cache about the ledger", "store/apply-frame.ts", {
    find: "const done = renews === true ? 0 : present.byteLength;",
    replace: "const done = present.byteLength;",
    focus: inCheckpoint("EIO"),
  }),
  edit("what is replayed is not flushed", "store/recovery.ts", {
    find: "await flushApplied(target.fs, target.runsDir, { files: tally.files, folders: tally.folders });",
    replace: "",
    focus: anywhere,
  }),
  edit("only the newest journal is replayed", "store/recovery.ts", {
    find: "for (const journal of journals) await",
    replace: "for (const journal of journals.slice(0, 1)) await",
    focus: anywhere,
  }),
  edit("a frame is replayed whatever its digest", "store/journal-frame.ts", {
    find: 'return hash("sha256", payload) === header[2] ? payload : null;',
    replace: "return payload;",
    focus: tornThenCut,
  }),
  edit("a late frame is put in place", "store/recovery.ts", {
    find: "if (sealedLength !== null && frame.ledgerOffset >= sealedLength) await keepLateFrame",
    replace: "if (sealedLength === -1) await keepLateFrame",
    focus: anywhere,
  }),
  edit("ledger lines go to the end of the segment", "store/apply-frame.ts", {
    find: "writeChecked(fs, fd, frame.ledgerBytes.subarray(done), frame.ledgerOffset + done);",
    replace: "writeChecked(fs, fd, frame.ledgerBytes, fs.fstat(fd).sizeBytes);",
    focus: anywhere,
  }),
  edit("a file of another program is thrown away", "store/clear-obstacles.ts", {
    find: "return found.byteLength <= wanted.byteLength &&",
    replace: "return true ||",
    focus: amongOthers,
  }),
  edit("a file leaves its place before its name in quarantine is durable", "store/quarantine.ts", {
    find: "await fs.syncFolder(folder);\n    fs.unlink(path);",
    replace: "fs.unlink(path);\n    await fs.syncFolder(dirname(path));\n    await fs.syncFolder(folder);",
    focus: amongOthers,
  }),
  edit("stages are taken away after the journal that explains them", "store/recovery.ts", {
    find: "for (const folder of removeLeftovers(fs, runsDir, files)) await fs.syncFolder(folder);",
    replace: "removeLeftovers(fs, runsDir, files);",
    focus: anywhere,
  }),
  edit("run numbers are not read back", "store/ledger-tail.ts", {
    find: "Math.max(position.lastRunNumber, runNumberOf(entry))",
    replace: "position.lastRunNumber",
    focus: anywhere,
  }),
  edit("an epoch does not seal what came before", "store/open-run-store.ts", {
    find: "after: seals.map(({ epoch, length, root }) => ({ epoch, length, root })),",
    replace: "after: [],",
    focus: anywhere,
  }),
  edit("folders on the way to a record are not flushed", "store/apply-frame.ts", {
    find: "    folders.add(runsDir);\n",
    replace: "",
    focus: anywhere,
  }),
];

/** Broken variants of the writer: each must be noticed. */
export const STORE_MUTANTS: readonly Mutant[] = [...BROKEN_LAYERS, ...BROKEN_SOURCES];

/** The mutant of that name. */
export function mutantNamed(name: string): Mutant {
  const found = STORE_MUTANTS.find((mutant) => mutant.name === name);
  if (found === undefined) throw new Error(`there is no mutant "${name}"`);
  return found;
}

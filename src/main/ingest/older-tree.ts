import { basename, join } from "node:path";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import { isDateFolder } from "../store/store-layout.ts";
import type { FileKind, Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";
import type { OlderLayout } from "./older-layout.ts";

/** A regular file of an older store. */
export interface OlderFile {
  /** Absolute. */
  readonly path: string;
  /** Inside the store, with `/`: `runs/2025-12-17/run_ab.json`. */
  readonly source: string;
  readonly sizeBytes: number;
}

/** A file in a folder named by date: a record, or a link between a run and an advisory. */
export interface DatedFile extends OlderFile {
  /** The file's name without `.json`. */
  readonly name: string;
  /** `2025-12-17`: what the older system took for the date, which need not be the UTC one. */
  readonly folderDate: string;
}

/** A file whose name says what its content should be. */
export interface NamedByContent extends OlderFile {
  readonly declared: Sha256;
}

/** Everything in an older store, by what it is. Each list in the order of its sources. */
export interface OlderTree {
  readonly runs: readonly DatedFile[];
  readonly links: readonly DatedFile[];
  readonly attachments: readonly NamedByContent[];
  /** Known files beside the records: indexes, audit log, ingest events. */
  readonly kept: readonly OlderFile[];
  /** Sentences about what is not imported, and why. */
  readonly notes: readonly string[];
}

const KEPT_FILES = new Set([
  "_index.json",
  "_advisory_lookup.json",
  "_attachment_meta.json",
  "_attachment_recent.json",
  "_migration_report.json",
]);
const KEPT_FOLDERS = new Set(["_audit", "ingest_events"]);
const OVERRIDES_FILE = "_overrides_index.json";
const MAX_DEPTH = 8;
const NAMED_BY_CONTENT = /^([0-9a-fA-F]{64})(\.[^/]*)?$/;

/** Lists an older store without opening a file. Links are never followed. Throws the storage codes when a folder cannot be listed. */
export function listOlderTree(fs: Fs, layout: OlderLayout): OlderTree {
  const lister = new TreeLister(fs);
  lister.listRunsFolder(layout.runsFolder, basename(layout.attachmentsFolder ?? ""));
  if (layout.attachmentsFolder !== null) {
    lister.listAttachments(layout.attachmentsFolder, basename(layout.attachmentsFolder), 0);
  }
  return lister.tree;
}

interface Item {
  readonly path: string;
  readonly source: string;
  readonly name: string;
  readonly kind: FileKind;
}

class TreeLister {
  readonly tree = {
    runs: [] as DatedFile[],
    links: [] as DatedFile[],
    attachments: [] as NamedByContent[],
    kept: [] as OlderFile[],
    notes: [] as string[],
  };
  readonly #fs: Fs;

  constructor(fs: Fs) {
    this.#fs = fs;
  }

  /** Anything but dates, known names and the attachments beside them is foreign. */
  listRunsFolder(folder: string, attachmentsName: string): void {
    for (const item of this.#list(folder, basename(folder))) {
      if (item.kind === "folder" && isDateFolder(item.name)) this.#listDated(item);
      else if (item.kind === "folder" && KEPT_FOLDERS.has(item.name)) this.#listKept(item, 0);
      else if (item.kind === "folder" && item.name === attachmentsName) continue;
      else if (item.kind === "file" && KEPT_FILES.has(item.name)) this.#keep(item);
      else this.#noteForeign(item);
    }
  }

  listAttachments(folder: string, source: string, depth: number): void {
    for (const item of this.#list(folder, source)) {
      const declared = sha256Schema.safeParse(NAMED_BY_CONTENT.exec(item.name)?.[1]?.toLowerCase());
      if (item.kind === "folder" && depth < MAX_DEPTH) this.listAttachments(item.path, item.source, depth + 1);
      else if (item.kind === "file" && item.name === OVERRIDES_FILE) this.#keep(item);
      else if (item.kind === "file" && declared.success) {
        this.tree.attachments.push({ ...this.#fileOf(item), declared: declared.data });
      } else this.#noteForeign(item);
    }
  }

  #listDated(folder: Item): void {
    for (const item of this.#list(folder.path, folder.source)) {
      if (item.kind !== "file" || !item.name.endsWith(".json")) {
        this.#noteForeign(item);
        continue;
      }
      const name = item.name.slice(0, -".json".length);
      const file = { ...this.#fileOf(item), name, folderDate: folder.name };
      (name.includes("_advisory_") ? this.tree.links : this.tree.runs).push(file);
    }
  }

  #listKept(folder: Item, depth: number): void {
    for (const item of this.#list(folder.path, folder.source)) {
      if (item.kind === "folder" && depth < MAX_DEPTH) this.#listKept(item, depth + 1);
      else if (item.kind === "file" && /\.jsonl?$/.test(item.name)) this.#keep(item);
      else this.#noteForeign(item);
    }
  }

  #keep(item: Item): void {
    this.tree.kept.push(this.#fileOf(item));
  }

  #noteForeign(item: Item): void {
    this.tree.notes.push(foreignNote(item));
  }

  #fileOf({ path, source }: Item): OlderFile {
    return { path, source, sizeBytes: this.#fs.stat(path)?.sizeBytes ?? 0 };
  }

  /** By name, so that two looks at one store say the same. */
  #list(folder: string, source: string): Item[] {
    return withStorageErrors("list the folder", folder, () => this.#fs.list(folder))
      .map(({ name, kind }) => ({ name, kind, path: join(folder, name), source: `${source}/${name}` }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  }
}

function foreignNote({ source, name, kind }: Item): string {
  if (kind === "link") return `${source} is a link. It was not followed.`;
  if (kind === "folder") return `${source} is a folder we do not know. It was not imported.`;
  if (kind === "other") return `${source} is no file. It was not imported.`;
  if (name.endsWith(".tmp")) return `${source} is left over from an interrupted write. It was not imported.`;
  return `${source} is a file we do not know. It was not imported.`;
}

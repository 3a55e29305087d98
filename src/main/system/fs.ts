/** What a path is, without following a link. */
export type FileKind = "file" | "folder" | "link" | "other";

/** Size and kind of a path, and what tells one file from another. */
export interface FileStat {
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** When content or names last changed, which no program can set back. Where the system has no such time, some other. */
  readonly changedMs: number;
  /** Device and inode: equal for two names of one file. */
  readonly identity: string;
}

/** Room left where a path lies. */
export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Null where the file system does not count them. */
  readonly freeInodes: number | null;
  /** The kernel's number of the file-system type; 0 where unknown. */
  readonly typeNumber: number;
}

/**
 * How a file is opened; none follows a link at the last step. `create` refuses an existing name, `create-private` too and only this
 * account can then read the file. `update` neither creates nor truncates. `read` never waits, whatever stands there.
 */
export type OpenMode = "read" | "create" | "create-private" | "update";

/**
 * Every touch of the disk by the store, so that a simulated file system can fail or crash any of them.
 *
 * Calls that end in the page cache are synchronous: they take microseconds, and promises cost 2 to 14 times as much.
 * Calls that wait for the device are asynchronous. A failing call throws the system's own error with its `code`;
 * `storageError` turns it into one of ours.
 */
export interface Fs {
  open(path: string, mode: OpenMode): number;
  close(fd: number): void;
  /** Writes at `position`. May write less than asked; the caller loops. */
  write(fd: number, bytes: Uint8Array, position: number): number;
  /** Reads into `into` from `position`. Returns 0 at the end. */
  read(fd: number, into: Uint8Array, position: number): number;
  truncate(fd: number, sizeBytes: number): void;
  fstat(fd: number): FileStat;
  /** Does not follow links. Null when nothing is there, also where a part of the path is not a folder. */
  stat(path: string): FileStat | null;
  /** Names in a folder with their kinds, in no promised order. */
  list(folder: string): readonly { readonly name: string; readonly kind: FileKind }[];
  /** Gives a file a second name. Throws EEXIST when the name is taken: this is how a file is published. */
  link(existing: string, name: string): void;
  /** Copies without replacing, for file systems that refuse links. Not atomic. */
  copyExclusive(from: string, to: string): void;
  unlink(path: string): void;
  /** Only where nothing, a hint, or a file with the same bytes has the name: a rename replaces silently. */
  rename(from: string, to: string): void;
  /** One level. Throws EEXIST when it is there. */
  makeFolder(path: string): void;
  /** Throws ENOTEMPTY when something lies in it. */
  removeFolder(path: string): void;
  realPath(path: string): string;
  space(path: string): Space;

  syncFile(fd: number): Promise<void>;
  /** Flushes content and length, not times. */
  syncData(fd: number): Promise<void>;
  /** Makes the names in a folder durable. A no-op where the system cannot (Windows). */
  syncFolder(path: string): Promise<void>;
  /** Flushes the whole file system that holds `path`. False where that cannot be asked for: the caller then flushes each file. */
  syncFileSystem(path: string): Promise<boolean>;
}

import type { Sha256 } from "../../shared/sha256.ts";
import type { Actor, EntryKind, EntryValue } from "./ledger-entry.ts";
import type { StorePath } from "./store-layout.ts";

/** A file a change creates. Its bytes are written once and never replaced. */
export interface NewFile {
  readonly path: StorePath;
  readonly bytes: Uint8Array;
}

/** A ledger entry before it has a place: the store adds time, number, chain and signature. */
export interface EntryDraft {
  readonly kind: EntryKind;
  readonly subject: string;
  readonly body: { readonly [key: string]: EntryValue };
  /** Path, digest and size of the file the entry vouches for. */
  readonly path?: StorePath;
  readonly sha256?: Sha256;
  readonly size?: number;
}

/** Files and entries that become durable together or not at all. */
export interface Change {
  readonly files: readonly NewFile[];
  readonly entries: readonly EntryDraft[];
  readonly actor: Actor;
  readonly requestId: string;
}

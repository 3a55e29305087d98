import type { WireError } from "../../shared/app-error.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { UnreadFile } from "./stored-file.ts";

/** Memory that every thread of one piece of work shares: where the next file is, and whether the work is still wanted. */
export const NEXT_FILE = 0;
export const IS_STOPPED = 1;
export const SHARED_WORDS = 2;

interface HashWork {
  readonly id: number;
  readonly runsDir: string;
  readonly shared: Int32Array<SharedArrayBuffer>;
}

/**
 * To a worker. `files`: take the next file that nobody took until there is none. `read`: put the bytes of a file into the ring. `digest`:
 * hash what comes through the ring.
 */
export type HashRequest =
  | (HashWork & { readonly task: "files"; readonly paths: readonly StorePath[] })
  | (HashWork & { readonly task: "read"; readonly path: StorePath; readonly ring: SharedArrayBuffer })
  | (HashWork & { readonly task: "digest"; readonly ring: SharedArrayBuffer });

/** What a worker found, by the place of each file in the list it was given. Columns: they travel many times quicker than objects. */
export interface HashAnswer {
  readonly places: readonly number[];
  readonly digests: readonly string[];
  readonly sizes: readonly number[];
  readonly unread: readonly (readonly [place: number, answer: UnreadFile])[];
}

/** From a worker: bytes hashed since it last spoke, and in the end what it found or why it could not go on. */
export type HashReply =
  | { readonly id: number; readonly hashedBytes: number }
  | { readonly id: number; readonly answer: HashAnswer }
  | { readonly id: number; readonly error: WireError; readonly stack: string | null };

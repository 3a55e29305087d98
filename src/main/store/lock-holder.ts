import type { LockHolder } from "../../shared/operations/session-operations.ts";
import type { Fs } from "../system/fs.ts";
import { findOwnerCard, holderOf } from "./owner-card.ts";

export { isStoreHeld } from "./store-lock.ts";

/** Who holds the runs folder, as the name card in it says; null where none can be read. A hint for people, nothing rests on it. */
export function findLockHolder(fs: Fs, runsDir: string): LockHolder | null {
  const card = findOwnerCard(fs, runsDir);
  return card === null ? null : holderOf(card);
}

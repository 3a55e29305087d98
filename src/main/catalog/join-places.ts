import type { EntryPlace } from "../store/ledger-entry.ts";

/** The places of both, each once, oldest first. */
export function joinPlaces(left: readonly EntryPlace[], right: readonly EntryPlace[]): readonly EntryPlace[] {
  const isNew = ({ epoch, offset }: EntryPlace): boolean =>
    !left.some((known) => known.epoch === epoch && known.offset === offset);
  return [...left, ...right.filter(isNew)].sort((one, other) => one.epoch - other.epoch || one.offset - other.offset);
}

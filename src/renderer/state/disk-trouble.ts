import type { Health } from "../../shared/operations/store-operations.ts";

/** From here on the drive is nearly full, by what is recorded a day. Source: experience 3.8. */
export const FEW_DAYS = 7;
/** The same by size. */
export const LITTLE_ROOM_BYTES = 2_000_000_000;

/** What is to be said of the room on the drive. `full`: new runs are refused. */
export interface DiskTrouble {
  readonly level: "low" | "full";
  readonly freeBytes: number;
  /** Null where nobody can tell. */
  readonly daysLeft: number | null;
}

/** Whether the drive needs a word. Null while there is room, and where the system does not say. */
export function diskTrouble({ disk, growth, store }: Pick<Health, "disk" | "growth" | "store">): DiskTrouble | null {
  if (disk === null) return null;
  const room = { freeBytes: disk.free_bytes, daysLeft: growth?.days_left ?? null };
  if (disk.level === "critical" || store.reason === "disk-full") return { level: "full", ...room };
  const isLow =
    disk.level === "low" || disk.free_bytes < LITTLE_ROOM_BYTES || (room.daysLeft !== null && room.daysLeft < FEW_DAYS);
  return isLow ? { level: "low", ...room } : null;
}

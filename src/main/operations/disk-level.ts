import type { Health } from "../../shared/operations/store-operations.ts";
import { REFUSAL_BYTES } from "../store/admission.ts";

/** Below this a person should make room soon. */
const LOW_BYTES = 2 * 1024 ** 3;
/** With fewer days left than this too. */
const LOW_DAYS = 7;

/** How pressing it is to make room. `critical`: records are refused, before anything of them is written. */
export function diskLevel(freeBytes: number, daysLeft: number | null): NonNullable<Health["disk"]>["level"] {
  if (freeBytes < REFUSAL_BYTES) return "critical";
  return freeBytes < LOW_BYTES || (daysLeft !== null && daysLeft < LOW_DAYS) ? "low" : "ok";
}

/** Whole days until records are refused at this pace; null where there is no pace to go by. */
export function daysUntilFull(freeBytes: number, bytesPerDay: number | null): number | null {
  if (bytesPerDay === null || bytesPerDay <= 0) return null;
  return Math.max(0, Math.floor((freeBytes - REFUSAL_BYTES) / bytesPerDay));
}

import type { BulkChange } from "../../state/bulk-store.ts";
import type { IconName } from "../../ui/icon.tsx";

/** What can be done with many runs at once. */
export const BULK_KINDS = [
  { kind: "tag", icon: "tag" },
  { kind: "note", icon: "note" },
  { kind: "hide", icon: "eye-off" },
  { kind: "show", icon: "eye" },
  { kind: "copy", icon: "copy" },
] as const satisfies readonly { readonly kind: string; readonly icon: IconName }[];

/** What can be done with many runs at once. */
export type BulkKind = (typeof BULK_KINDS)[number]["kind"];

/** What is added to each run; null where something has to be typed first, and for copying, which adds nothing. */
export function bulkChange(kind: BulkKind, text: string): BulkChange | null {
  const typed = text.trim();
  switch (kind) {
    case "tag":
      return typed === "" ? null : { tags: [typed] };
    case "note":
      return typed === "" ? null : { note: typed };
    case "hide":
      return { hide: true, ...(typed === "" ? {} : { reason: typed }) };
    case "show":
      return { hide: false };
    case "copy":
      return null;
  }
}

import type { Finding } from "../../shared/finding.ts";
import type { Mended, MendReason } from "../catalog/catalog-status.ts";
import { STORE_PATHS } from "../store/store-layout.ts";

const WHAT: Readonly<Record<MendReason, string>> = {
  damaged: "The list was damaged and has been built anew from the records.",
  missing: "The list was taken away and has been built anew from the records.",
  foreign: "The list was replaced by another and has been built anew from the records.",
};

/** What people are told of catalogs that were found wrong and built anew: worth knowing, nothing to do. */
export function mendFindings(mended: readonly Mended[]): readonly Finding[] {
  return mended.map(({ keptAs, reason, removed }) => ({
    code: "CATALOG_DIFFERS",
    severity: "info",
    subject: "Catalog",
    path: STORE_PATHS.catalog,
    expected: null,
    found: keptAs,
    what_to_do: [WHAT[reason], "Nothing was lost.", ...keptSentence(keptAs), ...removedSentence(removed)].join(" "),
  }));
}

function keptSentence(keptAs: string | null): readonly string[] {
  return keptAs === null ? [] : [`The file that was there is kept as “${keptAs}”.`];
}

function removedSentence(removed: readonly string[]): readonly string[] {
  return removed.length === 0 ? [] : [`Older ones were removed: ${removed.join(", ")}.`];
}

import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { RecordBytes } from "../../../../src/main/catalog/apply-entry.ts";
import { CatalogDatabase, type EntryToApply } from "../../../../src/main/catalog/catalog-database.ts";
import type { CheckEvent } from "../../../../src/main/store/check-event.ts";
import type { EntryKind, LedgerEntry } from "../../../../src/main/store/ledger-entry.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import type { OperationRequest } from "../../../../src/shared/operation-table.ts";
import { type RunFilters, type RunPage, runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

const PREV = "ab".repeat(32) as Sha256;

/** An entry as the ledger would hold it; `more` replaces what a test is about. */
export function madeEntry(seq: number, kind: EntryKind, subject: string, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    actor: { uid: "operator-7", role: "machinist", sid: "sitting" },
    app: "0.1.0",
    at: "2026-11-20T10:11:12.345678Z",
    body: {},
    boot: "boot",
    epoch: 1,
    kind,
    mono_ms: 1,
    prev: PREV,
    request_id: "request",
    seq,
    station: "station",
    subject,
    v: 1,
    ...more,
  };
}

/** An event about a run, on its way into a catalog. */
export function madeEvent(
  seq: number,
  kind: EntryKind,
  subject: string,
  body: LedgerEntry["body"] = {},
  more: Partial<LedgerEntry> = {},
): EntryToApply {
  return { placed: placed(madeEntry(seq, kind, subject, { body, ...more })), record: noRecord };
}

/** A run that is recorded with these fields in its record. */
export function madeRun(
  seq: number,
  runId: string,
  fields: Readonly<Record<string, unknown>> = {},
  body: LedgerEntry["body"] = {},
): EntryToApply {
  const path = `2026-11-20/${runId}.json`;
  return {
    placed: placed(
      madeEntry(seq, "run.recorded", runId, { path, body: { run_number: null, attachments: [], ...body } }),
    ),
    record: () => ({ bytes: madeRecord({ run_id: runId, ...fields }) }),
  };
}

/** What {@link madeCheck} is told of a check. */
export interface MadeCheck extends Partial<CheckEvent> {
  /** The run, for a check of one run. */
  readonly subject?: string;
  /** The lists of its report, where they say more than the entry. */
  readonly report?: Readonly<Record<string, unknown>>;
}

/** A check that is finished: of everything, unless said otherwise. */
export function madeCheck(seq: number, { report = {}, subject = "store", ...more }: MadeCheck = {}): EntryToApply {
  const bytes = madeRecord({ run_ids: null, odd_runs: more.odd ?? [], ...report });
  const sha256 = sha256Hex(bytes);
  const body: CheckEvent = {
    ...{ what: "store", from: null, to: null, selected: null, verdict: "intact", runs: 9 },
    ...{ odd_runs: more.odd?.length ?? 0, bad_findings: 0, through_seq: seq, odd: [], report_sha256: sha256 },
    ...more,
  };
  const file = { path: attachmentPath(sha256), sha256, size: bytes.byteLength };
  return {
    placed: placed(madeEntry(seq, "check.finished", subject, { ...file, body: { ...body, odd: [...body.odd] } })),
    record: () => ({ bytes }),
  };
}

/** The bytes of a record with these fields and nothing else. */
export function madeRecord(fields: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(`${JSON.stringify(fields, null, 2)}\n`);
}

function placed(entry: LedgerEntry): EntryToApply["placed"] {
  return { entry, place: { epoch: entry.epoch, offset: entry.seq * 1000, byteLength: 900 } };
}

function noRecord(): RecordBytes {
  throw new Error("This entry records no run");
}

/** A whole catalog in a temporary file, with these entries applied. */
export function madeCatalog(items: readonly EntryToApply[] = []): CatalogDatabase {
  const database = CatalogDatabase.build("");
  database.finishBuilding();
  database.apply(items);
  return database;
}

/** A request for a page as the operation table would hand it over. */
export function pageRequest(
  filters: Partial<RunFilters> = {},
  more: Partial<OperationRequest<"run.query">> = {},
): OperationRequest<"run.query"> {
  return { filters: runFiltersSchema.parse(filters), limit: 50, cursor: null, facets: false, ...more };
}

/** The ids of a page, in its order. */
export function idsOf(page: RunPage): readonly string[] {
  return page.rows.map((row) => row.run_id);
}

/** The ids of all pages of a list, read page by page. */
export function allIds(database: CatalogDatabase, filters: Partial<RunFilters> = {}, limit = 50): readonly string[] {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: RunPage = database.query(pageRequest(filters, { limit, cursor }));
    ids.push(...idsOf(page));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids;
}

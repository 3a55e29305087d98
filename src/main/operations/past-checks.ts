import type { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import { type PastCheck, storeReportSchema } from "../../shared/operations/check-operations.ts";
import { checkReportSchema } from "../../shared/operations/store-operations.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { toPlain } from "../canonical/json-tree.ts";
import { type CheckEvent, findCheckEvent } from "../store/check-event.ts";
import { entriesOfKind } from "../store/entries-of-kind.ts";
import type { LedgerEntry } from "../store/ledger-entry.ts";
import type { Fs } from "../system/fs.ts";
import type { OpenFolder } from "./open-folder.ts";
import { findFile, findJson } from "./read-run.ts";

/** One page of past checks. */
export type PastChecksPage = Omit<OperationResponse<"check.past">, "unfinished">;

/** The checks that the ledger tells of, newest first. Costs reading the ledger back to the last one of the page, once. */
export async function listPastChecks(
  fs: Fs,
  { store, runsDir }: OpenFolder,
  { limit, before }: Pick<OperationRequest<"check.past">, "limit" | "before">,
): Promise<PastChecksPage> {
  await store.settled();
  const checks: PastCheck[] = [];
  for await (const entry of entriesOfKind({ fs, runsDir }, "check.finished", before)) {
    const event = findCheckEvent(entry.body);
    if (event === null) continue;
    if (checks.length === limit) return { checks, next_before: checks.at(-1)?.seq ?? null };
    checks.push(pastCheck(entry, event));
  }
  return { checks, next_before: null };
}

function pastCheck({ seq, at, actor, subject }: LedgerEntry, event: CheckEvent): PastCheck {
  const { what, from, to, selected, verdict, runs, odd_runs, bad_findings, report_sha256 } = event;
  return {
    ...{ seq, at, by: { uid: actor.uid, role: actor.role } },
    scope: what === "run" ? null : { what, from, to, selected },
    run_id: what === "run" ? subject : null,
    ...{ verdict, runs, odd_runs, bad_findings, report_sha256 },
  };
}

/**
 * The report of a past check, as it was written. Throws PATH_NOT_FOUND for a number that is no check's, ATTACHMENT_NOT_FOUND where the report
 * is gone, and STORE_DAMAGED where its bytes are not the ones that the ledger vouches for.
 */
export async function readPastCheck({ store }: OpenFolder, seq: number): Promise<OperationResponse<"check.report">> {
  await store.settled();
  const [placed] = store.ledger.entries(seq);
  const event = placed?.entry.kind === "check.finished" ? findCheckEvent(placed.entry.body) : null;
  if (placed === undefined || placed.entry.seq !== seq || event === null) throw noCheck(seq);
  const value = readReport(store, placed.entry);
  return {
    check: pastCheck(placed.entry, event),
    report: event.what === "run" ? null : parseReport(storeReportSchema, value, seq),
    run_report: event.what === "run" ? parseReport(checkReportSchema, value, seq) : null,
  };
}

function readReport(store: OpenFolder["store"], { seq, path, sha256 }: LedgerEntry): unknown {
  const bytes = path === undefined ? null : findFile(store, path);
  if (bytes === null) {
    throw new AppError("ATTACHMENT_NOT_FOUND", `The report of check ${seq} is missing. Look for it in a backup copy.`, {
      context: { seq, path: path ?? null },
    });
  }
  if (sha256Hex(bytes) !== sha256) throw changedReport(seq);
  const json = findJson(bytes);
  return json === null ? null : toPlain(json);
}

function parseReport<Schema extends z.ZodType>(schema: Schema, value: unknown, seq: number): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("STORE_DAMAGED", `The report of check ${seq} was written by another version. Read it with that.`, {
    context: { seq },
    cause: parsed.error,
  });
}

function changedReport(seq: number): AppError {
  const message = `The report of check ${seq} is not the one that was recorded. Tell your supervisor.`;
  return new AppError("STORE_DAMAGED", message, { context: { seq } });
}

function noCheck(seq: number): AppError {
  return new AppError("PATH_NOT_FOUND", `Entry ${seq} of the ledger tells of no check.`, { context: { seq } });
}

import type { ImportReport } from "../../shared/operations/store-operations.ts";
import type { RunStore } from "../store/run-store.ts";
import type { Fs } from "../system/fs.ts";
import { type ImportControl, ImportPace } from "./import-pace.ts";
import { attachmentsOf, reportOf } from "./import-report.ts";
import { planImport } from "./plan-import.ts";
import { checkOlderAttachments } from "./store-older-attachment.ts";

/**
 * Says what importing an older store would do, without writing a byte: every record with what becomes of it, and whether attachments
 * are what their names say. Throws PATH_NOT_FOUND and BAD_REQUEST for what is no store we know, CANCELLED when stopped.
 * Source: store-format, "Import".
 */
export async function scanOlderStore(
  source: { readonly fs: Fs; readonly path: string },
  options: ImportControl & { readonly store: RunStore | null },
): Promise<ImportReport> {
  const pace = new ImportPace(options.progress, options.signal);
  const plan = await planImport({ ...source, store: options.store, pace });
  const notes = await checkOlderAttachments(source.fs, attachmentsOf(plan), pace);
  pace.report();
  return reportOf(plan, [...plan.notes, ...notes]);
}

import type { ImportReport } from "../../shared/operations/store-operations.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { Actor, EntryValue } from "../store/ledger-entry.ts";
import { writeRefusal } from "../store/read-only-store.ts";
import { ImportBatch, type ImportServices } from "./commit-batch.ts";
import { type ImportControl, ImportPace } from "./import-pace.ts";
import type { ImportPlan, KeptApart } from "./import-plan.ts";
import { reportOf } from "./import-report.ts";
import { planImport } from "./plan-import.ts";
import { storeForeignFile } from "./store-foreign-file.ts";

/** A batch ends at so many runs or bytes: it is one change, and what a cancel can lose. */
const BATCH_UNITS = 200;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Imports an older store: records byte for byte, each with its links, attachments and tombstone in one change. Nothing that is here is
 * replaced: what differs is kept apart and named in the import's own entry. Safe to repeat; continues where it was stopped. Throws as
 * scanning does (after CANCELLED only whole runs are here), CONFLICT when a file changes meanwhile, and the storage codes.
 */
export async function commitImport(
  services: ImportServices,
  request: ImportControl & { readonly path: string; readonly actor: Actor; readonly requestId: string },
): Promise<ImportReport> {
  const { store, fs } = services;
  const { identity } = store;
  if (identity === null || store.state().mode === "read-only") throw writeRefusal(store.state());
  const pace = new ImportPace(request.progress, request.signal);
  const plan = await planImport({ fs, path: request.path, store, pace });
  const writer = new ImportWriter(services, request, pace);
  pace.expect(plan.units.length + plan.looseAttachments.length + plan.apart.length);
  for (const unit of plan.units) await writer.add((batch) => batch.addUnit(unit));
  for (const attachment of plan.looseAttachments) {
    await writer.add((batch) => batch.addAttachment(attachment, identity.storeId));
  }
  await writer.flush();
  const kept: KeptBytes[] = [];
  for (const apart of plan.apart) {
    const { stored, failure } = await storeForeignFile(services, apart.file.path);
    if (stored !== null) kept.push({ ...apart, sha256: stored.sha256 });
    else writer.notes.push(`${apart.file.source} cannot be read (${failure.code}). It was not kept.`);
    await pace.step();
  }
  const report = reportOf(plan, [...plan.notes, ...writer.notes]);
  await store.commit({
    files: [],
    entries: [{ kind: "import.committed", subject: identity.storeId, body: importBody(plan, report, kept) }],
    actor: request.actor,
    requestId: request.requestId,
  });
  pace.report();
  return report;
}

/** Gathers units into changes of bearable size. */
class ImportWriter {
  readonly notes: string[] = [];
  readonly #services: ImportServices;
  readonly #request: { readonly actor: Actor; readonly requestId: string };
  readonly #pace: ImportPace;
  #batch: ImportBatch;
  #units = 0;

  constructor(
    services: ImportServices,
    request: { readonly actor: Actor; readonly requestId: string },
    pace: ImportPace,
  ) {
    this.#services = services;
    this.#request = request;
    this.#pace = pace;
    this.#batch = new ImportBatch(services);
  }

  async add(addTo: (batch: ImportBatch) => Promise<void>): Promise<void> {
    await addTo(this.#batch);
    this.#units += 1;
    if (this.#units >= BATCH_UNITS || this.#batch.byteLength >= BATCH_BYTES) await this.flush();
    await this.#pace.step();
  }

  async flush(): Promise<void> {
    const { files, entries, notes } = this.#batch;
    const { actor, requestId } = this.#request;
    if (entries.length > 0) await this.#services.store.commit({ files, entries, actor, requestId });
    this.notes.push(...notes);
    this.#batch = new ImportBatch(this.#services);
    this.#units = 0;
  }
}

interface KeptBytes extends KeptApart {
  readonly sha256: Sha256;
}

function importBody(
  plan: ImportPlan,
  report: ImportReport,
  kept: readonly KeptBytes[],
): { readonly [key: string]: EntryValue } {
  const { layout, notes, records: _records, ...counts } = report;
  const named = ({ file, sha256, runId }: KeptBytes) => ({ name: file.source.toWellFormed(), sha256, run_id: runId });
  return {
    source: plan.layout.root.toWellFormed(),
    layout,
    counts,
    kept: kept.filter(({ isConflict }) => !isConflict).map(named),
    conflicts: kept.filter(({ isConflict }) => isConflict).map(named),
    notes: notes.map((note) => note.toWellFormed()),
  };
}

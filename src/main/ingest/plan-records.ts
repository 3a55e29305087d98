import { AppError } from "../../shared/app-error.ts";
import type { ImportRecord } from "../../shared/operations/store-operations.ts";
import { findRunId, type RunId, runIdSchema } from "../../shared/run-id.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { EVIDENCE_LIMITS } from "../canonical/json-tree.ts";
import type { StorePath } from "../store/store-layout.ts";
import { readForeignFile } from "./foreign-file.ts";
import type { PlanContext, PlannedRecord } from "./import-plan.ts";
import { type OlderRecord, readOlderRecord } from "./older-record.ts";
import type { DatedFile } from "./older-tree.ts";
import { quotedText } from "./quoted-text.ts";

/** Records to import or to leave, and how each file found is reported. */
export interface PlannedRecords {
  /** Without those whose bytes could not be had. */
  readonly planned: readonly PlannedRecord[];
  readonly reports: readonly ImportRecord[];
}

/** Looks at every record: what it says, whether its digest holds, and whether its id is taken. */
export async function planRecords(context: PlanContext, files: readonly DatedFile[]): Promise<PlannedRecords> {
  const planner = new RecordPlanner(context);
  const planned: PlannedRecord[] = [];
  const reports: ImportRecord[] = [];
  for (const file of files) {
    const bytes = readRecordBytes(context, file);
    if (bytes instanceof Uint8Array) {
      const record = planner.plan(file, bytes);
      planned.push(record);
      reports.push(reportOf(record));
      if (record.state === "conflict") context.apart.push({ file, runId: record.runId, isConflict: true });
    } else {
      reports.push({
        run_id: file.name,
        state: "unreadable",
        verdict: "unreadable",
        reason: bytes.reason,
        source: file.source,
      });
    }
    await context.pace.step();
  }
  return { planned, reports };
}

/** The bytes, or why they cannot be imported as a record. Bytes too large for one are kept whole beside the records. */
function readRecordBytes(context: PlanContext, file: DatedFile): Buffer | { readonly reason: string } {
  try {
    return readForeignFile(context.fs, file.path, EVIDENCE_LIMITS.maxBytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== "TOO_LARGE") return { reason: `Its file cannot be read (${error.code}). It was not imported.` };
    context.apart.push({ file, runId: null, isConflict: false });
    return { reason: "It is too large for a record. Its bytes are kept as a file." };
  }
}

class RecordPlanner {
  readonly #context: PlanContext;
  /** By id, and by path without regard to case: some drives do not tell cases apart. */
  readonly #byId = new Map<string, Sha256>();
  readonly #pathOf = new Map<string, StorePath>();

  constructor(context: PlanContext) {
    this.#context = context;
  }

  plan(file: DatedFile, bytes: Buffer): PlannedRecord {
    const sha256 = sha256Hex(bytes);
    const older = readOlderRecord(bytes);
    const folder = older.utcDate ?? file.folderDate;
    const { runId, path } = this.#name(file, sha256, folder);
    const place = this.#place(runId, path, sha256);
    const state = stateOf(place, older);
    if (place === "free" || place === "in-place") {
      this.#byId.set(runId, sha256);
      this.#pathOf.set(path.toLowerCase(), path);
    }
    return {
      file,
      runId,
      declaredRunId: older.runId,
      path,
      sha256,
      sizeBytes: bytes.byteLength,
      state,
      verdict: older.verdict,
      reason: reasonOf({ file, runId, older, state }),
      status: older.status,
      riskLevel: older.riskLevel,
      attachments: older.attachments,
      isInPlace: place === "in-place",
    };
  }

  /** The file's own name where it is safe and tells cases apart, else a name made from its content. */
  #name(file: DatedFile, sha256: Sha256, folder: string): { readonly runId: RunId; readonly path: StorePath } {
    const own = findRunId(file.name);
    const path = `${folder}/${file.name}.json`;
    const taken = this.#pathOf.get(path.toLowerCase());
    if (own !== null && (taken === undefined || taken === path)) return { runId: own, path };
    const runId = runIdSchema.parse(`older_${sha256.slice(0, 32)}`);
    return { runId, path: `${folder}/${runId}.json` };
  }

  #place(runId: RunId, path: StorePath, sha256: Sha256): "free" | "in-place" | "here" | "taken" {
    const known = this.#byId.get(runId) ?? this.#context.view.findRun(runId)?.sha256 ?? null;
    if (known !== null) return known === sha256 ? "here" : "taken";
    const name = this.#context.view.nameState(path, sha256);
    if (name === "free") return "free";
    return name === "same" ? "in-place" : "taken";
  }
}

function stateOf(place: "free" | "in-place" | "here" | "taken", older: OlderRecord): ImportRecord["state"] {
  if (place === "here") return "already_here";
  if (place === "taken") return "conflict";
  if (older.problem !== null) return "unreadable";
  return older.lacks === null ? "new" : "incomplete";
}

const VERDICT_SENTENCES: Readonly<Partial<Record<ImportRecord["verdict"], string>>> = {
  mismatch: "The stored fingerprint of its feasibility does not match",
  "cannot-check": "The fingerprint of its feasibility cannot be checked",
};

function reasonOf(record: {
  readonly file: DatedFile;
  readonly runId: RunId;
  readonly older: OlderRecord;
  readonly state: ImportRecord["state"];
}): string | null {
  const { file, runId, older, state } = record;
  const sentences: string[] = [];
  if (state === "conflict") sentences.push("Another record with this id is here already; this one is kept apart");
  if (older.problem !== null) sentences.push(`It cannot be read: ${older.problem}`);
  if (older.lacks !== null) sentences.push(older.lacks);
  const verdict = VERDICT_SENTENCES[older.verdict];
  if (verdict !== undefined) sentences.push(verdict);
  if (runId !== file.name)
    sentences.push(`Its file name ${quotedText(file.name)} cannot be used here; it is imported as ${runId}`);
  if (older.runId !== null && older.runId !== file.name) sentences.push(`It calls itself ${quotedText(older.runId)}`);
  sentences.push(...older.oddities);
  return sentences.length === 0 ? null : `${sentences.join(". ")}.`;
}

function reportOf({ runId, state, verdict, reason, file }: PlannedRecord): ImportRecord {
  return { run_id: runId, state, verdict, reason, source: file.source };
}

import { AppError } from "../../shared/app-error.ts";
import { isSafeFileName, type RunId } from "../../shared/run-id.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { EVIDENCE_LIMITS, readJson } from "../canonical/json-tree.ts";
import type { JsonValue } from "../canonical/json-value.ts";
import { attachmentPath, type StorePath } from "../store/store-layout.ts";
import { readForeignFile } from "./foreign-file.ts";
import type { EntryBody, PlanContext, PlannedLink } from "./import-plan.ts";
import { memberOf, textOf } from "./older-record.ts";
import type { DatedFile } from "./older-tree.ts";

/** Finds runs that are here or will be. */
export interface KnownRuns {
  /** The run a name in the older store stands for, with the folder its record lies in; null for one that is not here. */
  find(name: string): { readonly runId: RunId; readonly folder: string } | null;
  /** True when the older store's run of this name is kept apart from one that is here. */
  isConflict(name: string): boolean;
}

const SEPARATOR = "_advisory_";
/** What links of both shapes say, in the words of the ledger. */
const BODY_FIELDS = [
  "kind",
  "created_at_utc",
  "engine_id",
  "engine_version",
  "status",
  "advisory_sha256",
  "request_id",
];

/** Links to import: files of both name forms, then advisories that only the older index names. Those that are here are left out. */
export async function planLinks(
  context: PlanContext,
  files: readonly DatedFile[],
  runs: KnownRuns,
): Promise<readonly PlannedLink[]> {
  const links = new Map<StorePath, PlannedLink>();
  const named = new Set<string>();
  for (const file of files) {
    const found = findLink(context, file, runs);
    await context.pace.step();
    if (found === null) continue;
    named.add(advisoryKey(found.runId, String(found.body.advisory_id)));
    if (context.view.isRecordedAt(found.path, found.sha256)) continue;
    const place = placeOf(context, found, links.get(found.path) ?? null);
    if (place === "taken") keepApart(context, file, found.runId);
    else if (place !== "planned") links.set(found.path, toPlannedLink(found, place === "in-place"));
  }
  return [...links.values(), ...rollupLinks(context, runs, named)];
}

/** A link file whose run is known, and where it goes. */
interface FoundLink {
  readonly file: DatedFile;
  readonly runId: RunId;
  readonly path: StorePath;
  readonly sha256: Sha256;
  readonly body: EntryBody;
}

function toPlannedLink({ file, runId, path, sha256, body }: FoundLink, isInPlace: boolean): PlannedLink {
  return { runId, body, link: { file, path, sha256, isInPlace } };
}

function placeOf(
  context: PlanContext,
  found: FoundLink,
  earlier: PlannedLink | null,
): "free" | "in-place" | "planned" | "taken" {
  if (earlier !== null) return earlier.link?.sha256 === found.sha256 ? "planned" : "taken";
  const name = context.view.nameState(found.path, found.sha256);
  if (name === "different") return "taken";
  return name === "same" ? "in-place" : "free";
}

function findLink(context: PlanContext, file: DatedFile, runs: KnownRuns): FoundLink | null {
  const bytes = readLink(context, file);
  if (bytes === null) return null;
  const value = parse(bytes);
  const names = runNames(file.name, value);
  const run = names.map((name) => runs.find(name)).find((known) => known !== null) ?? null;
  if (run === null) {
    const isConflict = names.some((name) => runs.isConflict(name));
    if (!isConflict) context.notes.push(`${file.source} links a run that is not here. It is kept as a file.`);
    context.apart.push({ file, runId: names[0] ?? null, isConflict });
    return null;
  }
  const sha256 = sha256Hex(bytes);
  const path = isSafeFileName(file.name) ? `${run.folder}/${file.name}.json` : attachmentPath(sha256);
  const named = file.name.slice(file.name.indexOf(SEPARATOR) + SEPARATOR.length);
  const advisoryId = textOf(memberOf(value, "advisory_id")) ?? named;
  return { file, runId: run.runId, path, sha256, body: linkBody(value, { advisoryId, origin: file.source }) };
}

function advisoryKey(runId: string, advisoryId: string): string {
  return `${runId}\n${advisoryId}`;
}

function readLink(context: PlanContext, file: DatedFile): Buffer | null {
  try {
    return readForeignFile(context.fs, file.path, EVIDENCE_LIMITS.maxBytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.notes.push(`${file.source} cannot be read (${error.code}). It was not imported.`);
    return null;
  }
}

function keepApart(context: PlanContext, file: DatedFile, runId: string): void {
  context.notes.push(`${file.source} differs from the link of this name that is here. It is kept apart.`);
  context.apart.push({ file, runId, isConflict: true });
}

function parse(bytes: Uint8Array): JsonValue {
  try {
    return readJson(bytes, EVIDENCE_LIMITS);
  } catch (error) {
    // A link that cannot be read is imported all the same: its name says which run and which advisory.
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

/** Runs a link may be about: what it says itself, then its name, in both forms that occur (`run_` may stand before the id). */
function runNames(name: string, value: JsonValue): string[] {
  const head = name.slice(0, name.indexOf(SEPARATOR));
  const own = textOf(memberOf(value, "run_id"));
  const names = own === null ? [head] : [own.replaceAll(/[\\/]/g, "_"), head];
  return head.startsWith("run_") ? [...names, head.slice("run_".length)] : names;
}

function linkBody(value: JsonValue, link: { readonly advisoryId: string; readonly origin: string }): EntryBody {
  const told = BODY_FIELDS.map((field) => [field, textOf(memberOf(value, field))] as const);
  return {
    advisory_id: link.advisoryId.toWellFormed(),
    ...Object.fromEntries(told),
    imported: true,
    origin: link.origin.toWellFormed(),
  };
}

function rollupLinks(context: PlanContext, runs: KnownRuns, named: ReadonlySet<string>): PlannedLink[] {
  return context.indexes.rollups.flatMap(({ runId: name, advisoryId, value }) => {
    const run = runs.find(name);
    if (run === null || named.has(advisoryKey(run.runId, advisoryId))) return [];
    if (context.view.hasAdvisory(run.runId, advisoryId)) return [];
    const body = linkBody(value, { advisoryId, origin: "_index.json" });
    const sha256 = textOf(memberOf(value, "sha256"));
    return [{ runId: run.runId, body: { ...body, advisory_sha256: sha256 }, link: null }];
  });
}

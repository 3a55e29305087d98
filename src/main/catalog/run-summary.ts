import type { RunRow } from "../../shared/operations/run-operations.ts";
import { PLACEHOLDER_SHA256 } from "../../shared/sha256.ts";
import { EXPLANATION_STATUSES, RISK_LEVELS, RUN_STATUSES } from "../../shared/verdicts.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import { JsonObject, type JsonValue } from "../canonical/json-value.ts";
import type { StorePath } from "../store/store-layout.ts";
import { highestShareOfLimit } from "./limit-share.ts";
import { readRecordParts } from "./read-record-parts.ts";
import { findMember, findText, listMember, listTexts } from "./record-member.ts";
import { makeLinks, type RunLinks } from "./run-links.ts";
import { runResult } from "./run-result.ts";
import { searchText } from "./search-words.ts";
import { findUtcMicros, isPlainTimestamp, utcMicrosText } from "./utc-micros.ts";

/** What a list holds of longer texts. The record has them whole. */
const MAX_NOTE_LENGTH = 200;
const MAX_NAME_LENGTH = 300;
const MAX_REASON_LENGTH = 500;
const MAX_REASON_NAME_LENGTH = 120;

/** What the catalog keeps of one record. */
export interface RunSummary {
  /** The row as the record alone gives it, before anything that was added later. */
  readonly row: RunRow;
  /** Microseconds since 1970; null when the record names no readable time. */
  readonly createdUs: number | null;
  readonly links: RunLinks;
  /** The words the run is found by. */
  readonly words: string;
  /** Why it was blocked, its numbers left out; null for one that was not. */
  readonly reason: string | null;
  /** Digests of the toolpaths and the G-code it made; null where it made neither. */
  readonly result: string | null;
}

/** Where a record lies, and the number its ledger entry gave it. */
export interface RecordPlace {
  readonly path: StorePath;
  readonly runNumber: string | null;
  /** This program wrote these very bytes: the ledger says so, and their digest is the one it names. */
  readonly isOwn?: boolean;
}

/**
 * The row of a record from its bytes. Never throws: bytes that cannot be read give a row that says why, under the id in
 * the file's name, so that the run keeps its place in the list.
 */
export function summarizeRun(bytes: Uint8Array, place: RecordPlace): RunSummary {
  let record: JsonValue;
  try {
    record = readRecordParts(bytes, place.isOwn === true);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return unreadableRun(place, `The record is not readable: ${error.reason} (byte ${error.offset}).`);
  }
  if (record instanceof JsonObject) return readableRun(record, place);
  return unreadableRun(place, "The record is not readable: it holds no object.");
}

/** The row of a run whose record cannot be read. `problem` is a sentence for people. */
export function unreadableRun(place: RecordPlace, problem: string): RunSummary {
  const runId = runIdInPath(place.path);
  const links = makeLinks({});
  return {
    row: {
      ...countedRow(links),
      run_id: runId,
      run_number: place.runNumber,
      created_at_utc: null,
      status: null,
      risk_level: null,
      mode: null,
      tool_id: null,
      material_id: null,
      machine_id: null,
      event_type: null,
      block_reason: null,
      explanation_status: "NONE",
      verdict: "cannot-check",
      checked_at: null,
      note: null,
      ...sharedFields(links),
      limit_percent: null,
      path: place.path,
      problem,
    },
    createdUs: null,
    links,
    words: searchText([runId, place.runNumber]),
    reason: null,
    result: null,
  };
}

/** The parts of a row that no record has, and those that only count links. */
function countedRow(
  links: RunLinks,
): Pick<RunRow, "review" | "hidden" | "tags" | "advisory_count" | "attachment_count"> {
  return {
    review: "none",
    hidden: false,
    tags: [...links.tag],
    advisory_count: links.advisory.length,
    attachment_count: links.attachment.length,
  };
}

function readableRun(record: JsonObject, place: RecordPlace): RunSummary {
  const runId = runIdInPath(place.path);
  const decision = findMember(record, "decision");
  const created = findText(record, "created_at_utc");
  const createdUs = created === null ? null : findUtcMicros(created);
  const links = linksOf(record);
  const row: RunRow = {
    ...countedRow(links),
    run_id: runId,
    run_number: place.runNumber ?? nameText(record, "run_number"),
    created_at_utc: createdUs === null || created === null ? null : shownTime(created, createdUs),
    status: RUN_STATUSES.find((status) => status === findText(record, "status")) ?? null,
    risk_level: riskLevelOf(findText(decision, "risk_level")),
    mode: nameText(record, "mode"),
    tool_id: nameText(record, "tool_id"),
    material_id: nameText(record, "material_id"),
    machine_id: nameText(record, "machine_id"),
    event_type: nameText(record, "event_type"),
    block_reason: cutText(findText(decision, "block_reason"), MAX_REASON_LENGTH),
    explanation_status:
      EXPLANATION_STATUSES.find((status) => status === findText(record, "explanation_status")) ?? "NONE",
    verdict: isIncomplete(record) ? "incomplete" : "not-checked",
    checked_at: null,
    note: cutNote(findText(record, "notes")),
    ...sharedFields(links),
    limit_percent: highestShareOfLimit(findMember(record, "feasibility")),
    path: place.path,
    problem: null,
  };
  return {
    ...{ row, createdUs, links, words: searchText(wordsOf(record, row, links)) },
    reason: row.status === "BLOCKED" ? reasonOf(row.block_reason) : null,
    result: runResult(findMember(record, "hashes")),
  };
}

/** What a row says of the runs it belongs with. Only applying it to a catalog can tell whether it differs from them. */
function sharedFields(links: RunLinks): Pick<RunRow, "batch_label" | "workflow_session" | "differs"> {
  return { batch_label: links.batch[0] ?? null, workflow_session: links.session[0] ?? null, differs: false };
}

const NUMBERS = /[0-9]+(?:[.,][0-9]+)*/g;

/** A reason by which blocked runs are counted together: `Rim speed … above …` for `Rim speed 6500 above 5200`. */
function reasonOf(blockReason: string | null): string | null {
  const [line = ""] = (blockReason ?? "").trim().split("\n");
  return line === "" ? null : cutText(line.replaceAll(NUMBERS, "…"), MAX_REASON_NAME_LENGTH);
}

/** The note as a list shows it. */
export function cutNote(note: string | null): string | null {
  return cutText(note, MAX_NOTE_LENGTH);
}

function cutText(text: string | null, maxLength: number): string | null {
  if (text === null || text.length <= maxLength) return text?.toWellFormed() ?? null;
  // A pair cut in half is no character.
  return text
    .slice(0, maxLength)
    .replace(/[\ud800-\udbff]$/, "")
    .toWellFormed();
}

function nameText(record: JsonValue, key: string): string | null {
  return cutText(findText(record, key), MAX_NAME_LENGTH);
}

/** Older readers took `" green "` for GREEN. */
function riskLevelOf(text: string | null): RunRow["risk_level"] {
  const level = text?.trim().toUpperCase();
  return RISK_LEVELS.find((known) => known === level) ?? null;
}

/** As the record spells it, unless a reader could take that for local time. */
function shownTime(created: string, createdUs: number): string {
  return isPlainTimestamp(created) ? created : utcMicrosText(createdUs);
}

/** What the record itself says it lacks. Source: store-format, "The record". */
function isIncomplete(record: JsonObject): boolean {
  return (
    listMember(record, "completeness").length > 0 ||
    findMember(findMember(record, "meta"), "completeness_guard") === true ||
    findText(findMember(record, "hashes"), "feasibility_sha256") === PLACEHOLDER_SHA256
  );
}

/** How the older system names the steps of a batch that one was made from, the nearest first. */
const STEP_NAMES = [
  "parent_batch_toolpaths_artifact_id",
  "parent_batch_decision_artifact_id",
  "parent_batch_plan_artifact_id",
  "parent_batch_spec_artifact_id",
];

/**
 * The fields by which the older system found runs together. Its `parent_plan_run_id` query looked at the plan a run
 * came from, not at `meta.parent_id`: batch steps that only name each other there are no answer to it.
 */
function linksOf(record: JsonObject): RunLinks {
  const meta = findMember(record, "meta");
  const given = (...texts: readonly (string | null)[]): readonly string[] => texts.filter((text) => text !== null);
  return makeLinks({
    session: given(
      findText(record, "workflow_session_id"),
      findText(meta, "workflow_session_id"),
      findText(meta, "session_id"),
    ),
    parent: given(
      findText(record, "parent_run_id"),
      findText(findMember(record, "lineage"), "parent_plan_run_id"),
      findText(meta, "parent_plan_run_id"),
    ),
    batch: given(findText(meta, "batch_label")),
    step: given(findText(meta, "parent_id"), ...STEP_NAMES.map((name) => findText(meta, name))),
    inputs: given(findText(record, "inputs_hash")),
    attachment: given(...listMember(record, "attachments").map((item) => findText(item, "sha256"))),
    advisory: given(...listMember(record, "advisory_inputs").map((item) => findText(item, "advisory_id"))),
  });
}

/** Notes and reasons first: what is cut off is least worth finding. */
function wordsOf(record: JsonObject, row: RunRow, links: RunLinks): readonly (string | null)[] {
  const ownId = findText(record, "run_id");
  return [
    row.run_id,
    ownId === row.run_id ? null : ownId,
    row.run_number,
    ...[row.tool_id, row.material_id, row.machine_id, row.mode],
    findText(record, "notes"),
    row.block_reason,
    ...listTexts(findMember(record, "decision"), "warnings"),
    ...listTexts(record, "errors"),
    ...links.batch,
    ...links.session,
    ...links.parent,
    ...listMember(record, "attachments").map((item) => findText(item, "filename")),
  ];
}

/** `run_ab` for `2026-11-20/run_ab.json`. */
function runIdInPath(path: StorePath): string {
  const name = path.split("/").at(-1) ?? path;
  return name.endsWith(".json") ? name.slice(0, -".json".length) : name;
}

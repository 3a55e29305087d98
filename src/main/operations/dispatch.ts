import type { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { OPERATION_NAMES, type OperationName } from "../../shared/ipc/channel-names.ts";
import { type OperationRow, ROLES, type Role } from "../../shared/operation-row.ts";
import { OPERATION_TABLE } from "../../shared/operation-table.ts";
import type { StoreState } from "../../shared/operations/session-operations.ts";
import type { Actor } from "../store/ledger-entry.ts";
import { writeRefusal } from "../store/read-only-store.ts";
import type { Clock } from "../system/clock.ts";
import type { IdSource } from "../system/ids.ts";
import type { Logger } from "../system/logger.ts";
import type { Metrics } from "../system/metrics.ts";
import { storageError } from "../system/storage-error.ts";
import type { CallOptions } from "./application.ts";
import type { Call, Handlers } from "./handler.ts";
import type { Job, JobRegistry } from "./job-registry.ts";
import { badField, parseRequest } from "./parse-request.ts";

/** What every call passes through. */
export interface DispatchParts {
  readonly handlers: Handlers;
  readonly actor: Actor & { readonly role: Role };
  /** What the open folder lets one do, asked before each write. Throws why no folder is open. */
  readonly storeState: () => StoreState;
  /** Waits until the call may begin; the result is called when it has ended. */
  readonly enter: (name: OperationName) => Promise<() => void>;
  readonly jobs: JobRegistry;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Calls an operation with untyped data from a caller. */
export type Dispatch = (name: OperationName, input: unknown, options: CallOptions) => Promise<unknown>;

type UntypedHandler = (request: unknown, call: Call) => Promise<unknown>;

const ID_TEXT = /^[A-Za-z0-9._-]{1,64}$/;

/** Throws when a row of the table has no handler: such a program must not start. */
export function assertComplete(handlers: Readonly<Partial<Record<OperationName, unknown>>>): void {
  const missing = OPERATION_NAMES.filter((name) => typeof handlers[name] !== "function");
  if (missing.length > 0) throw new Error(`operations without a handler: ${missing.join(", ")}`);
}

/** The table brought to life: parse, door, role, access, work, parse; every call counted and timed. */
export function createDispatch(parts: DispatchParts): Dispatch {
  assertComplete(parts.handlers);
  return async (name, input, options) => {
    const row: OperationRow | undefined = Object.hasOwn(OPERATION_TABLE, name) ? OPERATION_TABLE[name] : undefined;
    if (row === undefined) throw badField("operation", "is not one this version knows");
    const startedMs = parts.clock.monotonicMs();
    let hasFailed = true;
    try {
      const value = await serve(parts, { name, row, input, options });
      hasFailed = false;
      return value;
    } catch (error) {
      throw foreseen(parts.logger, error, name);
    } finally {
      parts.metrics.record(name, parts.clock.monotonicMs() - startedMs, hasFailed);
    }
  };
}

interface Served {
  readonly name: OperationName;
  readonly row: OperationRow;
  readonly input: unknown;
  readonly options: CallOptions;
}

async function serve(parts: DispatchParts, { name, row, input, options }: Served): Promise<unknown> {
  const requestId = idFrom(options.requestId, "request_id", () => parts.ids.uuid());
  const jobId = idFrom(options.jobId, "job_id", () => parts.ids.uuid());
  const request = parseRequest(row.request, input);
  checkDoor(row, name, options);
  checkRole(row, name, parts.actor.role);
  // A job is there from the moment it is asked for: it can be stopped while it still waits for its turn.
  const job = row.job ? parts.jobs.start(jobId, name) : null;
  let leave = (): void => undefined;
  try {
    leave = await parts.enter(name);
    job?.signal.throwIfAborted();
    if (row.access === "write") checkWritable(parts.storeState());
    const call = callOf(parts, options, { requestId, job });
    // The table and Handlers share their keys; the compiler cannot follow that through a name only known here.
    const handler = parts.handlers[name] as UntypedHandler;
    return parseResponse(row.response, await handler(request, call), name);
  } catch (error) {
    throw job?.signal.aborted === true && !(error instanceof AppError) ? job.signal.reason : error;
  } finally {
    job?.end();
    leave();
  }
}

function callOf(parts: DispatchParts, options: CallOptions, own: { requestId: string; job: Job | null }): Call {
  return {
    door: options.door,
    requestId: own.requestId,
    actor: { uid: parts.actor.uid, role: parts.actor.role, sid: parts.actor.sid },
    signal: own.job?.signal ?? new AbortController().signal,
    progress: (unit) => own.job?.progress(unit) ?? (() => undefined),
  };
}

function idFrom(given: string | null | undefined, field: string, make: () => string): string {
  if (given === null || given === undefined) return make();
  if (!ID_TEXT.test(given)) throw badField(field, "must be 1 to 64 letters, digits, dots, hyphens or underscores");
  return given;
}

function checkDoor(row: OperationRow, name: OperationName, options: CallOptions): void {
  if (row.door === "window" && options.door !== "window") {
    throw badField("operation", `${name} can only be used in the window`);
  }
}

function checkWritable(state: StoreState): void {
  if (state.mode !== "writable") throw writeRefusal(state);
}

/** Throws ROLE_REQUIRED when the role may do less than the row asks for. */
export function checkRole(row: Pick<OperationRow, "role">, name: OperationName, role: Role): void {
  if (ROLES.indexOf(role) >= ROLES.indexOf(row.role)) return;
  throw new AppError("ROLE_REQUIRED", `Only a ${row.role} can do this (${name}). You are signed in as ${role}.`, {
    context: { operation: name, required: row.role, role },
  });
}

/** A response that does not fit its schema is our bug, whoever asked. */
function parseResponse(schema: z.ZodType, value: unknown, name: OperationName): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`the response of ${name} does not fit its schema`, { cause: parsed.error });
}

/** A fault of the system that nobody met closer to where it happened is still one of the system, not ours. */
function coded(error: unknown, operation: OperationName): unknown {
  const path =
    error instanceof Error && "path" in error && typeof error.path === "string" ? error.path : "no file named";
  return storageError(error, `carry out ${operation}`, path);
}

const FAULT = "Something in the program went wrong. Your records are not affected.";

/** What a caller may see: expected failures as they are, their cause only in the log; everything else as INTERNAL. */
function foreseen(logger: Logger, thrown: unknown, operation: OperationName): AppError {
  const error = coded(thrown, operation);
  if (error instanceof AppError && error.code !== "INTERNAL") {
    if (error.cause !== undefined) logger.fault("an operation failed", error, { operation, code: error.code });
    return error;
  }
  const logId = logger.fault("a fault of the program", error, { operation });
  return new AppError("INTERNAL", `${FAULT} Tell support the log entry ${logId}.`, {
    context: { operation, log_id: logId },
    cause: error,
  });
}

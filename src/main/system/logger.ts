import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import { type Clock, utcTimestamp } from "./clock.ts";
import type { IdSource } from "./ids.ts";

/** Plain facts of a log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Where the program says what people do not see. It never throws: a log that cannot be written stops nothing. */
export interface Logger {
  note(event: string, fields?: LogFields): void;
  /** Keeps stack and causes of an error. Returns the id under which the line can be found again. */
  fault(event: string, error: unknown, fields?: LogFields): string;
}

/** Takes one finished line without its line feed. */
export type LogSink = (line: string) => void;

const FILE_NAME = "rmos-runs.log";
const FILE_LIMIT_BYTES = 1024 * 1024;
const STACK_LIMIT = 6000;
const CAUSE_LIMIT = 8;

/** Line, direction and invisible characters, which would let text in a log pose as something else. */
const UNPRINTABLE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function escapeUnprintable(json: string): string {
  return json.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const coded = error instanceof AppError ? `[${error.code}] ` : "";
  return `${coded}${error.stack ?? `${error.name}: ${error.message}`}`;
}

function describeWithCauses(error: unknown): string {
  const parts: string[] = [];
  for (let cause = error; cause !== undefined && parts.length < CAUSE_LIMIT; ) {
    parts.push(describe(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return parts.join("\ncaused by: ").slice(0, STACK_LIMIT);
}

/** A logger that writes one JSON object a line: time, event, fields; a fault also has `log_id` and `error`. */
export function createLogger(parts: {
  readonly sink: LogSink;
  readonly clock: Clock;
  readonly ids: Pick<IdSource, "token">;
}): Logger {
  const write = (line: Readonly<Record<string, unknown>>) => {
    try {
      parts.sink(escapeUnprintable(JSON.stringify({ at: utcTimestamp(parts.clock.nowMs()), ...line })));
    } catch {
      // A full disk must not turn a reported failure into another one.
    }
  };
  return {
    note: (event, fields = {}) => write({ level: "note", event, ...fields }),
    fault(event, error, fields = {}) {
      const logId = parts.ids.token().slice(0, 8);
      write({ level: "fault", event, log_id: logId, ...fields, error: describeWithCauses(error) });
      return logId;
    },
  };
}

/** Where {@link logFileSink} writes in this folder. */
export function logFilePath(folder: string): string {
  return join(folder, FILE_NAME);
}

/** The newest lines of the log in a folder, oldest first, from the file before it too. None where no log can be read. */
export function lastLogLines(folder: string, limit: number): readonly string[] {
  const path = logFilePath(folder);
  const lines = [`${path}.before`, path].flatMap((file) => readLog(file).split("\n"));
  return lines.filter((line) => line !== "").slice(-limit);
}

function readLog(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The log is for those who look for the cause of something: that it cannot be read must not be one more.
    return "";
  }
}

/** Appends lines to `rmos-runs.log` in a folder, which is made at the first line. Keeps at most 2 MiB: this file and the one before it. */
export function logFileSink(folder: string): LogSink {
  const path = logFilePath(folder);
  return (line) => {
    mkdirSync(folder, { recursive: true });
    const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (sizeBytes > FILE_LIMIT_BYTES) renameSync(path, `${path}.before`);
    appendFileSync(path, `${line}\n`);
  };
}

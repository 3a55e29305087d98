import { AppError } from "../../../shared/app-error.ts";
import type { CreatedRun } from "../../../shared/operations/run-operations.ts";
import type { NumberedLine } from "./ndjson-lines.ts";

/** What became of one line. */
export type LineOutcome =
  | { readonly line: number; readonly run: CreatedRun; readonly error: null }
  | { readonly line: number; readonly run: null; readonly error: AppError };

interface BatchParts {
  readonly lines: AsyncIterable<NumberedLine>;
  /** Resolves when the run is durable. */
  readonly record: (line: NumberedLine) => Promise<CreatedRun>;
  /** Called in the order of the lines, each as soon as it and all before it are settled. */
  readonly report: (outcome: LineOutcome) => Promise<void>;
  readonly continuesOnError: boolean;
  readonly stop: AbortSignal;
}

/** Lines under way at once: enough for them to share their syncs, few enough to keep memory small. */
const WINDOW = 256;

/**
 * Records a stream of requests, many at a time, and reports them in order. After the first failure, or when asked to stop, no
 * further line is begun; those under way are finished and reported, because they are or become recorded. Returns the first failure.
 */
export async function recordBatch(parts: BatchParts): Promise<AppError | null> {
  const underWay: Promise<void>[] = [];
  let firstError: AppError | null = null;
  let reporting: Promise<void> = Promise.resolve();
  const mayBegin = (): boolean => !parts.stop.aborted && (firstError === null || parts.continuesOnError);

  const begin = (line: NumberedLine): void => {
    const outcome = settle(parts, line).then((settled) => {
      firstError ??= settled.error;
      return settled;
    });
    reporting = Promise.all([outcome, reporting]).then(([settled]) => parts.report(settled));
    underWay.push(reporting);
    // A failure of reporting is met where `reporting` is awaited; until then it must not count as unhandled.
    reporting.catch(() => undefined);
  };

  for await (const line of untilStopped(parts.lines, parts.stop)) {
    if (!mayBegin()) break;
    begin(line);
    if (underWay.length >= WINDOW) await underWay.shift();
    if (!mayBegin()) break;
  }
  await reporting;
  return firstError;
}

async function settle(parts: BatchParts, line: NumberedLine): Promise<LineOutcome> {
  try {
    return { line: line.number, run: await parts.record(line), error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { line: line.number, run: null, error: withLine(error, line.number) };
  }
}

function withLine(error: AppError, line: number): AppError {
  return new AppError(error.code, `Line ${line}: ${error.message}`, {
    context: { ...error.context, line },
    cause: error,
  });
}

/** Ends when asked to stop, even while the source has nothing to say. */
async function* untilStopped<Item>(source: AsyncIterable<Item>, stop: AbortSignal): AsyncGenerator<Item> {
  const iterator = source[Symbol.asyncIterator]();
  let end: (() => void) | null = null;
  const onAbort = (): void => end?.();
  stop.addEventListener("abort", onAbort);
  try {
    while (!stop.aborted) {
      const next = await new Promise<IteratorResult<Item> | null>((resolve, reject) => {
        end = () => resolve(null);
        iterator.next().then(resolve, reject);
      });
      if (next === null || next.done === true) return;
      yield next.value;
    }
  } finally {
    stop.removeEventListener("abort", onAbort);
    // Not awaited: a source that still waits for input would hold us up for ever.
    iterator.return?.().catch(() => undefined);
  }
}

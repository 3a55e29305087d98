import { dirname, resolve } from "node:path";
import { AppError } from "../../../shared/app-error.ts";
import { EXIT_CODES } from "../../../shared/error-codes.ts";
import type { CreatedRun, RunRow } from "../../../shared/operations/run-operations.ts";
import { PLACEHOLDER_SHA256 } from "../../../shared/sha256.ts";
import { inputKind, readInputChunks } from "../../system/input-file.ts";
import { badField } from "../parse-request.ts";
import { type Arguments, type Command, type CommandContext, EXIT } from "./command.ts";
import { jsonText } from "./json-text.ts";
import { lineTooLong, type NumberedLine, ndjsonLines } from "./ndjson-lines.ts";
import { readStdin } from "./read-stdin.ts";
import { type LineOutcome, recordBatch } from "./record-batch.ts";
import { differingWords } from "./relation-commands.ts";
import { fieldList } from "./text-table.ts";

const STDIN = "-";
/** A line that is no request but still small enough is kept as it is; above this nobody can have meant it as one. */
const LINE_LIMIT_BYTES = 64 * 1024 * 1024;
/** How long a recorded run waits for the catalog to say whether an earlier one had another result. */
const CATALOG_WAIT_MS = 5000;

/** `run create`: one request, or many from one stream. */
export const createCommand: Command = {
  words: ["run", "create"],
  positionals: [],
  options: {
    input: { value: "FILE|-", help: "one run request; - reads standard input", field: "source" },
    batch: { value: "FILE|-", help: "many run requests, one a line (NDJSON)", field: "source" },
    "continue-on-error": { value: null, help: "with --batch: go on after a line that could not be recorded" },
  },
  summary: "Records a run. Every request leaves a record; one that cannot be read becomes an ERROR record.",
  details: [
    "With --batch one line is printed per run when that run is durable: run_id status run_number.",
    "Files named in a request are looked up beside the request file.",
    "A result that differs from an earlier run with the same inputs is said once the run is recorded.",
  ],
  folder: () => "create",
  check: checkArguments,
  run: async (context) => {
    const batch = context.args.find("batch");
    return batch === null ? createOne(context, context.args.find("input") ?? STDIN) : createBatch(context, batch);
  },
};

function checkArguments(args: Arguments): void {
  const [input, batch] = [args.find("input"), args.find("batch")];
  if (input !== null && batch !== null) throw badField("--batch", "cannot be used together with --input");
  if (batch === null && args.has("continue-on-error")) throw badField("--continue-on-error", "needs --batch");
  if (input === null && batch === null) throw badField("--input", "is missing; name a file, or - for standard input");
  if (batch !== null && batch !== STDIN && inputKind(batch) === "folder") {
    throw badField("--batch", `must name a file; ${batch} is a folder`);
  }
}

/** Where relative names of files in a request start from. */
function filesBaseOf(name: string): { readonly path: string } {
  return { path: name === STDIN ? process.cwd() : dirname(resolve(name)) };
}

async function createOne(context: CommandContext, name: string): Promise<number> {
  const { app, output } = context;
  const source = name === STDIN ? { bytes: await readStdin(context), name: null } : { file: { path: name } };
  const run = await app.call("run.create", { source, files_base: filesBaseOf(name) }, { door: "command-line" });
  if (output.isJson) {
    const differing = await earlierOthers(context, run.run_id);
    const differsFrom = differing?.map((row) => row.run_id) ?? null;
    await output.result({ ...run, differs_from: differsFrom }, () => "");
    return EXIT.done;
  }
  await output.result(run, () => createdWords(run));
  for (const sentence of differingWords((await earlierOthers(context, run.run_id)) ?? [])) {
    await output.bytes(`${sentence}\n`);
  }
  return EXIT.done;
}

/**
 * Earlier runs with the same inputs and another result, newest first. Null where the catalog does not say so in time: the run is on
 * record whatever it says.
 */
async function earlierOthers({ app }: CommandContext, runId: string): Promise<readonly RunRow[] | null> {
  const asked = unlessRefused(app.call("run.related", { run_id: runId }, { door: "command-line" }));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), CATALOG_WAIT_MS);
  });
  const related = await Promise.race([asked, late]);
  clearTimeout(timer);
  return related?.same_inputs.differing ?? null;
}

/** A catalog that cannot answer says so to whoever asks for it; here it must not hide that the run is recorded. */
async function unlessRefused<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function createBatch(context: CommandContext, name: string): Promise<number> {
  const { app, args, output, stop } = context;
  const chunks = name === STDIN ? context.stdin : readInputChunks(name);
  const filesBase = filesBaseOf(name);
  const record = (line: NumberedLine): Promise<CreatedRun> => {
    if (line.bytes === null) return Promise.reject(lineTooLong(LINE_LIMIT_BYTES));
    const source = { bytes: line.bytes, name: null };
    return app.call("run.create", { source, files_base: filesBase }, { door: "command-line" });
  };
  let earliest: string | null = null;
  const firstError = await recordBatch({
    lines: ndjsonLines(chunks, LINE_LIMIT_BYTES),
    record,
    report: (outcome) => {
      const at = outcome.run?.created_at_utc ?? earliest;
      if (earliest === null || (at !== null && at < earliest)) earliest = at;
      return reportLine(context, outcome);
    },
    continuesOnError: args.has("continue-on-error"),
    stop,
  });
  if (earliest !== null && !stop.aborted) await tellDiffering(context, earliest);
  if (firstError === null) return EXIT.done;
  if (!args.has("continue-on-error"))
    output.problem("Stopped. The runs printed above are recorded; later lines are not.");
  return EXIT_CODES[firstError.code];
}

/** Says how many of the runs recorded since then differ from an earlier one. While this process records, no other does. */
async function tellDiffering({ app, output }: CommandContext, since: string): Promise<void> {
  const request = { filters: { differs: true, from: since, hidden: "include" }, limit: 1 } as const;
  const page = await unlessRefused(app.call("run.query", request, { door: "command-line" }));
  if (page === null || page.total === 0) return;
  const runs = page.total === 1 ? "1 run has" : `${page.total} runs have`;
  output.problem(`${runs} another result than an earlier run with the same inputs.`);
}

async function reportLine({ output }: CommandContext, outcome: LineOutcome): Promise<void> {
  if (outcome.error !== null) return output.failure(outcome.error);
  const { run } = outcome;
  if (output.isJson) return output.bytes(`${jsonText({ ok: true, value: run })}\n`);
  return output.bytes(`${run.run_id} ${run.status} ${run.run_number}\n`);
}

function createdWords(run: CreatedRun): string {
  const digests = Object.entries(run.hashes).map(([name, digest]) => {
    const shown = digest === PLACEHOLDER_SHA256 ? "none: no feasibility was handed in" : digest;
    return [name, typeof shown === "string" ? shown : null] as const;
  });
  const fields = fieldList([
    ["run_id", run.run_id],
    ["run_number", run.run_number],
    ["status", run.status],
    ["created_at_utc", run.created_at_utc],
    ["path", run.path],
    ...digests,
  ]);
  const gaps = run.completeness.map(({ field, reason }) => `Not complete: ${field} - ${reason}`);
  return [fields, ...gaps].join("\n");
}

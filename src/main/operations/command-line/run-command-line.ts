import { AppError } from "../../../shared/app-error.ts";
import { EXIT_CODES } from "../../../shared/error-codes.ts";
import type { CatalogStatus } from "../../catalog/catalog-status.ts";
import { inputKind } from "../../system/input-file.ts";
import type { Application } from "../application.ts";
import type { OpenApplicationOptions } from "../open-application.ts";
import { type Arguments, type Command, type CommandContext, EXIT, type FolderNeed } from "./command.ts";
import { commandHelp, generalHelp } from "./help-text.ts";
import { Output, type Sink } from "./output.ts";
import { asksForJson, type CommandLine, parseCommandLine } from "./parse-command-line.ts";
import { withOptionName } from "./with-option-name.ts";

/** The process as the command line sees it. */
export interface CommandLineParts {
  readonly argv: readonly string[];
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly appVersion: string;
  /** The runs folder where no option names one, and whether a person named it (in the environment) or it is the usual place. */
  readonly defaultRunsDir: { readonly path: string; readonly isNamed: boolean };
  readonly open: (options: Pick<OpenApplicationOptions, "runsDir" | "access" | "onBuilding">) => Promise<Application>;
  /** Keeps a bug for the log and returns the id of its line. */
  readonly logFault: (event: string, error: unknown) => string;
  readonly stop: AbortSignal;
}

/** Does what the command line asks and gives the exit code. Never rejects. */
export async function runCommandLine(parts: CommandLineParts): Promise<number> {
  const output = new Output({ isJson: asksForJson(parts.argv), out: parts.stdout, err: parts.stderr });
  let line: CommandLine | null = null;
  try {
    line = parseCommandLine(parts.argv);
    const exitCode = await obey(parts, line, output);
    return parts.stop.aborted ? stopCode(parts.stop) : exitCode;
  } catch (error) {
    const failure = foreseen(parts, error, line?.command ?? null);
    await output.failure(failure);
    if (failure.code === "CANCELLED" && parts.stop.aborted) return stopCode(parts.stop);
    return EXIT_CODES[failure.code];
  }
}

async function obey(parts: CommandLineParts, { command, args }: CommandLine, output: Output): Promise<number> {
  if (args.has("version")) {
    await output.result({ version: parts.appVersion }, () => parts.appVersion);
    return EXIT.done;
  }
  if (command === null || args.has("help")) {
    const help = command === null ? generalHelp() : commandHelp(command);
    if (command === null && !args.has("help")) throw noCommand();
    await output.result({ help }, () => help);
    return EXIT.done;
  }
  command.check?.(args);
  const need = command.folder(args);
  const runsDir = args.find("runs-dir") ?? parts.defaultRunsDir.path;
  checkFolder(parts, { need, runsDir, args });
  const app = await parts.open({ runsDir, access: accessFor(need), onBuilding: tellBuilding(output) });
  try {
    return await command.run(contextOf(parts, { app, args, output }));
  } finally {
    await app.close();
  }
}

/** Whoever waits for a catalog that is being built sees how far it is. */
function tellBuilding(output: Output): (status: CatalogStatus) => void {
  return ({ done, state, total }) => {
    if (state === "building") output.problem(`The list is being built from the records: ${done} of ${total}.`);
  };
}

function contextOf(
  { stdin, stop }: CommandLineParts,
  own: Pick<CommandContext, "app" | "args" | "output">,
): CommandContext {
  return { ...own, stdin, stop };
}

function noCommand(): AppError {
  return new AppError("BAD_REQUEST", "No command was written. rmos-runs --help lists them.", {
    context: { field: "command", problem: "is missing" },
  });
}

function accessFor(need: FolderNeed): "write" | "read" | "inspect" | "none" {
  if (need === "none") return "none";
  if (need === "inspect") return "inspect";
  return need === "create" || need === "change" ? "write" : "read";
}

interface WantedFolder {
  readonly need: FolderNeed;
  readonly runsDir: string;
  readonly args: Arguments;
}

/** A folder that a person named and that is not there is a slip of the pen, not an empty store. */
function checkFolder(parts: CommandLineParts, { need, runsDir, args }: WantedFolder): void {
  if (need === "none") return;
  const kind = inputKind(runsDir);
  if (kind === "file") throw folderNotFound(runsDir, `${runsDir} is a file, not a runs folder. Check the name.`);
  const isNamed = args.find("runs-dir") !== null || parts.defaultRunsDir.isNamed;
  if (kind === null && (need === "change" || ((need === "read" || need === "inspect") && isNamed))) {
    throw folderNotFound(runsDir, `There is no runs folder at ${runsDir}. Check the name.`);
  }
}

function folderNotFound(path: string, message: string): AppError {
  return new AppError("PATH_NOT_FOUND", message, { context: { field: "runs-dir", path } });
}

function foreseen(parts: CommandLineParts, error: unknown, command: Command | null): AppError {
  if (error instanceof AppError) return withOptionName(error, command);
  const logId = parts.logFault("a fault of the command line", error);
  const message = `Something in the program went wrong. Your records are not affected. Tell support the log entry ${logId}.`;
  return new AppError("INTERNAL", message, { context: { log_id: logId }, cause: error });
}

/** A process that was asked to stop ends as the system expects of one that heeded the signal. */
function stopCode(stop: AbortSignal): number {
  return stop.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
}

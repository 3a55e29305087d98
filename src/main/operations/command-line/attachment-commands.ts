import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { AppError } from "../../../shared/app-error.ts";
import { ALSO_IN_LIMIT } from "../../../shared/operations/attachment-operations.ts";
import { badField } from "../parse-request.ts";
import { type Command, type CommandContext, EXIT } from "./command.ts";
import { jobOptions } from "./job-options.ts";
import { textTable } from "./text-table.ts";

/** What fits into one JSON document; larger files are printed as they are. */
const JSON_LIMIT_BYTES = 64 * 1024 * 1024;

/** `attachment list`: the files of a run. */
export const attachmentListCommand: Command = {
  words: ["attachment", "list"],
  positionals: ["ID"],
  options: {},
  summary: "Lists the files of a run.",
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const value = await app.call("attachment.list", { run_id: args.positional(0) }, { door: "command-line" });
    await output.result(value, () => {
      if (value.attachments.length === 0) return "This run has no files.";
      const rows = value.attachments.map((file) => [
        file.filename,
        file.kind,
        file.mime,
        file.size_bytes,
        file.present ? "here" : "FILE IS MISSING",
        file.also_in === ALSO_IN_LIMIT ? `${file.also_in} or more` : file.also_in,
        file.sha256,
      ]);
      return textTable(["NAME", "KIND", "TYPE", "BYTES", "STATE", "OTHER RUNS", "SHA-256"], rows);
    });
    return EXIT.done;
  },
};

/** `attachment put`: adds a file to a run. */
export const attachmentPutCommand: Command = {
  words: ["attachment", "put"],
  positionals: ["ID", "FILE"],
  options: {
    kind: { value: "KIND", help: "what the file is: gcode, photo, drawing, report, ...", field: "kind" },
    mime: { value: "TYPE", help: "its media type, such as image/png", field: "mime" },
  },
  summary: "Adds a file of any size to a run. Safe to repeat: the same file is added once.",
  folder: () => "change",
  check: (args) => {
    if (args.find("kind") === null) throw badField("--kind", "is missing; say what the file is, such as photo");
  },
  run: async (context) => {
    const { app, args, output } = context;
    const request = {
      run_id: args.positional(0),
      source: { file: { path: resolve(args.positional(1)) } },
      kind: args.find("kind") ?? "",
      mime: args.find("mime"),
    };
    const value = await app.call("attachment.put", request, jobOptions(context));
    await output.result(value, () => {
      const { filename, size_bytes: sizeBytes, sha256 } = value.attachment;
      const what = `${filename ?? "the file"} (${sizeBytes} bytes, SHA-256 ${sha256})`;
      return value.added ? `Added to ${value.run_id}: ${what}.` : `${value.run_id} has it already: ${what}.`;
    });
    return EXIT.done;
  },
};

/** `attachment get`: the bytes of a file, hashed on their way. */
export const attachmentGetCommand: Command = {
  words: ["attachment", "get"],
  positionals: ["SHA"],
  options: { out: { value: "FILE", help: "save a copy there: read back and compared; replaces nothing", field: "to" } },
  summary: "Prints the bytes of a file. Exits with 1 when they are not the ones that were recorded.",
  details: ["With --json and without --out the document holds them as base64, up to 64 MiB."],
  folder: () => "read",
  run: async (context) => {
    const out = context.args.find("out");
    return out === null ? printAttachment(context) : saveAttachment(context, out);
  },
};

const READ_BACK_WORDS = {
  drive: "It was read back from the drive and compared.",
  memory: "It was read back and compared, perhaps from memory only: eject the drive and compare again to be sure.",
} as const;

async function saveAttachment(context: CommandContext, out: string): Promise<number> {
  const request = { sha256: context.args.positional(0), to: { file: { path: resolve(out) } } };
  const saved = await context.app.call("attachment.save", request, jobOptions(context));
  await context.output.result(saved, () => {
    return `Saved ${saved.path} (${saved.size_bytes} bytes). ${READ_BACK_WORDS[saved.read_back]}`;
  });
  return EXIT.done;
}

async function printAttachment(context: CommandContext): Promise<number> {
  const sha256 = context.args.positional(0);
  const hash = createHash("sha256");
  const parts: Uint8Array[] = [];
  for await (const bytes of attachmentBytes(context, sha256)) {
    hash.update(bytes);
    if (context.output.isJson) parts.push(bytes);
    else await context.output.bytes(bytes);
  }
  const found = hash.digest("hex");
  const matches = found === sha256;
  if (context.output.isJson) {
    const bytes = Buffer.concat(parts);
    await context.output.result(
      { sha256, found_sha256: found, matches, size_bytes: bytes.byteLength, bytes_base64: bytes },
      () => "",
    );
  }
  if (!matches)
    context.output.problem(`These bytes are not the file that was recorded: their fingerprint is ${found}.`);
  return matches ? EXIT.done : EXIT.foundWrong;
}

async function* attachmentBytes({ app, output, stop }: CommandContext, sha256: string): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ; ) {
    const range = await app.call("attachment.open", { sha256, offset, accept_changed: true }, { door: "command-line" });
    if (output.isJson && range.size_bytes > JSON_LIMIT_BYTES) throw tooLargeForJson(range.size_bytes);
    yield range.bytes;
    offset += range.bytes.byteLength;
    if (offset >= range.size_bytes || range.bytes.byteLength === 0) return;
    if (stop.aborted) throw new AppError("CANCELLED", "The file was not printed to its end.");
  }
}

function tooLargeForJson(sizeBytes: number): AppError {
  return new AppError("TOO_LARGE", `The file has ${sizeBytes} bytes. Print it without --json.`, {
    context: { size_bytes: sizeBytes, limit_bytes: JSON_LIMIT_BYTES },
  });
}

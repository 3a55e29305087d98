import { type Command, EXIT } from "./command.ts";

/** `run raw`: the record as it lies on disk. */
export const rawCommand: Command = {
  words: ["run", "raw"],
  positionals: ["ID"],
  options: {},
  summary: "Prints the stored bytes of a record, exactly.",
  details: ["With --json the document holds them as base64."],
  folder: () => "read",
  run: async ({ app, args, output }) => {
    const { bytes, path, sha256 } = await app.call("run.raw", { run_id: args.positional(0) }, { door: "command-line" });
    if (output.isJson)
      await output.result({ path, sha256, size_bytes: bytes.byteLength, bytes_base64: bytes }, () => "");
    else await output.bytes(bytes);
    return EXIT.done;
  },
};

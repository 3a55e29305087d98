import { type Command, type CommandContext, EXIT } from "./command.ts";
import { readStdin } from "./read-stdin.ts";

/** `hash canonical`: the fingerprint of a JSON text, whatever its spelling. */
export const hashCommand: Command = {
  words: ["hash", "canonical"],
  positionals: ["FILE|-"],
  options: { text: { value: null, help: "print the canonical form too" } },
  summary: "Prints the SHA-256 of the canonical form of a JSON text.",
  details: ["Exits with 2 and says why and where when the text has no canonical form."],
  folder: () => "none",
  run: async (context) => {
    const { app, args, output } = context;
    const source = await sourceOf(context, args.positional(0));
    const request = { source, with_text: args.has("text") };
    const { sha256, text } = await app.call("hash.canonical", request, { door: "command-line" });
    if (output.isJson) await output.result(text === null ? { sha256 } : { sha256, text }, () => "");
    else await output.bytes(text === null ? `${sha256}\n` : `${sha256}\n${text}\n`);
    return EXIT.done;
  },
};

async function sourceOf(
  context: CommandContext,
  name: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer> } | { file: { path: string } }> {
  if (name !== "-") return { file: { path: name } };
  return { bytes: await readStdin(context) };
}

import type { AppError } from "../../../shared/app-error.ts";
import { caretLines } from "./caret-lines.ts";
import { jsonText } from "./json-text.ts";
import { printable } from "./printable.ts";

/** A stream to a person, a file or another program. */
export type Sink = NodeJS.WritableStream;

/**
 * Where a command says things: results on standard output, everything else on standard error. A reader that goes away
 * (`| head`) ends the printing, not the work.
 */
export class Output {
  /** True when standard output carries JSON documents for a script. */
  readonly isJson: boolean;
  readonly #out: Sink;
  readonly #err: Sink;
  #isBroken = false;

  constructor(parts: { readonly isJson: boolean; readonly out: Sink; readonly err: Sink }) {
    this.isJson = parts.isJson;
    this.#out = parts.out;
    this.#err = parts.err;
    parts.out.on("error", (error: NodeJS.ErrnoException) => {
      this.#isBroken = true;
      if (error.code !== "EPIPE") this.problem(`Standard output cannot be written: ${error.message}`);
    });
    // Nothing is left to tell anyone when standard error is gone too.
    parts.err.on("error", () => undefined);
  }

  /** Bytes as they are. Resolves when the stream took them. */
  bytes(bytes: Uint8Array | string): Promise<void> {
    if (this.#isBroken) return Promise.resolve();
    return new Promise((resolve) => {
      this.#out.write(bytes, () => resolve());
    });
  }

  /** The result of a command: one JSON document, or what a person reads. */
  result(value: unknown, words: () => string): Promise<void> {
    return this.bytes(`${this.isJson ? jsonText({ ok: true, value }) : words()}\n`);
  }

  /** A failure: the one JSON document of a script, or a sentence on standard error, with a line under the word it is about. */
  async failure(error: AppError): Promise<void> {
    if (this.isJson) await this.bytes(`${jsonText({ ok: false, error: error.toWire() })}\n`);
    else for (const line of [`${error.message} (${error.code})`, ...caretLines(error.context)]) this.problem(line);
  }

  /** A sentence for the person at the terminal; never part of a result. */
  problem(sentence: string): void {
    this.#err.write(`${printable(sentence)}\n`);
  }
}

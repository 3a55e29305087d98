/** Why a text was refused: not JSON, nested too deeply, or larger than the caller allows. */
export type JsonSyntaxErrorCode = "BAD_JSON" | "TOO_DEEP" | "TOO_LARGE";

/** A JSON text was refused. `reason` is a sentence for people; `offset` counts bytes from the start of the text. */
export class JsonSyntaxError extends Error {
  readonly code: JsonSyntaxErrorCode;
  readonly reason: string;
  readonly offset: number;

  constructor(code: JsonSyntaxErrorCode, reason: string, offset: number) {
    super(`${reason} (byte ${offset})`);
    this.name = "JsonSyntaxError";
    this.code = code;
    this.reason = reason;
    this.offset = offset;
  }
}

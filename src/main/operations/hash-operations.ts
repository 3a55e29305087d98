import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest } from "../../shared/operation-table.ts";
import { canonicalForm } from "../canonical/canonical-form.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { JsonSyntaxError } from "../canonical/json-syntax-error.ts";
import type { Call, Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { readNamedFile } from "./read-named-file.ts";

const CODE_OF_REFUSAL = { BAD_JSON: "BAD_REQUEST", TOO_DEEP: "TOO_DEEP", TOO_LARGE: "TOO_LARGE" } as const;

type Source = OperationRequest<"hash.canonical">["source"];

/** Fingerprints of JSON texts, as the older system makes them. Needs no store. */
export function createHashOperations(deps: OperationDeps): Pick<Handlers, "hash.canonical"> {
  return {
    async "hash.canonical"({ source, with_text: withText }, call) {
      const form = formOf(await bytesOf(deps, source, call));
      return { sha256: sha256Hex(form), text: withText ? form.toString("utf8") : null };
    },
  };
}

function bytesOf(deps: OperationDeps, source: Source, call: Call): Promise<Uint8Array> | Uint8Array {
  if ("bytes" in source) return source.bytes;
  return readNamedFile(deps.grants, { ref: source.file, door: call.door, field: "source.file" });
}

function formOf(bytes: Uint8Array): Buffer {
  try {
    return canonicalForm(bytes);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new AppError(CODE_OF_REFUSAL[error.code], `The text has no canonical form: ${error.message}.`, {
      context: { field: "source", reason: error.reason, offset: error.offset },
    });
  }
}

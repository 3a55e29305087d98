import { AppError } from "../../shared/app-error.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";
import { attachmentPath } from "../store/store-layout.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { badField } from "./parse-request.ts";
import { readRun } from "./read-run.ts";

function parseSha256(text: string): Sha256 {
  const parsed = sha256Schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw badField("sha256", parsed.error.issues[0]?.message ?? "is not a SHA-256 fingerprint");
}

/** The files of runs. */
export function createAttachmentOperations(deps: OperationDeps): Pick<Handlers, "attachment.list" | "attachment.open"> {
  return {
    async "attachment.list"({ run_id: runId }) {
      const { attachments } = await readRun(deps.folders.current(), runId);
      return { attachments: [...attachments] };
    },
    async "attachment.open"({ sha256: text, offset, length }) {
      const sha256 = parseSha256(text);
      const { store } = deps.folders.current();
      const path = attachmentPath(sha256);
      const sizeBytes = store.fileSize(path);
      if (sizeBytes === null) {
        throw new AppError("ATTACHMENT_NOT_FOUND", `No file with the fingerprint ${sha256} is in this store.`, {
          context: { sha256 },
        });
      }
      const wanted = Math.min(length, Math.max(0, sizeBytes - offset));
      const range = wanted === 0 ? new Uint8Array() : store.readRange(path, offset, wanted);
      // A copy: cloned for the window, a view would take the memory around it along.
      return { bytes: new Uint8Array(range), size_bytes: sizeBytes, offset };
    },
  };
}

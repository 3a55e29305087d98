import { basename } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import { checkOldHead, type OldHeadReport } from "../check/check-old-head.ts";
import { findConsistencyProof } from "../store/ledger-leaves.ts";
import { verifyConsistency } from "../store/merkle-proof.ts";
import type { Call } from "./handler.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { readNamedFile } from "./read-named-file.ts";

/** A checkpoint has three lines, a proof some kilobytes. */
const MAX_TEXT_BYTES = 1024 * 1024;

type Source = OperationRequest<"checkpoint.verify">["source"];

/**
 * Whether the ledger still begins with what an older signed head is about, and the consistency proof where it does. Throws what reading the
 * named file throws, TOO_LARGE, CANCELLED and faults of the drive.
 */
export async function verifyCheckpoint(
  deps: Pick<OperationDeps, "folders" | "fs" | "clock" | "grants">,
  { source }: OperationRequest<"checkpoint.verify">,
  call: Call,
): Promise<OperationResponse<"checkpoint.verify">> {
  const { fs, clock } = deps;
  const old = await readSource(deps, source, call);
  const folder = deps.folders.current();
  await folder.store.settled();
  const { runsDir, store } = folder;
  const control = { signal: call.signal, progress: call.progress("files") };
  const report = await checkOldHead({ fs, runsDir, store, clock }, old, control);
  return { ...report, proof: await consistencyOf(deps, folder, { report, signal: call.signal }) };
}

async function readSource(
  { grants }: Pick<OperationDeps, "grants">,
  source: Source,
  { door }: Call,
): Promise<{ readonly name: string; readonly text: string }> {
  if ("text" in source) return { name: "checkpoint", text: source.text };
  const field = "source.file";
  const bytes = await readNamedFile(grants, { ref: source.file, door, field });
  if (bytes.byteLength > MAX_TEXT_BYTES) {
    throw new AppError("TOO_LARGE", "The file is too large to be a signed head. Check the name.", {
      context: { field, size_bytes: bytes.byteLength, limit_bytes: MAX_TEXT_BYTES },
    });
  }
  return { name: basename(grants.resolve(source.file, door, field)), text: bytes.toString("utf8") };
}

/** Handed out only when it shows what it should. */
async function consistencyOf(
  { fs }: Pick<OperationDeps, "fs">,
  { runsDir }: OpenFolder,
  { report, signal }: { readonly report: OldHeadReport; readonly signal: AbortSignal },
): Promise<string[]> {
  const { old_head: old, head, items } = report;
  if (old === null || head === null || items.some(({ result }) => result !== "same")) return [];
  const sizes = { oldSize: old.size, newSize: head.size };
  const steps = (await findConsistencyProof({ fs, runsDir, signal }, sizes)) ?? [];
  const roots = { oldRoot: Buffer.from(old.root, "hex"), newRoot: Buffer.from(head.root, "hex") };
  return verifyConsistency({ ...sizes, ...roots }, steps) ? steps.map((step) => step.toString("base64")) : [];
}

import { AppError } from "../../shared/app-error.ts";
import type { OperationResponse } from "../../shared/operation-table.ts";
import { findLastHead, type LastHead } from "../store/last-head.ts";
import { findVerifier, introducedKeys } from "../store/ledger-keys.ts";
import { findInclusionProof } from "../store/ledger-leaves.ts";
import { type NoteVerifier, rawPublicKey, verifierText } from "../store/signed-note.ts";
import { findStoreIdentity } from "../store/store-identity.ts";
import { type TlogProof, tlogProofText, verifyTlogProof } from "../store/tlog-proof.ts";
import type { Fs } from "../system/fs.ts";
import type { OpenFolder } from "./open-folder.ts";
import { readEntries, readRow } from "./read-run.ts";
import { wholeCatalog } from "./whole-catalog.ts";

/** The newest signed head of the ledger, with the keys to check it by. Throws PATH_NOT_FOUND for a ledger without one. */
export async function readCheckpoint(fs: Fs, folder: OpenFolder): Promise<OperationResponse<"checkpoint.get">> {
  await folder.store.settled();
  const head = requireHead(fs, folder);
  const keys = await folderKeys(fs, folder);
  return { checkpoint: head.note, head: treeHead(head), public_keys: keys.map(keyText) };
}

/**
 * The proof that the ledger under its newest head holds the entry which recorded a run; verified before it is handed out. Throws BAD_RUN_ID,
 * RUN_NOT_FOUND, STORE_DAMAGED where no proof holds, CANCELLED and the storage codes.
 */
export async function proveRun(
  fs: Fs,
  folder: OpenFolder,
  { runId, signal }: { readonly runId: string; readonly signal: AbortSignal },
): Promise<OperationResponse<"proof.run">> {
  await readRow(folder, runId);
  const recorded = (await readEntries(folder, runId)).find(({ kind }) => kind === "run.recorded");
  if (recorded === undefined) throw unproven(runId, "No entry of the ledger records it.");
  const head = requireHead(fs, folder);
  const index = recorded.seq;
  const found =
    index < head.size
      ? await findInclusionProof({ fs, runsDir: folder.runsDir, signal }, { index, size: head.size })
      : null;
  const keys = await folderKeys(fs, folder);
  const proof: TlogProof | null = found === null ? null : { ...found, index, checkpoint: head.note };
  if (proof === null || verifyTlogProof(proof, keys) !== "holds") {
    throw unproven(runId, "Part of the ledger is damaged. Check the whole folder.");
  }
  return {
    ...{ run_id: runId, index, record_sha256: recorded.sha256 ?? null, head: treeHead(head) },
    ...{ proof: tlogProofText(proof), public_keys: keys.map(keyText) },
  };
}

/** Every key the folder signed with, oldest first: the one it was born with, then those that entries bring in. */
async function folderKeys(fs: Fs, folder: OpenFolder): Promise<readonly NoteVerifier[]> {
  const { runsDir, store } = folder;
  const identity = findStoreIdentity(fs, runsDir);
  const first = identity === null ? null : findVerifier(identity.first_public_key);
  const places = identity === null ? [] : await (await wholeCatalog(folder)).entryPlaces(identity.store_id);
  const later = introducedKeys(places.map((place) => store.ledger.entryAt(place)));
  return [...(first === null ? [] : [first]), ...later.map(({ verifier }) => verifier)];
}

function keyText({ name, publicKey }: NoteVerifier): string {
  return verifierText(name, rawPublicKey(publicKey));
}

function requireHead(fs: Fs, { runsDir }: OpenFolder): LastHead {
  const head = findLastHead(fs, runsDir);
  if (head !== null) return head;
  throw new AppError("PATH_NOT_FOUND", "The ledger of this folder holds no signed head yet.", {
    context: { path: runsDir },
  });
}

function treeHead({ origin, size, root }: LastHead): OperationResponse<"checkpoint.get">["head"] {
  return { origin, size, root };
}

function unproven(runId: string, why: string): AppError {
  return new AppError("STORE_DAMAGED", `Nothing can be proven of run ${runId}. ${why}`, { context: { run_id: runId } });
}

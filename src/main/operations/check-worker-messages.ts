import type { WireError } from "../../shared/app-error.ts";
import type { StoreReport } from "../../shared/operations/check-operations.ts";
import type { CheckState } from "../check/check-state.ts";
import type { StoreCheckInput } from "./run-store-check.ts";

/** What the worker is started with. */
export interface CheckWorkerData {
  /** Of the worker that hashes large files. */
  readonly hashWorkerUrl: string;
}

/** To the worker: a check with its number, or the wish that a running check should stop. */
export type CheckWorkerRequest =
  | { readonly id: number; readonly input: StoreCheckInput }
  | { readonly id: number; readonly cancel: true };

/** From the worker: how far a check is, what to keep of it, and in the end its outcome. A bug travels as INTERNAL with its stack. */
export type CheckWorkerReply =
  | { readonly id: number; readonly done: number; readonly total: number | null; readonly bytes: number | undefined }
  | { readonly id: number; readonly keep: CheckState }
  | { readonly id: number; readonly report: StoreReport }
  | { readonly id: number; readonly error: WireError; readonly stack: string | null };

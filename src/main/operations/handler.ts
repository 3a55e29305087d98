import type { OperationName } from "../../shared/ipc/channel-names.ts";
import type { JobProgress } from "../../shared/ipc/events.ts";
import type { OperationRequest, OperationResponse } from "../../shared/operation-table.ts";
import type { Actor } from "../store/ledger-entry.ts";
import type { Door } from "./application.ts";
import type { JobReporter } from "./job-registry.ts";

/** What a handler knows about the call it serves. */
export interface Call {
  readonly door: Door;
  /** Written to every ledger entry the call causes. */
  readonly requestId: string;
  readonly actor: Actor;
  /** Aborted when the caller cancels the job or the app closes. */
  readonly signal: AbortSignal;
  /** Tells whoever follows the job how far it is; a no-op for operations that are no jobs. */
  progress(unit: JobProgress["unit"]): JobReporter;
}

/** Does one operation. Gets a parsed request; throws `AppError` for what was foreseen. */
export type Handler<Name extends OperationName> = (
  request: OperationRequest<Name>,
  call: Call,
) => Promise<OperationResponse<Name>>;

/** A handler for every row of the table. */
export type Handlers = { readonly [Name in OperationName]: Handler<Name> };

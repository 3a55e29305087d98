import type { EventName, OperationName } from "../../shared/ipc/channel-names.ts";
import type { EventPayload } from "../../shared/ipc/events.ts";
import type { OperationInput, OperationResponse } from "../../shared/operation-table.ts";
import type { PickPurpose } from "../../shared/operations/session-operations.ts";

/** Where a call came from. The window may only name paths it was granted. */
export type Door = "window" | "command-line";

/** What a caller may say about its call. */
export interface CallOptions {
  readonly door: Door;
  /** Made by the caller; when null the application makes one. It is written to every ledger entry the call causes. */
  readonly requestId?: string | null;
  /** Names a job so that it can be followed and cancelled. */
  readonly jobId?: string | null;
}

/** Shows a file or folder dialog. Supplied by the window; null result means the person chose nothing. */
export type PickFile = (purpose: PickPurpose) => Promise<string | null>;

export type { KeyVault } from "../store/key-vault.ts";

/** An event on its way to the window. */
export type ApplicationEvent = {
  readonly [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> };
}[EventName];

/**
 * The operation table brought to life over one runs folder (and the sample folder beside it).
 * `call` parses the request, checks role and access, runs the handler, parses the response, and counts and times all of it.
 * It rejects with an `AppError` only; a bug becomes INTERNAL with a log id.
 */
export interface Application {
  call<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    options: CallOptions,
  ): Promise<OperationResponse<Name>>;
  /** The same for a caller that holds untyped data (the IPC door). */
  callUntyped(name: OperationName, input: unknown, options: CallOptions): Promise<unknown>;
  onEvent(listener: (event: ApplicationEvent) => void): () => void;
  /** Finishes what is acknowledged, empties the journal, gives the lock back. */
  close(): Promise<void>;
}

import { AppError } from "../../shared/app-error.ts";
import type { EventName, OperationName } from "../../shared/ipc/channel-names.ts";
import { replyEnvelopeSchema } from "../../shared/ipc/envelope.ts";
import { EVENT_SCHEMAS, type EventPayload } from "../../shared/ipc/events.ts";
import { OPERATION_TABLE, type OperationInput, type OperationResponse } from "../../shared/operation-table.ts";
import type { WindowBridge } from "./bridge.ts";

/** The window's only way to the outside. */
export interface Client {
  /** The parsed answer of an operation. Rejects with an `AppError` only; `jobId` lets the caller follow and cancel the work. */
  call<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    options?: { readonly jobId?: string },
  ): Promise<OperationResponse<Name>>;
  /** Calls back for each event until the returned function is called. Events that do not fit their schema are dropped. */
  subscribe<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
  /** The path of something the person dropped, or null where the shell cannot tell. */
  findDroppedPath(file: File): string | null;
}

/** A client over the preload's bridge. */
export function createClient(bridge: WindowBridge, makeId: () => string = () => crypto.randomUUID()): Client {
  return {
    async call(name, input, options = {}) {
      const envelope = { request_id: makeId(), job_id: options.jobId ?? null, request: input };
      return readReply(name, await sendEnvelope(() => bridge.call[name](envelope)));
    },
    subscribe(name, listener) {
      return bridge.on[name]((payload) => {
        const parsed = EVENT_SCHEMAS[name].safeParse(payload);
        if (parsed.success) listener(parsed.data as Parameters<typeof listener>[0]);
      });
    },
    findDroppedPath(file) {
      const path = bridge.pathOfDropped(file);
      return path === "" ? null : path;
    },
  };
}

async function sendEnvelope(send: () => Promise<unknown>): Promise<unknown> {
  try {
    return await send();
  } catch (cause) {
    throw new AppError("INTERNAL", "The app did not answer this request.", { cause });
  }
}

function readReply<Name extends OperationName>(name: Name, reply: unknown): OperationResponse<Name> {
  const envelope = replyEnvelopeSchema.safeParse(reply);
  if (!envelope.success) throw unreadable(name, envelope.error);
  if (!envelope.data.ok) throw AppError.fromWire(envelope.data.error);
  const value = OPERATION_TABLE[name].response.safeParse(envelope.data.value);
  if (!value.success) throw unreadable(name, value.error);
  return value.data as OperationResponse<Name>;
}

function unreadable(name: OperationName, cause: unknown): AppError {
  return new AppError("INTERNAL", "The app gave an answer that this window cannot read.", {
    context: { operation: name },
    cause,
  });
}

/** The expected failure that `error` is, or an INTERNAL one that stands for a bug. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError("INTERNAL", "This part of the window stopped.", { cause: error });
}

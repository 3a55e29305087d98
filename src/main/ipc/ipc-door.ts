import { type IpcMainInvokeEvent, ipcMain, type WebContents } from "electron";
import { AppError, type WireError } from "../../shared/app-error.ts";
import { OPERATION_NAMES, type OperationName, operationChannel } from "../../shared/ipc/channel-names.ts";
import { type CallEnvelope, callEnvelopeSchema, type ReplyEnvelope } from "../../shared/ipc/envelope.ts";
import type { Application } from "../operations/application.ts";

/** What the door stands between. */
export interface IpcDoorParts {
  /** The application may still be opening: calls wait for it, and fail as it fails. */
  readonly application: Promise<Application>;
  /** The one window that may call. */
  readonly contents: WebContents;
  /** The origin its page must have, as `scheme://host`. */
  readonly origin: string;
  /** Keeps a bug for the log and returns the id of its line. */
  readonly logFault: (event: string, error: unknown) => string;
}

/**
 * Opens one channel for each operation of the table, and no other. Every call is answered, and every failure is answered as coded
 * data: whoever is not the main frame of our window at our origin gets POLICY_REFUSED, an unreadable envelope BAD_REQUEST, a bug
 * INTERNAL with a log id. Returns a function that closes the channels.
 */
export function openIpcDoor(parts: IpcDoorParts): () => void {
  for (const name of OPERATION_NAMES) {
    ipcMain.handle(operationChannel(name), (event, envelope: unknown) => answerCall(parts, name, { event, envelope }));
  }
  return () => {
    for (const name of OPERATION_NAMES) ipcMain.removeHandler(operationChannel(name));
  };
}

interface IncomingCall {
  readonly event: IpcMainInvokeEvent;
  readonly envelope: unknown;
}

async function answerCall(parts: IpcDoorParts, name: OperationName, call: IncomingCall): Promise<ReplyEnvelope> {
  try {
    checkSender(parts, call.event);
    const envelope = parseEnvelope(call.envelope);
    const application = await parts.application;
    const value = await application.callUntyped(name, envelope.request, {
      door: "window",
      requestId: envelope.request_id,
      jobId: envelope.job_id,
    });
    return { ok: true, value };
  } catch (error) {
    return { ok: false, error: toWireError(parts, name, error) };
  }
}

function checkSender(parts: IpcDoorParts, event: IpcMainInvokeEvent): void {
  const frame = event.senderFrame;
  const isOurPage =
    event.sender === parts.contents &&
    frame !== null &&
    frame === parts.contents.mainFrame &&
    frame.url.startsWith(`${parts.origin}/`);
  if (!isOurPage) throw new AppError("POLICY_REFUSED", "Only the window of this app may call it.");
}

function parseEnvelope(envelope: unknown): CallEnvelope {
  const parsed = callEnvelopeSchema.safeParse(envelope);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? "envelope" : `envelope.${issue.path.join(".")}`;
  throw new AppError("BAD_REQUEST", `The call cannot be read: ${field}: ${issue?.message ?? "unknown shape"}`, {
    context: { field },
  });
}

function toWireError(parts: IpcDoorParts, name: OperationName, error: unknown): WireError {
  if (error instanceof AppError) return error.toWire();
  const logId = parts.logFault(`ipc.${name}`, error);
  return new AppError("INTERNAL", `Internal fault. The log has it as ${logId}.`, {
    context: { log_id: logId },
  }).toWire();
}

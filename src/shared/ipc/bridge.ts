import type { EventName, OperationName } from "./channel-names.ts";
import type { CallEnvelope, ReplyEnvelope } from "./envelope.ts";

/** A call of one operation. It answers a failure of the operation as data; it rejects only when main cannot be reached. */
export type BridgeCall = (envelope: CallEnvelope) => Promise<ReplyEnvelope>;

/** Calls `listener` with what the event carries, unparsed, until the returned function is called. */
export type BridgeListen = (listener: (payload: unknown) => void) => () => void;

/**
 * What the preload publishes to the window under `BRIDGE_NAME`, and all that the window can reach outside itself.
 * `DroppedFile` is the DOM's `File`, which this folder does not know.
 */
export interface Bridge<DroppedFile> {
  /** One function per operation, under its full name: `call["run.get"]`. */
  readonly call: Readonly<Record<OperationName, BridgeCall>>;
  /** One function per event, under its full name: `on["job.progress"]`. */
  readonly on: Readonly<Record<EventName, BridgeListen>>;
  /** Where a file or folder dropped on the window lies; empty when it lies nowhere. Good for `files.grant` only. */
  readonly pathOfDropped: (file: DroppedFile) => string;
}

/**
 * Every operation by name. This file imports nothing, so that the sandboxed preload can be built from it alone;
 * `operation-table.ts` is keyed by exactly these names and the compiler holds the two together.
 */
export const OPERATION_NAMES = [
  "session.get",
  "session.open",
  "files.pick",
  "files.grant",
  "run.create",
  "run.get",
  "run.query",
  "run.raw",
  "run.save",
  "run.annotate",
  "run.history",
  "run.locate",
  "run.related",
  "batch.tree",
  "list.open",
  "list.rows",
  "list.place",
  "list.ids",
  "list.differences",
  "timeline.read",
  "timeline.step",
  "numbers.get",
  "view.list",
  "view.save",
  "view.remove",
  "view.export",
  "view.import",
  "workstation.get",
  "workstation.set",
  "attachment.list",
  "attachment.open",
  "attachment.runs",
  "attachment.put",
  "attachment.save",
  "check.run",
  "check.store",
  "check.attachment",
  "check.past",
  "check.report",
  "proof.run",
  "checkpoint.get",
  "checkpoint.verify",
  "import.scan",
  "import.commit",
  "catalog.rebuild",
  "catalog.verify",
  "hash.canonical",
  "health.get",
  "support.save",
  "key.show",
  "key.rotate",
  "key.reset",
  "key.trust",
  "job.cancel",
] as const;

/** The name of an operation. */
export type OperationName = (typeof OPERATION_NAMES)[number];

/** What main tells the window without being asked. */
export const EVENT_NAMES = ["store.changed", "session.changed", "job.progress"] as const;

/** The name of an event. */
export type EventName = (typeof EVENT_NAMES)[number];

/** The IPC channel of an operation. */
export function operationChannel(name: OperationName): string {
  return `rmos:op:${name}`;
}

/** The IPC channel of an event. */
export function eventChannel(name: EventName): string {
  return `rmos:event:${name}`;
}

/** The name under which the preload publishes its one global. */
export const BRIDGE_NAME = "rmosRuns";

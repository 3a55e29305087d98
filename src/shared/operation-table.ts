import type { z } from "zod";
import type { OperationName } from "./ipc/channel-names.ts";
import type { OperationRow } from "./operation-row.ts";
import { attachmentOperations } from "./operations/attachment-operations.ts";
import { checkOperations } from "./operations/check-operations.ts";
import { keyOperations } from "./operations/key-operations.ts";
import { listOperations } from "./operations/list-operations.ts";
import { relationOperations } from "./operations/relation-operations.ts";
import { runOperations } from "./operations/run-operations.ts";
import { scanOperations } from "./operations/scan-operations.ts";
import { sessionOperations } from "./operations/session-operations.ts";
import { storeOperations } from "./operations/store-operations.ts";
import { viewOperations } from "./operations/view-operations.ts";

/**
 * The only way in: the window (through IPC), the command line and the tests call these rows. An operation that is not here does
 * not exist. Source: operations.
 */
export const OPERATION_TABLE = {
  ...sessionOperations,
  ...runOperations,
  ...scanOperations,
  ...listOperations,
  ...relationOperations,
  ...viewOperations,
  ...attachmentOperations,
  ...storeOperations,
  ...checkOperations,
  ...keyOperations,
} as const satisfies Readonly<Record<OperationName, OperationRow>>;

/** The table. */
export type OperationTable = typeof OPERATION_TABLE;

/** What a caller hands in: defaults may be left out. */
export type OperationInput<Name extends OperationName> = z.input<OperationTable[Name]["request"]>;

/** What a handler gets: parsed. */
export type OperationRequest<Name extends OperationName> = z.output<OperationTable[Name]["request"]>;

/** What a handler returns and a caller gets. */
export type OperationResponse<Name extends OperationName> = z.output<OperationTable[Name]["response"]>;

import type { z } from "zod";

/** Roles in rising order of what they may do. Source: experience SGN-5. */
export const ROLES = ["machinist", "auditor", "supervisor", "admin"] as const;

/** A role of a person. */
export type Role = (typeof ROLES)[number];

/** One row of the operation table: everything both sides of a border must agree on. */
export interface OperationRow<Request extends z.ZodType = z.ZodType, Response extends z.ZodType = z.ZodType> {
  /** `read` works on a read-only store; `write` needs the lock. */
  readonly access: "read" | "write";
  /** The least role that may call it. */
  readonly role: Role;
  /** A job reports progress and can be cancelled by its job id. */
  readonly job: boolean;
  /** Where it can be called: the window only (dialogs), or anywhere. */
  readonly door: "any" | "window";
  readonly request: Request;
  readonly response: Response;
}

/** Checks a row against its type without widening it. */
export function operationRow<Request extends z.ZodType, Response extends z.ZodType>(
  row: OperationRow<Request, Response>,
): OperationRow<Request, Response> {
  return row;
}

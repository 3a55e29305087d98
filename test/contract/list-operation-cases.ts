import type { OperationCase } from "./operation-cases.ts";

type Covered =
  | "list.open"
  | "list.rows"
  | "list.place"
  | "list.ids"
  | "list.differences"
  | "timeline.read"
  | "timeline.step"
  | "numbers.get";

export const LIST_OPERATION_CASES = {} as Readonly<Record<Covered, OperationCase>>;

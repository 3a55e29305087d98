import type { OperationCase } from "./operation-cases.ts";

type Covered =
  | "view.list"
  | "view.save"
  | "view.remove"
  | "view.export"
  | "view.import"
  | "workstation.get"
  | "workstation.set";

export const VIEW_OPERATION_CASES = {} as Readonly<Record<Covered, OperationCase>>;

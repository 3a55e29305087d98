import { AppError } from "../../shared/app-error.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

type Covered =
  | "list.open"
  | "list.rows"
  | "list.place"
  | "list.ids"
  | "list.differences"
  | "timeline.read"
  | "timeline.step"
  | "numbers.get";

export function createListOperations(_deps: OperationDeps): Pick<Handlers, Covered> {
  const unfinished = async (): Promise<never> => {
    throw new AppError("INTERNAL", "unfinished");
  };
  return {
    "list.open": unfinished,
    "list.rows": unfinished,
    "list.place": unfinished,
    "list.ids": unfinished,
    "list.differences": unfinished,
    "timeline.read": unfinished,
    "timeline.step": unfinished,
    "numbers.get": unfinished,
  };
}

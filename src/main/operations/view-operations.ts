import { AppError } from "../../shared/app-error.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

type Covered =
  | "view.list"
  | "view.save"
  | "view.remove"
  | "view.export"
  | "view.import"
  | "workstation.get"
  | "workstation.set";

export function createViewOperations(_deps: OperationDeps): Pick<Handlers, Covered> {
  const unfinished = async (): Promise<never> => {
    throw new AppError("INTERNAL", "unfinished");
  };
  return {
    "view.list": unfinished,
    "view.save": unfinished,
    "view.remove": unfinished,
    "view.export": unfinished,
    "view.import": unfinished,
    "workstation.get": unfinished,
    "workstation.set": unfinished,
  };
}

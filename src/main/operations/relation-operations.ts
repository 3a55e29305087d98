import { AppError } from "../../shared/app-error.ts";
import type { Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";

type Covered = "run.related" | "batch.tree";

export function createRelationOperations(_deps: OperationDeps): Pick<Handlers, Covered> {
  const unfinished = async (): Promise<never> => {
    throw new AppError("INTERNAL", "unfinished");
  };
  return {
    "run.related": unfinished,
    "batch.tree": unfinished,
  };
}

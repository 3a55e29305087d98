import type { OperationCase } from "./operation-cases.ts";

type Covered = "run.related" | "batch.tree";

export const RELATION_OPERATION_CASES = {} as Readonly<Record<Covered, OperationCase>>;

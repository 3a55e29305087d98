import type { OperationCase } from "./operation-cases.ts";

export const SCAN_OPERATION_CASES: Readonly<Record<"run.locate", OperationCase>> = {
  "run.locate": {
    goodRequests: [{ code: "RN57223054" }, { code: "572-4" }, { code: "run_0a" }],
    badRequests: [
      [{}, "code"],
      [{ code: "" }, "code"],
      [{ code: 572 }, "code"],
      [{ code: "572-4", open: true }, "open"],
    ],
    goodResponse: { rows: [], more: false },
    badResponses: [{ rows: [] }, { rows: [{ run_id: "run_0a" }], more: false }],
  },
};

import { describe, expect, it } from "vitest";
import { parseRequest } from "../../src/main/operations/parse-request.ts";
import { OPERATION_NAMES } from "../../src/shared/ipc/channel-names.ts";
import type { OperationRow } from "../../src/shared/operation-row.ts";
import { OPERATION_TABLE } from "../../src/shared/operation-table.ts";
import { OPERATION_CASES } from "./operation-cases.ts";

describe.each(OPERATION_NAMES)("the schemas of %s", (name) => {
  const row: OperationRow = OPERATION_TABLE[name];
  const cases = OPERATION_CASES[name];

  it("take good requests", () => {
    for (const request of cases.goodRequests) expect(() => parseRequest(row.request, request)).not.toThrow();
  });

  it("refuse bad requests and name the field", () => {
    expect(cases.badRequests.length).toBeGreaterThan(0);
    for (const [request, field] of cases.badRequests) {
      expect(() => parseRequest(row.request, request)).toThrow(
        expect.objectContaining({ code: "BAD_REQUEST", context: expect.objectContaining({ field }) }),
      );
    }
  });

  it("take a good response, and lose nothing of it", () => {
    expect(row.response.parse(cases.goodResponse)).toEqual(cases.goodResponse);
  });

  it("refuse bad responses", () => {
    expect(cases.badResponses.length).toBeGreaterThan(0);
    for (const response of cases.badResponses) expect(row.response.safeParse(response).success).toBe(false);
  });
});

describe("the operation table", () => {
  it("has exactly the names that the preload knows", () => {
    expect(Object.keys(OPERATION_TABLE).sort()).toEqual([...OPERATION_NAMES].sort());
  });

  it("makes a job of everything that touches all runs, whole stores or files of any size", () => {
    const jobs = OPERATION_NAMES.filter((name) => OPERATION_TABLE[name].job);
    expect(jobs.sort()).toEqual([
      "attachment.put",
      "attachment.save",
      "catalog.rebuild",
      "catalog.verify",
      "check.attachment",
      "check.run",
      "check.store",
      "checkpoint.verify",
      "import.commit",
      "import.scan",
      "proof.run",
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { operationRow, ROLES } from "../../../src/shared/operation-row.ts";

describe("operationRow", () => {
  it("gives the row back as it is, so that the table stays data", () => {
    const row = {
      access: "read",
      role: "machinist",
      job: false,
      door: "any",
      request: z.strictObject({}),
      response: z.object({}),
    } as const;
    expect(operationRow(row)).toBe(row);
  });

  it("knows the roles in rising order", () => {
    expect(ROLES).toEqual(["machinist", "auditor", "supervisor", "admin"]);
  });
});

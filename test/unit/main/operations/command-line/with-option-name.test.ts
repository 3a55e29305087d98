import { describe, expect, it } from "vitest";
import { listCommand } from "../../../../../src/main/operations/command-line/list-command.ts";
import { withOptionName } from "../../../../../src/main/operations/command-line/with-option-name.ts";
import { badField } from "../../../../../src/main/operations/parse-request.ts";
import { AppError } from "../../../../../src/shared/app-error.ts";

describe("withOptionName", () => {
  it("names the option that filled the field", () => {
    const error = withOptionName(badField("filters.status.0", "must be one of OK, BLOCKED, ERROR"), listCommand);
    expect(error).toMatchObject({
      code: "BAD_REQUEST",
      message: "--status must be one of OK, BLOCKED, ERROR.",
      context: { field: "filters.status.0", option: "--status" },
    });
  });

  it("leaves errors alone that are about something else", () => {
    const other = new AppError("RUN_NOT_FOUND", "No run.", { context: { run_id: "r" } });
    expect(withOptionName(other, listCommand)).toBe(other);
    const unknown = badField("run_id", "is missing");
    expect(withOptionName(unknown, listCommand)).toBe(unknown);
    expect(withOptionName(unknown, null)).toBe(unknown);
  });
});

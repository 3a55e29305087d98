import { describe, expect, it } from "vitest";
import { AppError, errorCodeOf, wireErrorSchema } from "../../../src/shared/app-error.ts";
import { ERROR_CODES } from "../../../src/shared/error-codes.ts";

describe("AppError", () => {
  it("keeps code, sentence and context across a border that strips classes", () => {
    for (const code of ERROR_CODES) {
      const error = new AppError(code, "What failed, why, and what to do.", {
        context: { path: "a/b", free_bytes: 7 },
      });
      const crossed = AppError.fromWire(wireErrorSchema.parse(structuredClone(error.toWire())));
      expect(crossed).toMatchObject({ code, message: error.message, context: error.context });
    }
  });

  it("leaves the cause behind, which may name secrets", () => {
    const error = new AppError("IO_FAILED", "The drive failed.", { cause: new Error("secret") });
    expect(JSON.stringify(error.toWire())).not.toContain("secret");
    expect(error.cause).toBeInstanceOf(Error);
  });

  it("tells an expected failure from a bug", () => {
    expect(errorCodeOf(new AppError("DISK_FULL", "Full."))).toBe("DISK_FULL");
    expect(errorCodeOf(new TypeError("bug"))).toBeNull();
    expect(errorCodeOf({ code: "DISK_FULL" })).toBeNull();
  });

  it("refuses a wire form with a code nobody knows", () => {
    expect(wireErrorSchema.safeParse({ code: "NEW_CODE", message: "", context: {} }).success).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { KeySealed } from "../../../../src/main/store/key-sealed.ts";
import { AppError } from "../../../../src/shared/app-error.ts";

describe("KeySealed", () => {
  it("is a refusal that says what to do, at the command line and in the window", () => {
    for (const [canUnseal, what] of [
      [false, "Record in the window"],
      [true, "supervisor"],
    ] as const) {
      const error = new KeySealed(canUnseal);
      expect(error).toBeInstanceOf(AppError);
      expect(error.toWire()).toMatchObject({ code: "NO_PERMISSION", message: expect.stringContaining(what) });
    }
  });
});

import { expect, it } from "vitest";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";

it("a JsonSyntaxError says what is wrong and where", () => {
  const error = new JsonSyntaxError("TOO_DEEP", "Values are nested more than 64 deep", 12);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({
    name: "JsonSyntaxError",
    code: "TOO_DEEP",
    reason: "Values are nested more than 64 deep",
    offset: 12,
  });
  expect(error.message).toBe("Values are nested more than 64 deep (byte 12)");
});

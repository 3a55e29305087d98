import { expect, it } from "vitest";
import { isPlainObject, valueError } from "../../../../src/main/canonical/value-path.ts";

it("an error about a value names the way to it", () => {
  expect(valueError(["body", "tags", 2, "x"], "is wrong")).toEqual(new TypeError("body.tags[2].x is wrong"));
  expect(valueError([], "is wrong").message).toBe("The value is wrong");
});

it("plain objects are those that a class did not make", () => {
  expect([{}, Object.create(null)].map(isPlainObject)).toEqual([true, true]);
  expect([null, "x", new Date(0), new Map(), Object.create({})].map(isPlainObject)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

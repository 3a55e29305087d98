import { describe, expect, it } from "vitest";
import { JsonObject, jsonNumber, jsonObject } from "../../../../src/main/canonical/json-value.ts";

describe("JsonNumber", () => {
  it.each([
    ["87", 87, 87],
    ["87.0", 87, null],
    ["1e2", 100, null],
    ["9007199254740991", 9007199254740991, 9007199254740991],
    ["9007199254740993", 9007199254740992, null],
    ["-5", -5, -5],
    ["-0", -0, 0],
    ["1e400", Number.POSITIVE_INFINITY, null],
    ["NaN", Number.NaN, null],
  ])("%s as double and as safe integer", (text, double, integer) => {
    expect(jsonNumber(text).text).toBe(text);
    expect(jsonNumber(text).asDouble()).toBe(double);
    expect(jsonNumber(text).asSafeInteger()).toBe(integer);
  });

  it.each(["", "01", "1.", ".5", "+1", "0x1", "1e", " 1", "1\n", "nan", "+Infinity", "1_0"])(
    "is not made of %j",
    (text) => {
      expect(() => jsonNumber(text)).toThrow(TypeError);
    },
  );
});

describe("jsonObject", () => {
  it("holds its members in the given order", () => {
    const object = jsonObject([
      ["b", "x"],
      ["10", null],
      ["__proto__", [jsonNumber("1.0")]],
    ]);
    expect(object).toBeInstanceOf(JsonObject);
    expect([...object.entries()].map(([key]) => key)).toEqual(["b", "10", "__proto__"]);
    expect([object.size, object.get("b"), object.get("10"), object.get("c"), object.has("c")]).toEqual([
      3,
      "x",
      null,
      undefined,
      false,
    ]);
  });

  it("stands in no text", () => {
    expect(jsonObject([["a", true]]).rangeOf("a")).toBe(null);
  });

  it("refuses a key that comes twice", () => {
    expect(() =>
      jsonObject([
        ["a", 0 as never],
        ["a", null],
      ]),
    ).toThrow(/"a" comes twice/);
  });
});

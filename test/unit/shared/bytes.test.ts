import { describe, expect, it } from "vitest";
import { bytesSchema } from "../../../src/shared/bytes.ts";

describe("bytesSchema", () => {
  it("takes bytes whatever buffer holds them", () => {
    for (const bytes of [new Uint8Array(3), Buffer.from("abc"), new Uint8Array(new SharedArrayBuffer(3))]) {
      expect(bytesSchema.parse(bytes)).toBe(bytes);
    }
  });

  it("refuses what only looks like bytes", () => {
    for (const value of ["abc", [1, 2, 3], { 0: 1, length: 1 }, new ArrayBuffer(3), new Uint16Array(3), null]) {
      expect(bytesSchema.safeParse(value).success).toBe(false);
    }
  });
});

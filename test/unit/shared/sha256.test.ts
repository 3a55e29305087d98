import { describe, expect, it } from "vitest";
import { isSha256, sha256Schema } from "../../../src/shared/sha256.ts";

describe("isSha256", () => {
  it("takes exactly what the schema takes", () => {
    const digest = "0123456789abcdef".repeat(4);
    for (const value of [digest, `${digest}0`, digest.slice(1), digest.toUpperCase(), `${digest}\n`, "", null, 7]) {
      expect(isSha256(value)).toBe(sha256Schema.safeParse(value).success);
    }
    expect(isSha256(digest)).toBe(true);
  });
});

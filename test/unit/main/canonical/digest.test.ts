import { Buffer } from "node:buffer";
import { expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";

it("sha256Hex gives the same digest for a text and its UTF-8 bytes", () => {
  // FIPS 180-2, appendix B.1.
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Hex("ü😀")).toBe(sha256Hex(Buffer.from("ü😀")));
  expect(sha256Hex(new Uint8Array(0))).toBe(sha256Hex(""));
});

import { expect, it } from "vitest";
import { keyed } from "../../../../src/renderer/ui/keyed.ts";

it("equal texts get different keys and keep their order", () => {
  const texts = ["a", "b", "a"];
  expect(keyed(texts).map(({ text }) => text)).toEqual(texts);
  expect(new Set(keyed(texts).map(({ key }) => key)).size).toBe(3);
});

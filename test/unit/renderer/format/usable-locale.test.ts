import { expect, it } from "vitest";
import { usableLocale } from "../../../../src/renderer/format/usable-locale.ts";

it("takes the first locale that Intl accepts and falls back where there is none", () => {
  expect(usableLocale(["en-US@posix", "de-DE"])).toBe("de-DE");
  expect(usableLocale(["C", "zz-invalid-locale-name"])).toBe("en-GB");
  expect(usableLocale([])).toBe("en-GB");
});

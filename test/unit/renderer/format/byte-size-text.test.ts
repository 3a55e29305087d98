import { expect, it } from "vitest";
import { byteSizeText } from "../../../../src/renderer/format/byte-size-text.ts";

it("sizes are whole bytes below a thousand, then three digits of a unit", () => {
  const shown = [0, 1, 999, 1000, 1500, 412_000_000, 7_200_000_000, 5e15].map((size) =>
    byteSizeText(size).replace(",", "."),
  );
  expect(shown).toEqual(["0 bytes", "1 byte", "999 bytes", "1 kB", "1.5 kB", "412 MB", "7.2 GB", "5000 TB"]);
});

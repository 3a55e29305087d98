import { describe, expect, it } from "vitest";
import { pythonFloatText } from "../../../../src/main/canonical/float-text.ts";
import { isShortestDecimal } from "../../../../src/main/canonical/shortest-decimal.ts";
import { paddedBytes } from "./padded-bytes.ts";

function isShortest(text: string): boolean {
  return isShortestDecimal(paddedBytes(text), 0, text.length);
}

/** Texts of doubles in plain notation and, beside each, texts that differ from it in the last digit or have one more. */
function* nearbyTexts(count: number): Generator<string> {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < count; i++) {
    const anywhere = (random() + random() / 2 ** 32) * 10 ** (Math.floor(20 * random()) - 4);
    const nearPowerOfTwo = 2 ** (Math.floor(66 * random()) - 13) * (1 + (Math.floor(7 * random()) - 3) * 2 ** -52);
    const text = pythonFloatText(random() < 0.7 ? anywhere : nearPowerOfTwo);
    if (text.includes("e")) continue;
    yield text;
    yield text.slice(0, -1) + Math.floor(10 * random());
    yield text + Math.floor(10 * random());
  }
}

describe("isShortestDecimal", () => {
  it("never says yes to a fraction that CPython would spell differently, and hardly ever no to others", () => {
    let missed = 0;
    let same = 0;
    for (const text of nearbyTexts(150_000)) {
      const isSame = pythonFloatText(Number(text)) === text;
      if (isShortest(text) && !isSame) expect.fail(`${text} is not the shortest`);
      if (isSame && !text.endsWith(".0")) same++;
      if (isSame && !text.endsWith(".0") && !isShortest(text)) missed++;
    }
    expect(same).toBeGreaterThan(100_000);
    expect(missed / same).toBeLessThan(0.1);
  });

  it.each([
    "0.1428571428571428",
    "0.14285714285714285",
    "66.66666666666667",
    "0.0012345678901234567",
    "1234567890.123456",
  ])("says yes to %s", (text) => {
    expect(isShortest(text)).toBe(true);
  });

  it.each([
    "0.14285714285714284",
    "0.30000000000000001",
    "66.666666666666671",
    "0.123456789012345678",
    "4503599627370496.5",
  ])("says no to %s", (text) => {
    expect(isShortest(text)).toBe(false);
  });
});

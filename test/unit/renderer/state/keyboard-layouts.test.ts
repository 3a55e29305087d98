import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEYBOARDS, respellText } from "../../../../src/renderer/state/keyboard-layouts.ts";

const keyboard = fc.constantFrom(...KEYBOARDS);

describe("keyboard layouts", () => {
  it("knows what a US scanner makes of the known mix-ups", () => {
    for (const [typed, used, meant] of [
      ["Yz", "german", "Zy"],
      ["Qaqz", "french", "Aqaw"],
      ["Z?", "french", "WM"],
      ["RN&é\"'(-è_çà", "french", "RN1234567890"],
      ["run?0ß1", "german", "run_0-1"],
      ["run?0'1", "spanish", "run_0-1"],
      ["run?0+1", "nordic", "run_0-1"],
      ['"£¬', "uk", "@#~"],
    ] as const) {
      expect(respellText(typed, used, "us")).toBe(meant);
    }
  });

  it("knows the other way round: a French scanner at a US PC sends digits with Shift", () => {
    expect(respellText("RN!@#$%^&*()", "us", "french")).toBe("RN1234567890");
    expect(respellText('RN!"#¤%&/()=', "nordic", "french")).toBe("RN1234567890");
  });

  it("brings every text of letters and digits back from any keyboard to any other", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ABCXYZabcxyz0123456789 ") });
    fc.assert(
      fc.property(text, keyboard, keyboard, (meant, used, scanner) => {
        const arrived = respellText(meant, scanner, used);
        fc.pre(arrived !== null);
        expect(respellText(arrived ?? "", used, scanner)).toBe(meant);
      }),
    );
  });

  it("has each character once, so that none can mean two keys", () => {
    for (const one of KEYBOARDS) {
      const kept = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"].join("");
      expect(respellText(kept, one, one)).toBe(kept);
    }
  });

  it("says so where a character lies on no key, or its key makes nothing", () => {
    expect(respellText("语", "us", "german")).toBeNull();
    expect(respellText("~", "us", "french")).toBeNull();
    expect(respellText("<", "german", "us")).toBeNull();
  });
});

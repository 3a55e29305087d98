import { describe, expect, it } from "vitest";
import { portableFileName } from "../../../../src/main/operations/portable-file-name.ts";

describe("portableFileName", () => {
  it.each([
    ["op20.nc", "op20.nc"],
    ["Fräsplan 7 (b).pdf", "Fräsplan 7 (b).pdf"],
    ["../../etc/passwd", ".._.._etc_passwd"],
    ["a:b|c?.nc", "a_b_c_.nc"],
    ["C:\\shots\\1.png", "C__shots_1.png"],
    ["con", "_con"],
    ["LPT1.nc", "_LPT1.nc"],
    ["console.nc", "console.nc"],
    ["end. . ", "end"],
    ["\u202egnp.exe", "_gnp.exe"],
    ["line\nfeed", "line_feed"],
    ["", "fallback"],
    [". .", "fallback"],
  ])("makes of %j the name %j", (wanted, name) => {
    expect(portableFileName(wanted, "fallback")).toBe(name);
  });

  it("cuts what is too long without losing what kind of file it is, and without cutting a letter in half", () => {
    const name = portableFileName(`${"ä😀".repeat(100)}.nc`, "fallback");
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name.endsWith(".nc")).toBe(true);
    expect(name.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(portableFileName("x".repeat(500), "fallback"))).toBe(200);
  });
});

import { describe, expect, it } from "vitest";
import { safeLinePieces, safePieces, safeText } from "../../../../src/renderer/format/safe-text.ts";

/** Names that look alike on a plain screen. */
const SPOOF_PAIRS: readonly (readonly [string, string])[] = [
  ["op20.nc", "op20\u200b.nc"],
  ["op20.nc", "op20.nc\u200c"],
  ["op20.nc", "\u200dop20.nc"],
  ["op20.nc", "\u2060op20.nc"],
  ["op20.nc", "\ufeffop20.nc"],
  ["op20.nc", "op\u00ad20.nc"],
  ["op20.nc", "op20.nc "],
  ["op20.nc", " op20.nc"],
  ["op 20.nc", "op\u00a020.nc"],
  ["op 20.nc", "op\u200220.nc"],
  ["op 20.nc", "op\u200320.nc"],
  ["op 20.nc", "op\u200920.nc"],
  ["op 20.nc", "op\u202f20.nc"],
  ["op 20.nc", "op\u300020.nc"],
  ["op 20.nc", "op\u205f20.nc"],
  ["op 20.nc", "op  20.nc"],
  ["gpj.exe", "\u202eexe.jpg"],
  ["op20.nc", "\u202dop20.nc"],
  ["op20.nc", "op20.nc\u202c"],
  ["op20.nc", "\u2066op20.nc"],
  ["op20.nc", "\u2067op20.nc"],
  ["op20.nc", "\u2068op20.nc\u2069"],
  ["op20.nc", "op20\u200e.nc"],
  ["op20.nc", "op20\u200f.nc"],
  ["op20.nc", "op20\u061c.nc"],
  ["op20.nc", "op20\u0000.nc"],
  ["op20.nc", "op20\u0007.nc"],
  ["op20.nc", "op20\u001b.nc"],
  ["op20.nc", "op20\u007f.nc"],
  ["op20.nc", "op20\u0085.nc"],
  ["op20.nc", "op20\n.nc"],
  ["op20.nc", "op20\r.nc"],
  ["op20.nc", "op20\u2028.nc"],
  ["op20.nc", "op20\u2029.nc"],
  ["op20.nc", "op20\u3164.nc"],
  ["op20.nc", "op20\u115f.nc"],
  ["op20.nc", "op20\uffa0.nc"],
  ["op20.nc", "op20\u2800.nc"],
  ["op20.nc", "op20\ufe0f.nc"],
  ["op20.nc", "op20\u{e0041}.nc"],
  ["op20.nc", "op20\u{e0100}.nc"],
  ["op20.nc", "op20\ue000.nc"],
  ["op20.nc", "op20\ud800.nc"],
  ["op20.nc", "op20\ufff9.nc"],
  ["op20.nc", "op20\u180e.nc"],
  ["op20.nc", "op20\u034f.nc"],
  ["caf\u00e9.nc", "cafe\u0301.nc"],
  ["\u00c5.nc", "A\u030a.nc"],
  ["paypal.nc", "p\u0430ypal.nc"],
  ["scope.nc", "sc\u043epe.nc"],
  ["Tool.nc", "T\u03bfol.nc"],
  ["op20‹U+200B›.nc", "op20\u200b.nc"],
];

describe("safe text", () => {
  it("there are enough pairs to mean something", () => {
    expect(SPOOF_PAIRS.length).toBeGreaterThanOrEqual(40);
  });

  it.each(SPOOF_PAIRS)("tells %j from %j", (one, other) => {
    expect(safeText(one)).not.toBe(safeText(other));
  });

  it("what is shown holds nothing that cannot be seen", () => {
    for (const [, spoof] of SPOOF_PAIRS) {
      expect(safeText(spoof)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u);
    }
  });

  it("leaves ordinary names in any language as they are, in one piece", () => {
    for (const name of ["Fräse №2", "κουτί-12", "ключ", "日本語", "saw:veneer_160", "12,5 mm → ok", "Nußbaum 😀"]) {
      expect(safePieces(name)).toEqual([{ at: 0, text: name, escaped: false }]);
    }
  });

  it("names what it escapes by its code point and says where it stood", () => {
    expect(safePieces("a\u202eb")).toEqual([
      { at: 0, text: "a", escaped: false },
      { at: 1, text: "‹U+202E›", escaped: true },
      { at: 2, text: "b", escaped: false },
    ]);
  });

  it("a line of a stored text keeps its tabs and blanks and shows everything else", () => {
    expect(safeLinePieces("\t  a\u200b ").map((piece) => piece.text)).toEqual(["\t  a", "‹U+200B›", " "]);
  });
});

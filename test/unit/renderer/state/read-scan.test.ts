import { describe, expect, it } from "vitest";
import { KEYBOARDS, respellText } from "../../../../src/renderer/state/keyboard-layouts.ts";
import { readScan, repairedKeyboard } from "../../../../src/renderer/state/read-scan.ts";

const CODE = "RN57223054";
const RUN = { kind: "number", runNumber: "572-4", mark: "2305" };

describe("reading a scan", () => {
  it("takes a code of ours as it is, in small letters too", () => {
    expect(readScan(CODE)).toEqual({ code: RUN, text: CODE, repair: null });
    expect(readScan(CODE.toLowerCase())).toEqual({ code: RUN, text: CODE, repair: null });
  });

  it("reads a code whatever scanner and PC are set to", () => {
    for (const scanner of KEYBOARDS) {
      for (const pc of KEYBOARDS) {
        const arrived = respellText(CODE, scanner, pc);
        expect(readScan(arrived ?? "")).toMatchObject({ code: RUN, text: CODE });
      }
    }
  });

  it("names the keyboard that stood in the way", () => {
    const read = readScan("RN(èéé\"à('");
    expect(read?.repair).toEqual({ pc: "french", scanner: "us" });
    const other = readScan(respellText(CODE, "french", "us") ?? "");
    expect(other?.repair).toEqual({ pc: "us", scanner: "french" });
    for (const one of [read, other]) expect(one?.repair && repairedKeyboard(one.repair)).toBe("french");
  });

  it("a repair counts only where the check digit holds", () => {
    const wrong = respellText("RN57223055", "us", "french") ?? "";
    expect(readScan(wrong)).toBeNull();
  });

  it("a link is taken as it is and never repaired, for it has no check digit", () => {
    expect(readScan("runs://run/run_0a")?.code).toEqual({ kind: "id", runId: "run_0a" });
    expect(readScan(respellText("runs://run/run_0a", "us", "german") ?? "")).toBeNull();
  });

  it("a code that arrives twice in one burst counts once", () => {
    expect(readScan(CODE + CODE)).toEqual({ code: RUN, text: CODE, repair: null });
    const french = respellText(CODE, "us", "french") ?? "";
    expect(readScan(french + french)).toMatchObject({ code: RUN, text: CODE });
  });

  it("leaves other people's codes alone", () => {
    for (const text of ["4006381333931", "", "T102", "RN57223055", "(01)04012345678901"])
      expect(readScan(text)).toBeNull();
  });
});

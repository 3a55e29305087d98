import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRunNumber } from "../../../src/shared/run-number.ts";
import { isCodeOf, makeScanCode, parseScanCode } from "../../../src/shared/scan-code.ts";

const hexId = fc
  .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 1, maxLength: 32 })
  .map((hex) => `run_${hex}`);
const runNumber = fc.integer({ min: 1, max: 999_999_999 }).map(formatRunNumber);
const RUN = { run_id: "run_019a1b2c3d4e7f8091a2b3c4d5e6f708", run_number: "572-4" };

/** The code of a run that has one. */
function codeOf(run: { readonly run_id: string; readonly run_number: string | null }): string {
  const code = makeScanCode(run);
  if (code === null) throw new Error("this run has no code");
  return code;
}

describe("scan code", () => {
  it("is short for a run with a number, and nothing but R, N and digits", () => {
    expect(codeOf(RUN)).toMatch(/^RN572[0-9]{4}[0-9]$/);
    expect(codeOf({ ...RUN, run_number: formatRunNumber(999_999) })).toHaveLength(13);
  });

  // The expected codes were computed by another program, in another language.
  it("stays what it is: travellers on paper cannot be printed again", () => {
    expect(codeOf(RUN)).toBe("RN57223054");
    expect(codeOf({ ...RUN, run_number: null })).toBe("RI320021293928420712124756825080740125714000");
    expect(codeOf({ run_id: "run_0a1b2c3d4e5f", run_number: null })).toBe("RI120111118226100158");
  });

  it("leads back to its run", () => {
    fc.assert(
      fc.property(hexId, fc.option(runNumber), (run_id, run_number) => {
        const run = { run_id, run_number };
        const read = parseScanCode(codeOf(run));
        expect(read).not.toBeNull();
        expect(read !== null && isCodeOf(read, run)).toBe(true);
      }),
    );
  });

  it("tells runs of one number on two workstations apart", () => {
    const other = { run_id: "run_019a1b2c3d4e7f8091a2b3c4d5e6f709", run_number: RUN.run_number };
    const read = parseScanCode(codeOf(RUN));
    expect(read !== null && isCodeOf(read, other)).toBe(false);
  });

  it("gives marks that spread: among ten thousand ids of one day few share one", () => {
    const ids = Array.from(
      { length: 10_000 },
      (_, index) => `run_019a1b2c3d4e7f80${index.toString(16).padStart(16, "0")}`,
    );
    const marks = new Set(ids.map((run_id) => codeOf({ run_id, run_number: "572-4" }).slice(5, 9)));
    expect(marks.size).toBeGreaterThan(6000);
  });

  it("refuses every single wrong digit and every swap of two neighbours", () => {
    fc.assert(
      fc.property(
        hexId,
        fc.option(runNumber),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (run_id, run_number, place, by) => {
          const code = codeOf({ run_id, run_number });
          const at = 2 + (place % (code.length - 2));
          const wrong = (Number(code[at]) + by) % 10;
          expect(parseScanCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeNull();
          const next = 2 + (place % (code.length - 3));
          const swapped = `${code.slice(0, next)}${code[next + 1]}${code[next]}${code.slice(next + 2)}`;
          if (swapped !== code) expect(parseScanCode(swapped)).toBeNull();
        },
      ),
    );
  });

  it("is not read as the other kind when its letter is misread", () => {
    const code = codeOf(RUN);
    expect(parseScanCode(`RI${code.slice(2)}`)).toBeNull();
  });

  it("is read with small letters and blanks around it, as Caps Lock and scanners make them", () => {
    expect(parseScanCode(` ${codeOf(RUN).toLowerCase()}\r\n`)).toEqual(parseScanCode(codeOf(RUN)));
  });

  it("is read from a link to a run, whatever the id looks like", () => {
    expect(parseScanCode(`runs://run/${RUN.run_id}`)).toEqual({ kind: "id", runId: RUN.run_id });
    expect(parseScanCode("runs://run/2025-12-17_A.7")).toEqual({ kind: "id", runId: "2025-12-17_A.7" });
    expect(parseScanCode("runs://run/../secret")).toBeNull();
    expect(parseScanCode("runs://run/con")).toBeNull();
  });

  it("refuses what is no code, whatever it is", () => {
    for (const text of ["", "RN", "RN12345", "572-4", "4006381333931", "RX57245484", "RN0007245484", RUN.run_id]) {
      expect(parseScanCode(text)).toBeNull();
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        fc.pre(!/^\s*(r[ni]\d|runs:)/i.test(text));
        expect(parseScanCode(text)).toBeNull();
      }),
    );
  });

  it("is not made for a run that could not be found by it", () => {
    expect(makeScanCode({ run_id: "2025-12-17_A.7", run_number: null })).toBeNull();
    expect(makeScanCode({ run_id: "2025-12-17_A.7", run_number: "no number" })).toBeNull();
    expect(makeScanCode({ run_id: "2025-12-17_A.7", run_number: "572-4" })).toMatch(/^RN572/);
  });
});

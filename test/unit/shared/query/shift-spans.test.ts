import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shiftAt, shiftSpans, shiftStarts } from "../../../../src/shared/query/shift-spans.ts";
import { dayStarts } from "../../../../src/shared/query/zone-time.ts";

const THREE = ["06:00", "14:00", "22:00"];
const at = (text: string): number => Date.parse(text);
const utc = (ms: number): string => new Date(ms).toISOString().replace(":00.000", "");
const zones = fc.constantFrom("Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "UTC");
const times = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));

describe("shifts", () => {
  it("run over midnight: the night shift of yesterday runs in the morning", () => {
    const { fromMs, toMs } = shiftAt(at("2026-11-20T03:00:00Z"), "Europe/Berlin", THREE);
    expect([utc(fromMs), utc(toMs)]).toEqual(["2026-11-19T21:00Z", "2026-11-20T05:00Z"]);
  });

  it("have an hour less or more in the night in which the clock is set", () => {
    const hours = (night: string): number => {
      const { fromMs, toMs } = shiftAt(at(night), "Europe/Berlin", THREE);
      return (toMs - fromMs) / 3_600_000;
    };
    expect([hours("2026-03-29T00:30:00Z"), hours("2026-10-25T00:30:00Z"), hours("2026-11-20T00:30:00Z")]).toEqual([
      7, 9, 8,
    ]);
  });

  it("begin at an instant that belongs to the new one", () => {
    const six = at("2026-11-20T05:00:00Z");
    expect(shiftAt(six, "Europe/Berlin", THREE).fromMs).toBe(six);
    expect(shiftAt(six - 1, "Europe/Berlin", THREE).toMs).toBe(six);
  });

  it("are those that touch a span of time", () => {
    const spans = shiftSpans(at("2026-11-20T06:00:00Z"), at("2026-11-20T21:00:00Z"), "Europe/Berlin", THREE);
    expect(spans.map(({ fromMs, toMs }) => `${utc(fromMs)} ${utc(toMs)}`)).toEqual([
      "2026-11-20T05:00Z 2026-11-20T13:00Z",
      "2026-11-20T13:00Z 2026-11-20T21:00Z",
      "2026-11-20T21:00Z 2026-11-21T05:00Z",
    ]);
  });

  it("come in the order of a day, each once, however they are written", () => {
    const [from, to] = [at("2026-11-20T00:00:00Z"), at("2026-11-25T00:00:00Z")];
    expect(shiftStarts(from, to, "UTC", ["22:00", "06:00", "22:00", "14:00"])).toEqual(
      shiftStarts(from, to, "UTC", THREE),
    );
  });

  it("are days where there are none", () => {
    const [from, to] = [at("2026-03-20T12:00:00Z"), at("2026-04-05T12:00:00Z")];
    expect(shiftStarts(from, to, "Europe/Berlin", [])).toEqual(dayStarts(from, to, "Europe/Berlin"));
  });

  it("follow each other without a gap, and the first has begun", () => {
    fc.assert(
      fc.property(
        zones,
        fc.array(times, { maxLength: 5 }),
        fc.integer({ min: at("2010-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
        fc.integer({ min: 0, max: 9 * 86_400_000 }),
        (zone, shifts, fromMs, lengthMs) => {
          const toMs = fromMs + lengthMs;
          const spans = shiftSpans(fromMs, toMs, zone, shifts);
          const [first, second] = spans;
          expect(first?.fromMs).toBeLessThanOrEqual(fromMs);
          expect(second?.fromMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(fromMs);
          expect(spans.at(-1)?.fromMs).toBeLessThanOrEqual(Math.max(toMs, first?.fromMs ?? 0));
          expect(spans.at(-1)?.toMs).toBeGreaterThan(toMs);
          for (const [index, span] of spans.entries()) {
            expect(span.toMs).toBeGreaterThan(span.fromMs);
            if (index > 0) expect(span.fromMs).toBe(spans[index - 1]?.toMs);
          }
          expect(spans.map((span) => span.fromMs)).toEqual(shiftStarts(fromMs, toMs, zone, shifts));
        },
      ),
      { numRuns: 100 },
    );
  });
});

import { describe, expect, it } from "vitest";
import { checkSentence, whenChecked } from "../../../../src/renderer/format/check-words.ts";
import { makeFinding } from "../sample-reports.ts";

const clock = { now: new Date("2026-11-21T14:30:00Z"), timeZone: "UTC" };

describe("when checked", () => {
  it("says just now for a minute, then the time", () => {
    expect(whenChecked("2026-11-21T14:29:30.000000Z", null, clock)).toBe("Checked just now.");
    expect(whenChecked("2026-11-21T14:02:00.000000Z", null, clock)).toBe("Checked today 14:02.");
    expect(whenChecked(null, null, clock)).toBe("Not checked yet.");
  });

  it("a time in the future is no 'just now': the clock was set back", () => {
    expect(whenChecked("2026-11-21T18:00:00.000000Z", null, clock)).toBe("Checked today 18:00.");
  });

  it("names the check of everything, and calls it last night's when it ran then", () => {
    const full = (at: string) => whenChecked(at, at, clock);
    expect(full("2026-11-20T22:10:00.000000Z")).toBe("Checked by last night's check of everything.");
    expect(full("2026-11-21T03:10:00.000000Z")).toBe("Checked by last night's check of everything.");
    expect(full("2026-11-21T09:10:00.000000Z")).toBe("Checked by the check of everything, today 09:10.");
    expect(full("2026-11-19T22:10:00.000000Z")).toContain("Checked by the check of everything, ");
  });

  it("the entry about a check comes a moment after its report; another check is another", () => {
    const at = "2026-11-21T03:10:00.000000Z";
    expect(whenChecked(at, "2026-11-21T03:10:05.000000Z", clock)).toContain("last night's");
    expect(whenChecked(at, "2026-11-21T03:20:00.000000Z", clock)).toBe("Checked today 03:10.");
    expect(whenChecked(at, "2026-11-21T03:09:00.000000Z", clock)).toBe("Checked today 03:10.");
  });

  it("at night, this evening is not last night", () => {
    const late = { now: new Date("2026-11-21T23:30:00Z"), timeZone: "UTC" };
    const at = "2026-11-21T22:10:00.000000Z";
    expect(whenChecked(at, at, late)).toBe("Checked by the check of everything, today 22:10.");
  });
});

describe("check sentence", () => {
  it("says which part and what to do, where a finding decided", () => {
    const lead = makeFinding("ATTACHMENT_CHANGED", { what_to_do: "“op20.nc” is not the file that was recorded." });
    expect(checkSentence("changed", lead, "OK")).toBe("“op20.nc” is not the file that was recorded.");
    expect(checkSentence("changed", null, "OK")).toContain("Do not use it.");
  });

  it("an intact record says so whatever was worth knowing beside it", () => {
    const lead = makeFinding("FILE_UNVOUCHED");
    expect(checkSentence("intact", lead, "OK")).toBe("No change found since it was recorded.");
  });

  it("an incomplete record says what was missing, and that the run was blocked for it when it was", () => {
    const lead = makeFinding("DIGEST_PLACEHOLDER");
    expect(checkSentence("incomplete", lead, "BLOCKED")).toBe(
      "The fingerprint of the check is missing. The run was blocked for this reason.",
    );
    expect(checkSentence("incomplete", null, "OK")).toBe("A fact was missing when it was recorded.");
  });
});

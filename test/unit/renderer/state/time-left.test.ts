import { describe, expect, it } from "vitest";
import { secondsLeft } from "../../../../src/renderer/state/time-left.ts";

const at = (atMs: number, done: number) => ({ jobId: "j", atMs, done });

describe("time left", () => {
  it("follows from the pace so far", () => {
    expect(secondsLeft(at(0, 0), at(10_000, 100), 900)).toBe(80);
  });

  it("is not told while nobody can know", () => {
    expect(secondsLeft(at(0, 0), at(500, 100), 900)).toBeNull();
    expect(secondsLeft(at(0, 0), at(10_000, 1), 900)).toBeNull();
    expect(secondsLeft(at(0, 0), at(10_000, 100), null)).toBeNull();
    expect(secondsLeft(at(0, 0), at(10_000, 900), 900)).toBeNull();
  });

  it("work that was done before it was resumed says nothing about the pace", () => {
    expect(secondsLeft(at(0, 800), at(10_000, 850), 900)).toBe(10);
  });
});

import { describe, expect, it } from "vitest";
import { oneReadingAtATime } from "../../../../src/renderer/state/one-reading-at-a-time.ts";

describe("oneReadingAtATime", () => {
  it("reads once more for all who asked while it was reading, and never twice at once", async () => {
    const ends: (() => void)[] = [];
    const read = oneReadingAtATime(() => new Promise((resolve) => ends.push(resolve)));
    const first = read();
    await Promise.all([read(), read(), read()]);
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await new Promise((resolve) => setTimeout(resolve));
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await first;
    expect(ends).toHaveLength(2);
  });

  it("can read again after a reading that failed", async () => {
    let readings = 0;
    const read = oneReadingAtATime(async () => {
      readings += 1;
      if (readings === 1) throw new Error("gone");
    });
    await expect(read()).rejects.toThrow("gone");
    await read();
    expect(readings).toBe(2);
  });
});

import { describe, expect, it } from "vitest";
import { delay, UNWATCHED } from "../../../../src/main/catalog/catalog-host.ts";

describe("UNWATCHED", () => {
  it("lets others have the thread and reports to nobody", async () => {
    const steps: string[] = [];
    setImmediate(() => steps.push("another"));
    UNWATCHED.report(1, 2);
    await UNWATCHED.pause();
    expect(steps).toEqual(["another"]);
  });
});

describe("delay", () => {
  it("resolves after the time has passed", async () => {
    const before = performance.now();
    await delay(5);
    expect(performance.now()).toBeGreaterThan(before);
  });
});

import { describe, expect, it } from "vitest";
import { ImportPace } from "../../../../src/main/ingest/import-pace.ts";

describe("import pace", () => {
  it("reports how much of how much is done", () => {
    const reports: (readonly [number, number | null])[] = [];
    const pace = new ImportPace((done, total) => reports.push([done, total]), new AbortController().signal);
    pace.report();
    pace.expect(3);
    return pace.step(2).then(() => {
      pace.report();
      expect(reports.at(0)).toEqual([0, null]);
      expect(reports.at(-1)).toEqual([2, 3]);
    });
  });

  it("lets others work during a long stretch", async () => {
    const pace = new ImportPace(() => undefined, new AbortController().signal);
    let turns = 0;
    const count = () => {
      turns += 1;
      if (turns < 1000) setImmediate(count);
    };
    setImmediate(count);
    while (turns === 0) await pace.step();
    expect(turns).toBeGreaterThan(0);
  });

  it("stops with a code when it is asked to", async () => {
    const controller = new AbortController();
    const pace = new ImportPace(() => undefined, controller.signal);
    await pace.step();
    controller.abort();
    await expect(pace.step()).rejects.toMatchObject({ code: "CANCELLED" });
    expect(() => pace.refuseWhenStopped()).toThrow(/stopped/);
  });
});

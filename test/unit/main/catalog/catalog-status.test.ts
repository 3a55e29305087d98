import { describe, expect, it } from "vitest";
import { MendLog } from "../../../../src/main/catalog/catalog-status.ts";

const ASIDE = { keptAs: "catalog.db.damaged-1", removed: [] };

describe("MendLog", () => {
  it("tells at the start only of what should not have happened", () => {
    const log = new MendLog();
    for (const why of ["missing", "older", "unflushed", null] as const) log.atStart(why, ASIDE);
    expect(log.mended).toEqual([]);
    log.atStart("damaged", ASIDE);
    expect(log.mended).toEqual([{ reason: "damaged", ...ASIDE }]);
  });

  it("keeps the newest few", () => {
    const log = new MendLog();
    for (let time = 0; time < 50; time++) log.add("missing", { keptAs: `${time}`, removed: [] });
    expect(log.mended.length).toBeLessThan(30);
    expect(log.mended.at(-1)).toMatchObject({ keptAs: "49" });
  });
});

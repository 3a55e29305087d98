import { describe, expect, it } from "vitest";
import type { Catalog } from "../../../../src/main/catalog/catalog.ts";
import { runsWithFile } from "../../../../src/main/operations/runs-with-file.ts";
import { ALSO_IN_LIMIT } from "../../../../src/shared/operations/attachment-operations.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";

const A = "a1".repeat(32) as Sha256;
const B = "b2".repeat(32) as Sha256;

/** A catalog that knows runs by the files they name, each list newest first; a run's id is its time. */
function catalogOf(runs: Readonly<Record<string, readonly string[]>>): Catalog {
  return {
    runsWithAttachment: async (sha256: string, limit: number) => (runs[sha256] ?? []).slice(0, limit),
    find: async (runId: string) => (runId === "gone" ? null : { run_id: runId, created_at_utc: runId }),
  } as unknown as Catalog;
}

describe("runsWithFile", () => {
  it("gives the runs that name a file, but not the one that asks", async () => {
    const catalog = catalogOf({ [A]: ["3", "2", "1"] });
    expect(await runsWithFile(catalog, { names: [A], runId: "2" })).toEqual({ runIds: ["3", "1"], hasMore: false });
    expect(await runsWithFile(catalog, { names: [A], runId: null })).toMatchObject({ runIds: ["3", "2", "1"] });
    expect(await runsWithFile(catalog, { names: [B], runId: null })).toEqual({ runIds: [], hasMore: false });
  });

  it("finds them under each of its names, newest first and each once", async () => {
    const catalog = catalogOf({ [A]: ["5", "2"], [B]: ["gone", "4", "2", "1"] });
    expect((await runsWithFile(catalog, { names: [A, B], runId: "1" })).runIds).toEqual(["5", "4", "2"]);
  });

  it("ends at the limit and says that there are more, and only then", async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `run ${index}`);
    const exactly = await runsWithFile(catalogOf({ [A]: ids(ALSO_IN_LIMIT + 1) }), { names: [A], runId: "run 0" });
    expect([exactly.runIds.length, exactly.hasMore]).toEqual([ALSO_IN_LIMIT, false]);
    const more = await runsWithFile(catalogOf({ [A]: ids(ALSO_IN_LIMIT + 5) }), { names: [A], runId: "run 0" });
    expect([more.runIds.length, more.hasMore]).toEqual([ALSO_IN_LIMIT, true]);
  });
});

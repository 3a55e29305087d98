import { describe, expect, it } from "vitest";
import { madeCatalog, madeEvent, madeRun } from "./made-runs.ts";

const ITEMS = [
  madeRun(0, "run_b", { mode: "saw", notes: "first", workflow_session_id: "s1" }),
  madeRun(1, "run_a", { mode: "saw" }),
  madeEvent(2, "run.tagged", "run_b", { tag: "urgent" }),
  madeEvent(3, "epoch.opened", "store-1"),
];

describe("CatalogContents.runsBehind", () => {
  it("gives all there is about each run, in the order of ids", () => {
    const contents = madeCatalog(ITEMS).contents();
    const [first, second, ...more] = contents.runsBehind("", 10);
    expect(more).toEqual([]);
    expect(first?.row.run_id).toBe("run_a");
    expect(second).toMatchObject({
      row: { run_id: "run_b", note: "first", tags: ["urgent"] },
      links: { session: ["s1"], tag: ["urgent"] },
      words: expect.stringContaining("urgent"),
    });
    expect(contents.runsBehind("", 1)).toEqual([first]);
    expect(contents.runsBehind("run_a", 1)).toEqual([second]);
  });
});

describe("CatalogContents.entriesBehind", () => {
  it("gives entries by subject and number", () => {
    const contents = madeCatalog(ITEMS).contents();
    const all = contents.entriesBehind({ subject: "", seq: -1 }, 10);
    expect(all.map(({ subject, seq }) => `${subject} ${seq}`)).toEqual(["run_a 1", "run_b 0", "run_b 2", "store-1 3"]);
    expect(all[0]?.place).toBe("1 1000 900");
    expect(contents.entriesBehind({ subject: "run_b", seq: 0 }, 1)).toEqual([all[2]]);
  });
});

describe("CatalogContents.counters", () => {
  it("are the same for catalogs that hold the same, whatever came first", () => {
    const one = madeCatalog([madeRun(0, "run_1", { mode: "saw" }), madeRun(1, "run_2", { mode: "router" })]);
    const other = madeCatalog([madeRun(0, "run_2", { mode: "router" }), madeRun(1, "run_1", { mode: "saw" })]);
    expect(one.contents().counters()).toBe(other.contents().counters());
    other.apply([madeEvent(2, "run.hidden", "run_1")]);
    expect(one.contents().counters()).not.toBe(other.contents().counters());
  });
});

describe("CatalogContents.faults", () => {
  it("are none in a whole catalog, and others get a turn between tables", async () => {
    let pauses = 0;
    const pause = async (): Promise<void> => {
      pauses++;
    };
    expect(await madeCatalog(ITEMS).contents().faults(pause)).toEqual([]);
    expect(pauses).toBeGreaterThan(1);
  });
});

import { describe, expect, it } from "vitest";
import { gatherRunIds } from "../../../../src/renderer/state/listed-run-ids.ts";
import { createFakeMain } from "../fake-bridge.ts";
import { makePage, makeRows } from "../sample-data.ts";

const GO_ON = { onFound: () => undefined, isStopped: () => false };

describe("listed run ids", () => {
  it("gathers every page, each run once", async () => {
    const { client, requestsOf } = createFakeMain({
      "run.query": ({ cursor }) =>
        cursor === null
          ? makePage(makeRows(5, 3), { total: 5, next_cursor: "c" })
          : makePage(makeRows(3, 1), { total: 5 }),
    });
    const found: number[] = [];
    const ids = await gatherRunIds(client, { text: "saw" }, { ...GO_ON, onFound: (count) => found.push(count) });
    expect(ids).toEqual(["run_5", "run_4", "run_3", "run_2", "run_1"]);
    expect(found).toEqual([3, 5]);
    expect(requestsOf("run.query")).toMatchObject([{ filters: { text: "saw" } }, { cursor: "c" }]);
  });

  it("more than one check takes is told after the first page", async () => {
    const { client, requestsOf } = createFakeMain({
      "run.query": () => makePage(makeRows(3, 1), { total: 10_001, next_cursor: "c" }),
    });
    expect(await gatherRunIds(client, {}, GO_ON)).toBeNull();
    expect(requestsOf("run.query")).toHaveLength(1);
  });

  it("reads no further once it was stopped", async () => {
    const { client, requestsOf } = createFakeMain({
      "run.query": () => makePage(makeRows(3, 1), { total: 5, next_cursor: "c" }),
    });
    expect(await gatherRunIds(client, {}, { ...GO_ON, isStopped: () => true })).toBeNull();
    expect(requestsOf("run.query")).toHaveLength(1);
  });
});

import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BatchPage } from "../../../../../src/renderer/features/batch/batch-page.tsx";
import { StoresProvider } from "../../../../../src/renderer/state/stores-context.ts";
import { createWindowStores } from "../../../../../src/renderer/state/window-stores.ts";
import { createFakeMain, createFakeTimers, type FakeAnswers } from "../../fake-bridge.ts";
import { makeNode, makeTree } from "../../sample-relations.ts";

/** The page of batch A as text, once it has been read. */
async function pageText(answers: FakeAnswers): Promise<string> {
  const main = createFakeMain(answers);
  const stores = createWindowStores({
    ...{ client: main.client, timers: createFakeTimers(), storage: { getItem: () => null, setItem: () => undefined } },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  // A drawing without a window shows the beginning of a store: here that is what it holds now.
  for (const store of Object.values(stores)) Object.assign(store, { getInitialState: store.getState });
  await stores.batch.getState().open({ by: "batch", value: "A" });
  return renderToStaticMarkup(
    <StoresProvider value={stores}>
      <BatchPage by="batch" value="A" />
    </StoresProvider>,
  )
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

describe("batch page", () => {
  it("says what all runs come to, and apart from that what each is alone and with all below", async () => {
    const top = makeNode("1", { step: "spec", below: 1, status: "BLOCKED", risk_level: "RED" });
    const leaf = makeNode("2", { step: "other", parent: "1", depth: 1 });
    const tree = makeTree([top, leaf], { status: "BLOCKED", risk_level: "RED" });
    const text = await pageText({ "batch.tree": () => tree });
    expect(text).toMatch(/Batch A 2 runs All together Checks failed Blocked/);
    expect(text).toMatch(/1-0 Specification .* Checks passed Finished With 1 run below Checks failed Blocked/);
    expect(text).toMatch(/2-0 Other .* Checks passed Finished T102/);
  });

  it("says that no run belongs to it", async () => {
    const text = await pageText({ "batch.tree": () => makeTree([], { status: null, risk_level: null }) });
    expect(text).toContain("No run here belongs to this batch.");
    expect(text).not.toContain("All together");
  });

  it("tells of a circle, of runs left out, of other origins and of levels that are too deep to draw", async () => {
    const chain = Array.from({ length: 11 }, (_, depth) =>
      makeNode(`${depth}`, { depth, parent: depth === 0 ? null : `${depth - 1}`, below: 10 - depth }),
    );
    const also = makeNode("99", { also_based_on: ["3", "4"] });
    const tree = makeTree([...chain, also], { has_circle: true, left_out: 3, total: 15 });
    const text = await pageText({ "batch.tree": () => tree });
    expect(text).toContain("The circle was cut at its first run.");
    expect(text).toContain("3 runs recorded later are not shown here.");
    expect(text).toContain("Also based on 3-0, 4-0");
    expect(text).toContain("Level 11");
  });

  it("says why it cannot be read, and offers to try again", async () => {
    expect(await pageText({})).toMatch(/These runs cannot be shown\..*Try again/);
  });
});

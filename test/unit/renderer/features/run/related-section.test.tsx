import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { DiffersBanner } from "../../../../../src/renderer/features/run/differs-banner.tsx";
import { RelatedSection } from "../../../../../src/renderer/features/run/related-section.tsx";
import { StoresProvider } from "../../../../../src/renderer/state/stores-context.ts";
import { createWindowStores } from "../../../../../src/renderer/state/window-stores.ts";
import { createFakeMain, createFakeTimers, type FakeAnswers } from "../../fake-bridge.ts";
import { makeRow, makeRows } from "../../sample-data.ts";
import { makeRelated } from "../../sample-relations.ts";

/** Banner and section of a run as text, once its relations have been read. */
async function sectionText(answers: FakeAnswers): Promise<string> {
  const main = createFakeMain(answers);
  const stores = createWindowStores({
    ...{ client: main.client, timers: createFakeTimers(), storage: { getItem: () => null, setItem: () => undefined } },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  // A drawing without a window shows the beginning of a store: here that is what it holds now.
  for (const store of Object.values(stores)) Object.assign(store, { getInitialState: store.getState });
  await stores.related.getState().open("run_1");
  return renderToStaticMarkup(
    <StoresProvider value={stores}>
      <DiffersBanner />
      <RelatedSection open={true} onToggle={() => undefined} />
    </StoresProvider>,
  )
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

describe("related runs", () => {
  it("says that nothing belongs to a run", async () => {
    const text = await sectionText({ "run.related": () => makeRelated() });
    expect(text).toContain("No other run here belongs to this run.");
    expect(text).not.toContain("Result differs");
  });

  it("tells of a result that differs before everything else, by the newest earlier run", async () => {
    const [newest, older] = makeRows(9, 8);
    if (newest === undefined || older === undefined) throw new Error("two rows were made");
    const same = { rows: [newest, older], total: 2, other_result: ["run_9"], differing: [newest, older] };
    const text = await sectionText({ "run.related": () => makeRelated({ same_inputs: same }) });
    expect(text).toMatch(/^\s*Result differs from the earlier run 9-0\. Same inputs, different toolpaths or G-code\./);
    expect(text).toMatch(/Same inputs 9-0 .* Other result .* 8-0 /);
    expect(text.match(/Other result/g)).toHaveLength(1);
  });

  it("names an origin that is not here also where no other is", async () => {
    const parents = { rows: [], total: 0, missing: ["run_gone\u202e"] };
    const text = await sectionText({ "run.related": () => makeRelated({ parents }) });
    expect(text).toMatch(/Based on .*Based on run run_gone.*202e.*, which is not in this folder\./i);
  });

  it("shows a few of many at first, the batches, and the last run that went well", async () => {
    const related = makeRelated({
      children: { rows: makeRows(12, 1), total: 40 },
      batches: [{ label: "A", total: 1 }],
      sessions: [{ id: "s", total: 7 }],
      last_ok: makeRow({ run_id: "run_50", run_number: "50-9" }),
    });
    const text = await sectionText({ "run.related": () => related });
    expect(text).toMatch(/Related runs 40 runs .*12-0.*9-0.*Show all 12/);
    expect(text).not.toContain("8-0");
    expect(text).toMatch(/Belongs to Batch A 1 run Session s 7 runs/);
    expect(text).toMatch(/Last finished run of this tool on this machine 50-9/);
  });

  it("says why they cannot be shown", async () => {
    expect(await sectionText({})).toContain("Related runs cannot be shown.");
  });
});

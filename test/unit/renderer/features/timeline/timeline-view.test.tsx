import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { LaneLabels } from "../../../../../src/renderer/features/timeline/lane-labels.tsx";
import { TimelineReadout } from "../../../../../src/renderer/features/timeline/timeline-readout.tsx";
import { TimelineTable } from "../../../../../src/renderer/features/timeline/timeline-table.tsx";
import { TimelineTools } from "../../../../../src/renderer/features/timeline/timeline-tools.tsx";
import { StoresProvider } from "../../../../../src/renderer/state/stores-context.ts";
import { blocksByLane } from "../../../../../src/renderer/state/timeline-blocks.ts";
import { createWindowStores } from "../../../../../src/renderer/state/window-stores.ts";
import { createFakeMain, createFakeTimers, type FakeAnswers, settle } from "../../fake-bridge.ts";
import { makeRow } from "../../sample-data.ts";
import { makeTimeline } from "../../timeline-data.ts";

const LANES = [
  { value: "M\u202e3", others: false, total: 7 },
  { value: null, others: false, total: 1 },
];

async function open(answers: FakeAnswers = {}) {
  const main = createFakeMain({
    "workstation.get": () => ({ shifts: [], machine: null, zone: "UTC" }),
    "timeline.read": ({ bins }) =>
      makeTimeline(
        [
          { lane: 0, bin: 0, count: 6 },
          { lane: 0, bin: bins - 1, worst: "RED" },
          { lane: 1, bin: bins - 1, worst: "none" },
        ],
        { bins, lanes: LANES, total: 8, first: "2026-11-20T00:00:00Z", last: "2026-11-20T23:59:00Z" },
      ),
    "timeline.step": () => ({ row: makeRow({ risk_level: "RED", created_at_utc: "2026-11-20T23:30:00.000000Z" }) }),
    ...answers,
  });
  const timers = createFakeTimers(Date.UTC(2026, 10, 20, 12));
  const stores = createWindowStores({
    ...{ client: main.client, timers, storage: { getItem: () => null, setItem: () => undefined } },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  // A drawing without a window shows the beginning of a store: here that is what it holds now.
  for (const store of Object.values(stores)) Object.assign(store, { getInitialState: store.getState });
  const timeline = stores.timeline.getState();
  await stores.workstation.getState().read();
  timeline.watch();
  timeline.setRoom(1000, 34);
  for (let turn = 0; turn < 4; turn += 1) await settle();
  timeline.jump("today");
  for (let turn = 0; turn < 4; turn += 1) await settle();
  const html = (element: ReactElement): string =>
    renderToStaticMarkup(<StoresProvider value={stores}>{element}</StoresProvider>);
  const text = (element: ReactElement): string =>
    html(element)
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ");
  return { ...main, stores, html, text };
}

describe("timeline view", () => {
  it("the table tells the blocks of the picture: lane, span, count and worst decision", async () => {
    const { text, html, stores } = await open();
    const table = text(<TimelineTable />);
    expect(table).toContain("8 runs in 3 blocks.");
    expect(table).toMatch(/20 Nov 2026, 00:00 20 Nov 2026, 01:00 6 Checks passed Show as list/);
    expect(table).toMatch(/20 Nov 2026, 23:00 21 Nov 2026, 00:00 1 Checks failed/);
    expect(table).toMatch(/No machine 20 Nov 2026, 23:00 21 Nov 2026, 00:00 1 No decision recorded/);
    expect(html(<TimelineTable />)).toContain('aria-label="Show as list: M‹U+202E›3, 20 Nov 2026, 00:00 – 01:00"');
    const { data } = stores.timeline.getState();
    const drawn = data === null ? [] : blocksByLane(data).flat();
    expect(drawn.reduce((sum, { count }) => sum + count, 0)).toBe(8);
  });

  it("a table of too many blocks says how many it leaves out", async () => {
    const lanes = Array.from({ length: 40 }, (_, lane) => ({ value: `M${lane}`, others: false, total: 24 }));
    const { text, html } = await open({
      "timeline.read": ({ bins }) =>
        makeTimeline(
          lanes.flatMap((_, lane) => Array.from({ length: bins }, (__, bin) => ({ lane, bin }))),
          { bins, lanes, first: "2026-11-20T00:00:00Z", last: "2026-11-20T23:59:00Z" },
        ),
    });
    expect(html(<TimelineTable />).match(/<tr>/g)).toHaveLength(501);
    expect(text(<TimelineTable />)).toContain("460 more blocks are left out. Zoom in to see them.");
  });

  it("lanes show name and total; a name cannot reorder what stands beside it", async () => {
    const { text } = await open();
    expect(text(<LaneLabels lanePx={52} />)).toMatch(/M ‹U\+202E› 3 7 .*No machine 1/);
  });

  it("says in words which run one is at, with local time, decision and block", async () => {
    const { text, stores } = await open();
    expect(text(<TimelineReadout hovered={null} />)).toContain("Choose a run with the arrow keys, or tap a block.");
    await stores.timeline.getState().step("later");
    const words = text(<TimelineReadout hovered={null} />);
    expect(words).toMatch(/Run 1-3 Checks failed 20 Nov 2026, 23:30:00 UTC · Alone in its block\./);
    expect(words).toMatch(/Open run.*Show 1 run as list/);
  });

  it("what the mouse is over is shown and not spoken; what the keys are at is both", async () => {
    const { html, stores } = await open();
    const { data } = stores.timeline.getState();
    const block = data === null ? null : (blocksByLane(data)[0]?.[0] ?? null);
    const shown = html(<TimelineReadout hovered={block} />);
    expect(shown).toMatch(/<p aria-hidden="true">.*6 runs.*Worst: Checks passed<\/p>/s);
    expect(shown).toMatch(/role="status" aria-live="polite" class="visually-hidden"/);
  });

  it("at the last run it says so and keeps the run", async () => {
    let row: ReturnType<typeof makeRow> | null = makeRow();
    const { text, stores } = await open({ "timeline.step": () => ({ row }) });
    await stores.timeline.getState().step("later");
    row = null;
    await stores.timeline.getState().step("later");
    expect(text(<TimelineReadout hovered={null} />)).toMatch(/No later run in this lane\. Run 1-3/);
  });

  it("every drag and key has its button; the shift only where shifts are set", async () => {
    const { text, html } = await open();
    for (const name of ["Earlier", "Later", "Zoom in", "Zoom out"]) {
      expect(html(<TimelineTools />)).toContain(`aria-label="${name}"`);
    }
    expect(text(<TimelineTools />)).not.toContain("This shift");
    expect(html(<TimelineTools />)).toMatch(/aria-pressed="true"[^>]*>Today/);
    const shifted = await open({ "workstation.get": () => ({ shifts: ["06:00"], machine: null, zone: "UTC" }) });
    expect(shifted.text(<TimelineTools />)).toContain("This shift");
  });
});

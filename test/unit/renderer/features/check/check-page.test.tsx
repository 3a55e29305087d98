import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CheckPage } from "../../../../../src/renderer/features/check/check-page.tsx";
import { StoresProvider } from "../../../../../src/renderer/state/stores-context.ts";
import { createWindowStores } from "../../../../../src/renderer/state/window-stores.ts";
import { LONG_AFTER_MS } from "../../../../../src/renderer/state/work-store.ts";
import { createFakeMain, createFakeTimers, deferred, type FakeAnswers, settle } from "../../fake-bridge.ts";
import { makeFinding, makeHealth, makePastCheck, makeSession, makeStoreReport } from "../../sample-data.ts";

const SCOPE = { what: "store", from: null, to: null, run_ids: null } as const;
const UNFINISHED = { scope: SCOPE, done: 212, total: 900, stopped_at: "2026-11-21T11:00:00.000000Z", odd_runs: 2 };
const READ_ONLY = { mode: "read-only", reason: "viewing", message: null, holder: null, can_take_over: false } as const;

async function open(answers: FakeAnswers = {}) {
  const main = createFakeMain({
    "session.get": () => makeSession(),
    "check.past": () => ({ checks: [], next_before: null, unfinished: null }),
    "health.get": () => makeHealth(),
    ...answers,
  });
  const timers = createFakeTimers();
  const stores = createWindowStores({
    ...{ client: main.client, timers, storage: { getItem: () => null, setItem: () => undefined } },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  // A drawing without a window shows the beginning of a store: here that is what it holds now.
  for (const store of Object.values(stores)) Object.assign(store, { getInitialState: store.getState });
  await stores.session.getState().load();
  await stores.pastChecks.getState().read();
  await stores.health.getState().read();
  const text = (): string =>
    renderToStaticMarkup(
      <StoresProvider value={stores}>
        <CheckPage />
      </StoresProvider>,
    ).replace(/<[^>]*>/g, " ");
  return { ...main, timers, stores, text };
}

describe("check page", () => {
  it("shows its three regions in their order, and that nothing was checked yet", async () => {
    const { text } = await open();
    expect(text()).toMatch(
      /What to check.*Check now.*Now.*No check is running\..*Past checks.*No check is in the log/s,
    );
    expect(text()).toContain("Everything together was never checked.");
    expect(text()).not.toContain("This run");
  });

  it("says how far a check is, and after ten seconds that it takes longer than usual", async () => {
    const { text, stores, timers, emit, seen } = await open({ "check.store": () => deferred<never>().promise });
    void stores.recordCheck.getState().checkNow();
    await settle();
    const job_id = seen.findLast(({ jobId }) => jobId !== null)?.jobId ?? "";
    const progress = { job_id, operation: "check.store", total: 900, unit: "runs", message: null } as const;
    emit("job.progress", { ...progress, done: 0 });
    timers.advance(LONG_AFTER_MS);
    emit("job.progress", { ...progress, done: 212, bytes: 41_200_000 });
    expect(text()).toContain("23 % · 212 of 900 runs · 41.2 MB read");
    expect(text()).toContain("Longer than usual – still working (212 of 900).");
    expect(text()).toContain("About 35 s left.");
    expect(text()).toContain("Check started.");
    expect(text()).toContain("A check is running.");
  });

  it("offers to go on with a check that was stopped before the window was opened", async () => {
    const { text } = await open({
      "check.past": () => ({ checks: [makePastCheck()], next_before: 9, unfinished: UNFINISHED }),
    });
    expect(text()).toMatch(/A check was stopped .*Everything.*212 of 900 runs were looked at\. 2 runs are not intact/s);
    expect(text()).toMatch(/Go on.*Begin again.*Past checks.*Record intact.*Show older/s);
  });

  it("says that a folder open to read only gets no entry", async () => {
    const { text } = await open({ "session.get": () => makeSession({ store: READ_ONLY }) });
    expect(text()).toContain("This check leaves no entry in the log.");
    expect((await open()).text()).not.toContain("leaves no entry");
  });

  it("shows a check that runs by itself, and when the next one is", async () => {
    const sweep = { state: "waiting", next_at: "2026-11-22T02:00:00.000000Z" } as const;
    expect((await open({ "health.get": () => makeHealth({ sweep }) })).text()).toContain("The next check by itself:");
    const yielding = { state: "yielding", next_at: null } as const;
    const { text, emit } = await open({ "health.get": () => makeHealth({ sweep: yielding }) });
    expect(text()).toContain("The check that runs by itself waits while you work.");
    const night = {
      job_id: "night",
      operation: "check.store",
      done: 3,
      total: 9,
      unit: "runs",
      message: null,
    } as const;
    emit("job.progress", night);
    expect(text()).toMatch(/A check that was started elsewhere.*3 of 9 runs/s);
  });

  it("tells the result in a sentence, bad rows first, and never in green", async () => {
    const report = makeStoreReport({
      verdict: "changed",
      runs: { total: 2, verdicts: { intact: 1, changed: 1 } },
      findings: [makeFinding({ severity: "info", subject: "later" }), makeFinding({ run_id: "run_7" })],
      odd_runs: [{ run_id: "run_7", verdict: "changed" }],
    });
    const { text, stores } = await open({
      "check.store": () => ({ ...report, recorded: { seq: 3, report_sha256: "e".repeat(64) } }),
    });
    await stores.recordCheck.getState().checkNow();
    expect(text()).toMatch(/2 runs checked\. 1 is not intact\..*Record CHANGED: 1.*Record intact: 1/s);
    expect(text()).toMatch(/Not as recorded.*op20\.nc.*Good to know.*later/s);
    expect(text()).toContain("aaaaaaaaaaaa…");
    expect(text()).toContain("This says the records have not changed. It does not say a cut is safe.");
    expect(text()).toMatch(/Show details.*Print report.*Save report/s);
  });
});

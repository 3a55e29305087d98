import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { HomePage } from "../../../../../src/renderer/features/home/home-page.tsx";
import type { HomeRole } from "../../../../../src/renderer/state/home-queries.ts";
import { StoresProvider } from "../../../../../src/renderer/state/stores-context.ts";
import { createWindowStores } from "../../../../../src/renderer/state/window-stores.ts";
import { AppError } from "../../../../../src/shared/app-error.ts";
import { createFakeMain, createFakeTimers, type FakeAnswers } from "../../fake-bridge.ts";
import { makeHealth, makeNumbers, makePage, makeReport, makeRow, makeSession, makeView } from "../../sample-data.ts";

/** What the fake timers say. */
const NOW = Date.UTC(2026, 10, 21, 12);
const HOURS_AGO = (hours: number): string => new Date(NOW - hours * 3_600_000).toISOString();
const WORKSTATION = { shifts: ["06:00", "14:00"], machine: "M3", zone: "UTC" };

async function open(role: HomeRole, answers: FakeAnswers = {}) {
  const row = makeRow({ run_number: "7-1", created_at_utc: HOURS_AGO(1) });
  const main = createFakeMain({
    "session.get": () => makeSession({ person: { name: "Anna", role: "supervisor" } }),
    "health.get": () => makeHealth(),
    "workstation.get": () => WORKSTATION,
    "numbers.get": () => makeNumbers(),
    "run.query": ({ filters }) =>
      filters.check.length + filters.review.length + filters.status.length > 0 ? makePage([]) : makePage([row]),
    "run.get": () => makeView(row),
    "check.run": () => ({ ...makeReport(), left_out: 0 }),
    ...answers,
  });
  const stores = createWindowStores({
    ...{
      client: main.client,
      timers: createFakeTimers(NOW),
      storage: { getItem: () => null, setItem: () => undefined },
    },
    hints: { dark: false, moreContrast: false, coarsePointer: false },
  });
  // A drawing without a window shows the beginning of a store: here that is what it holds now.
  for (const store of Object.values(stores)) Object.assign(store, { getInitialState: store.getState });
  await stores.session.getState().load();
  await stores.health.getState().read();
  stores.home.getState().showAs("supervisor", role);
  await stores.home.getState().refresh();
  const html = (): string =>
    renderToStaticMarkup(
      <StoresProvider value={stores}>
        <HomePage />
      </StoresProvider>,
    );
  const text = (): string =>
    html()
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ");
  return { ...main, stores, html, text };
}

describe("Home of a machinist", () => {
  it("says first whether the last run on the machine may be cut", async () => {
    const { text } = await open("machinist");
    expect(text()).toMatch(/^ ?Last run on M3 – can I run this\? Checks passed .* 7-1 /);
    expect(text()).toContain("Nothing is waiting for you.");
  });

  it("a blocked run says why, before anything is pressed", async () => {
    const row = makeRow({ status: "BLOCKED", risk_level: "RED", block_reason: "Kerf too wide" });
    const { text } = await open("machinist", {
      "run.get": () => makeView(row, { decision: { block_reason: "Kerf too wide" } }),
    });
    expect(text()).toContain("Blocked – do not run Kerf too wide");
  });

  it("a record that a check of this window found changed counts before its decision", async () => {
    const { stores, text } = await open("machinist", {
      "check.run": () => ({ ...makeReport({ verdict: "changed" }), left_out: 0 }),
    });
    await stores.runChecks.getState().start("run_1");
    expect(text()).toContain("Do not use – record changed");
    expect(text()).not.toContain("then run");
  });

  it("what needs a hand stands in one list, each run with one button", async () => {
    const { html, text } = await open("machinist", {
      "run.query": ({ filters }) => {
        if (filters.check.length > 0)
          return makePage([makeRow({ run_id: "a", run_number: "4-1", verdict: "changed" })]);
        if (filters.status.length > 0) {
          return makePage(
            [makeRow({ run_id: "b", run_number: "5-1", status: "BLOCKED", created_at_utc: HOURS_AGO(3) })],
            {
              total: 9,
            },
          );
        }
        return makePage(filters.review.length > 0 ? [] : [makeRow()]);
      },
    });
    expect(text()).toMatch(/Needs you 10 Record changed or cannot be checked 4-1 Record CHANGED/);
    expect(text()).toMatch(/Blocked in this shift 5-1 .* 3 h old Open Show all 9/);
    expect(text()).not.toContain("Came back from review");
    const rows = html().match(/<li class="work-row">.*?<\/li>/g) ?? [];
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.match(/<button/g)).toHaveLength(1);
  });

  it("without runs it says how they get here, and shows no zeros", async () => {
    const { text } = await open("machinist", {
      "workstation.get": () => ({ ...WORKSTATION, machine: null }),
      "numbers.get": () => makeNumbers({ total: 0 }),
      "run.query": () => makePage([]),
    });
    expect(text()).toContain("No runs yet. Runs appear here when they are recorded or imported. Import Record a run");
    expect(text()).not.toContain("Runs this shift");
  });
});

describe("Home of a supervisor", () => {
  it("shows what waits with its age, and how the app and the folder do", async () => {
    const { text } = await open("supervisor", {
      "run.query": ({ filters }) =>
        filters.review.includes("waiting") && filters.risk.includes("RED")
          ? makePage([makeRow({ run_number: "8-1", risk_level: "RED", created_at_utc: HOURS_AGO(72) })])
          : makePage([]),
      "numbers.get": () => makeNumbers({ not_exported: 1240, oldest_not_exported: HOURS_AGO(100 * 24) }),
      "health.get": () => makeHealth({ disk: { free_bytes: 212e9, total_bytes: 480e9, level: "ok" } }),
    });
    expect(text()).toMatch(/Needs review 1 8-1 Checks failed .* 3 days old Open/);
    expect(text()).toMatch(/Not exported 1.240 The oldest is 100 days old\. Show all 1.240/);
    expect(text()).toContain("Drive 212 GB left Clock of this PC Never found set back");
    expect(text()).not.toContain("can I run this?");
  });

  it("the numbers are told with what they are a part of", async () => {
    const counts = { risk: {}, status: { OK: 30, BLOCKED: 7 } };
    const { text } = await open("supervisor", {
      "numbers.get": () => makeNumbers({ total: 37, counts, check: { changed: 1, "cannot-check": 1 }, unreadable: 1 }),
    });
    expect(text()).toContain("Runs this shift 37 Blocked this shift 18 % 7 of 37 runs");
    expect(text()).toContain("Changed or cannot be checked 2 1 record cannot be read");
  });

  it("a tool near its limit is told in a sentence", async () => {
    const shares = [70, 92, null, 95, 96, 97, 91, 93, 60, 92];
    const trend = { tool: "T102", shares, near: 7, last_at: HOURS_AGO(1) };
    const { text, html } = await open("supervisor", { "numbers.get": () => makeNumbers({ near_limit: [trend] }) });
    expect(text()).toContain("T102: 90 % of the limit or more in 7 of the last 10 runs. Last run: 92 %.");
    expect(html().match(/class="spark-point"/g)).toHaveLength(10);
    expect(html().match(/data-near="true"/g)).toHaveLength(8);
  });

  it("numbers that cannot be read say so, and the work is still there", async () => {
    const { text } = await open("supervisor", {
      "numbers.get": () => {
        throw new AppError("INTERNAL", "no numbers");
      },
    });
    expect(text()).toContain("The numbers could not be read.");
    expect(text()).toContain("Needs review Nothing is waiting for you.");
  });
});

describe("Home of an auditor", () => {
  it("counts the runs of a period by each of their four facts; what is nothing cannot be pressed", async () => {
    const { text, html } = await open("auditor", {
      "numbers.get": () => makeNumbers({ check: { intact: 11, changed: 1 }, review: { none: 12 }, not_exported: 5 }),
    });
    expect(text()).toContain("12 runs in this period");
    expect(text()).toMatch(/Decision Checks passed 11 Passed with warnings 0 Checks failed 1/);
    expect(text()).toMatch(/Record check Record intact 11 .* Record CHANGED 1 Review Not asked for 12/);
    expect(text()).toContain("Not exported 5");
    const pressed = html().match(/<button type="button" class="fact-count"/g) ?? [];
    expect(pressed).toHaveLength(8);
  });
});

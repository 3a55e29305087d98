import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Catalog, openCatalog } from "../../src/main/catalog/catalog.ts";
import { commitImport } from "../../src/main/ingest/commit-import.ts";
import { runFiles } from "../../src/main/operations/run-files.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { OperationRequest } from "../../src/shared/operation-table.ts";
import { type RunFilters, type RunPage, runFiltersSchema } from "../../src/shared/operations/run-operations.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";

const V2_STORE = "test/fixtures/older-stores/v2-store";

interface OlderQuery {
  readonly name: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly ids: readonly string[];
}

interface Expected {
  readonly labels: Readonly<Record<string, string>>;
  readonly queries: readonly OlderQuery[];
}

const EXPECTED = JSON.parse(readFileSync(`${V2_STORE}-expected.json`, "utf8")) as Expected;
const DELETED = EXPECTED.labels.soft_deleted;

/** What the older system called a filter, and what we call it. */
const FILTER_NAMES: Readonly<Record<string, keyof RunFilters>> = {
  status: "status",
  mode: "mode",
  tool_id: "tool",
  event_type: "event_type",
  batch_label: "batch_label",
  session_id: "workflow_session",
  parent_plan_run_id: "parent",
  date_from: "from",
  date_to: "to",
};

let folders: TestFolders;
let store: RunStore;
let catalog: Catalog;

beforeAll(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
  const actor = { uid: "anna", role: "machinist", sid: "s1" };
  const signal = new AbortController().signal;
  await commitImport(
    { fs: nodeFs, store },
    { path: V2_STORE, actor, requestId: "req-1", signal, progress: () => undefined },
  );
  await store.settled();
  const workerUrl = new URL("../../src/main/catalog/catalog-worker.ts", import.meta.url);
  catalog = await openCatalog({ runsDir: folders.runsDir, access: "write", workerUrl });
});

afterAll(async () => {
  await catalog.close();
  await store.close();
  folders.remove();
});

function requestOf({ params }: OlderQuery, more: Partial<RunFilters> = {}): OperationRequest<"run.query"> {
  const filters: Record<string, unknown> = { ...more };
  for (const [name, value] of Object.entries(params)) {
    const filter = FILTER_NAMES[name];
    if (filter !== undefined) filters[filter] = filter === "from" || filter === "to" ? value : [value];
  }
  return { filters: runFiltersSchema.parse(filters), limit: 7, cursor: null, facets: false };
}

async function allIds(request: OperationRequest<"run.query">): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: RunPage = await catalog.query({ ...request, cursor });
    ids.push(...page.rows.map((row) => row.run_id));
    expect(page.total).toBeGreaterThanOrEqual(ids.length);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids;
}

describe("queries of the older system over its own store", () => {
  it.each(EXPECTED.queries)("$name gives the same runs in the same order, but for the deleted one", async (query) => {
    const ids = query.ids.filter((id) => id !== DELETED);
    expect(await allIds(requestOf(query))).toEqual(ids);
    expect((await catalog.query(requestOf(query))).total).toBe(ids.length);
  });

  it("list the deleted run in its place when hidden runs are wanted", async () => {
    const [everything] = EXPECTED.queries.filter((query) => query.name === "all_default");
    if (everything === undefined) throw new Error("The list of everything is missing");
    expect(everything.ids).toContain(DELETED);
    expect(await allIds(requestOf(everything, { hidden: "include" }))).toEqual(everything.ids);
  });

  it("find the deleted run among the hidden ones", async () => {
    const hidden = { name: "", params: {}, ids: [] };
    expect(await allIds(requestOf(hidden, { hidden: "only" }))).toEqual([DELETED]);
  });

  it("show what the older system recorded about a run", async () => {
    expect(await catalog.find(EXPECTED.labels.variants ?? "")).toMatchObject({ advisory_count: 4 });
    expect(await catalog.find(EXPECTED.labels.advisories ?? "")).toMatchObject({ advisory_count: 4 });
    expect(await catalog.find(EXPECTED.labels.explained ?? "")).toMatchObject({ explanation_status: "READY" });
    expect(await catalog.find(EXPECTED.labels.guard_blocked_both ?? "")).toMatchObject({ verdict: "incomplete" });
    expect(await catalog.find(EXPECTED.labels.unicode ?? "")).toMatchObject({
      note: "Werkstück №5 😀",
      block_reason: "Grenzwert überschritten — 危険 😱",
    });
  });

  it("count each file of a run once, and find the run by either name of a file that is kept under another", async () => {
    const entries = [...store.ledger.entries(0)].map(({ entry }) => entry);
    const kept = entries.filter(({ body, kind }) => kind === "attachment.added" && body.match === "canonical");
    expect(kept.length).toBeGreaterThan(0);
    for (const { body, sha256, subject } of kept) {
      expect(sha256).not.toBe(body.sha256);
      for (const name of [sha256 ?? "", String(body.sha256)]) {
        expect((await catalog.runsWithAttachment(name, 50)).filter((runId) => runId === subject)).toEqual([subject]);
      }
    }
    for (const subject of new Set(kept.map((entry) => entry.subject))) {
      const row = await catalog.find(subject);
      const own = entries.filter((entry) => entry.subject === subject);
      const record = JSON.parse(store.readFile(row?.path ?? "").toString()) as unknown;
      expect(row?.attachment_count).toBe(runFiles(store, record, own).length);
    }
  });

  it("are answered from rows that agree with the files", async () => {
    const watcher = { progress: () => undefined, signal: new AbortController().signal };
    expect(await catalog.verify(watcher)).toEqual({ agrees: true, rows: 28, differing: [] });
  });
});

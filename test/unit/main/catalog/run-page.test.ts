import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { RunFilters } from "../../../../src/shared/operations/run-operations.ts";
import { allIds, idsOf, madeCatalog, madeCheck, madeEvent, madeRun, pageRequest } from "./made-runs.ts";

function at(second: number): string {
  return `2026-11-20T10:00:${String(second).padStart(2, "0")}Z`;
}

describe("a page", () => {
  it("lists runs newest first, whatever order they were recorded in", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_b", { created_at_utc: at(2) }),
      madeRun(1, "run_c", { created_at_utc: at(3) }),
      madeRun(2, "run_a", { created_at_utc: at(1) }),
    ]);
    expect(idsOf(catalog.query(pageRequest()))).toEqual(["run_c", "run_b", "run_a"]);
  });

  it("breaks ties by run id, descending, across pages", () => {
    const ids = ["run_d", "run_a", "run_c", "run_e", "run_b"];
    const catalog = madeCatalog([
      ...ids.map((id, seq) => madeRun(seq, id, { created_at_utc: at(1) })),
      madeRun(5, "run_z", { created_at_utc: "2026-11-20T10:00:01.000002Z" }),
      madeRun(6, "run_0", { created_at_utc: at(0) }),
    ]);
    const expected = ["run_z", "run_e", "run_d", "run_c", "run_b", "run_a", "run_0"];
    for (const limit of [1, 2, 3, 5, 50]) expect(allIds(catalog, {}, limit)).toEqual(expected);
  });

  it("says when there is no further one", () => {
    const catalog = madeCatalog([madeRun(0, "run_1"), madeRun(1, "run_2")]);
    expect(catalog.query(pageRequest({}, { limit: 2 })).next_cursor).toBeNull();
    expect(catalog.query(pageRequest({}, { limit: 1 })).next_cursor).not.toBeNull();
    expect(madeCatalog().query(pageRequest())).toMatchObject({ rows: [], total: 0, next_cursor: null });
  });

  it("goes on where the one before ended while new runs arrive: none twice, none skipped", () => {
    const catalog = madeCatalog(
      Array.from({ length: 20 }, (_, seq) =>
        madeRun(seq, `run_${String(seq).padStart(2, "0")}`, { created_at_utc: at(seq) }),
      ),
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let seq = 20; ; seq += 2) {
      const page = catalog.query(pageRequest({}, { limit: 3, cursor }));
      seen.push(...idsOf(page));
      cursor = page.next_cursor;
      if (cursor === null) break;
      // One newer than everything, and one with the very time of the last row that was read.
      const last = page.rows.at(-1);
      catalog.apply([
        madeRun(seq, `run_new_${seq}`, { created_at_utc: at(59) }),
        madeRun(seq + 1, `run_zz_${seq}`, { created_at_utc: last?.created_at_utc ?? "" }),
      ]);
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `run_${String(19 - index).padStart(2, "0")}`));
  });

  it("refuses a cursor that is altered or made for another list", () => {
    const catalog = madeCatalog([madeRun(0, "run_1", { mode: "saw" }), madeRun(1, "run_2", { mode: "saw" })]);
    const cursor = catalog.query(pageRequest({}, { limit: 1 })).next_cursor ?? "";
    expect(() => catalog.query(pageRequest({}, { cursor: `${cursor}A` }))).toThrow(AppError);
    expect(() => catalog.query(pageRequest({ mode: ["saw"] }, { cursor }))).toThrow(/other filters/);
    expect(() => catalog.query(pageRequest({ mode: ["unknown"] }, { cursor }))).toThrow(/other filters/);
  });

  it("keeps unreadable runs in their place", () => {
    const catalog = madeCatalog([
      madeRun(0, "run_old", { created_at_utc: "2026-11-20T09:00:00Z" }),
      { ...madeRun(1, "run_broken"), record: () => ({ bytes: Buffer.alloc(2 * 1024 * 1024, 0xfe) }) },
      madeRun(2, "run_new", { created_at_utc: "2026-11-20T11:00:00Z" }),
    ]);
    const page = catalog.query(pageRequest());
    expect(idsOf(page)).toEqual(["run_new", "run_broken", "run_old"]);
    expect(page.rows[1]).toMatchObject({ verdict: "cannot-check", problem: expect.stringContaining("not readable") });
  });
});

describe("filters", () => {
  const catalog = madeCatalog([
    madeRun(0, "run_1", {
      created_at_utc: "2026-11-19T23:59:59.999999Z",
      status: "OK",
      decision: { risk_level: "GREEN", warnings: ["near limit"] },
      mode: "saw",
      tool_id: "T1",
      material_id: "ebony",
      machine_id: "M1",
      event_type: "approval",
      meta: { batch_label: "Los-Ä", session_id: "sess_1" },
      parent_run_id: "run_0",
    }),
    madeRun(1, "run_2", {
      created_at_utc: "2026-11-20T00:00:00Z",
      status: "BLOCKED",
      decision: { risk_level: "RED", block_reason: "Rim speed" },
      mode: "router",
      tool_id: "T2",
      material_id: "maple",
      machine_id: "M2",
      event_type: "toolpaths",
      workflow_session_id: "sess_2",
      lineage: { parent_plan_run_id: "run_0" },
    }),
    madeRun(2, "run_3", {
      created_at_utc: "2026-11-21T00:00:00+00:30",
      status: "ERROR",
      mode: "saw",
      meta: { workflow_session_id: "sess_1", completeness_guard: true },
      notes: "Späne",
    }),
    madeRun(3, "run_4", { created_at_utc: "2026-11-22", mode: "saw" }),
    madeEvent(4, "run.tagged", "run_2", { tag: "urgent" }),
    madeEvent(5, "run.tagged", "run_3", { tag: "later" }),
    madeEvent(6, "run.hidden", "run_4", { reason: "deleted in the older system" }),
    madeEvent(7, "review.requested", "run_2", {}),
    madeCheck(8, { what: "run", subject: "run_1", verdict: "intact" }),
    madeEvent(9, "run.annotated", "run_2", { kind: "note", text: "Klinge gewechselt" }),
    madeEvent(10, "attachment.added", "run_1", { sha256: "ab".repeat(32), filename: "op20.nc" }),
  ]);

  it.each<[Partial<RunFilters>, readonly string[]]>([
    [{}, ["run_3", "run_2", "run_1"]],
    [{ status: ["BLOCKED"] }, ["run_2"]],
    [{ status: ["BLOCKED", "OK"] }, ["run_2", "run_1"]],
    [{ risk: ["GREEN"] }, ["run_1"]],
    [{ mode: ["saw"] }, ["run_3", "run_1"]],
    [{ tool: ["T2", "T1"] }, ["run_2", "run_1"]],
    [{ material: ["ebony"] }, ["run_1"]],
    [{ machine: ["M2"] }, ["run_2"]],
    [{ event_type: ["approval"] }, ["run_1"]],
    [{ batch_label: ["Los-Ä"] }, ["run_1"]],
    [{ workflow_session: ["sess_1"] }, ["run_3", "run_1"]],
    [{ workflow_session: ["sess_2", "sess_1"] }, ["run_3", "run_2", "run_1"]],
    [{ parent: ["run_0"] }, ["run_2", "run_1"]],
    [{ review: ["waiting"] }, ["run_2"]],
    [{ review: ["none"] }, ["run_3", "run_1"]],
    [{ check: ["intact"] }, ["run_1"]],
    [{ check: ["incomplete"] }, ["run_3"]],
    [{ exported: false }, ["run_3", "run_2", "run_1"]],
    [{ exported: true }, []],
    [{ tag: ["urgent"] }, ["run_2"]],
    [{ tag: ["urgent", "later"] }, ["run_3", "run_2"]],
    [{ hidden: "only" }, ["run_4"]],
    [{ hidden: "include" }, ["run_4", "run_3", "run_2", "run_1"]],
    [{ hidden: "include", mode: ["saw"] }, ["run_4", "run_3", "run_1"]],
    [{ hidden: "only", mode: ["saw"] }, ["run_4"]],
    [{ hidden: "only", mode: ["router"] }, []],
    [{ text: "spane" }, ["run_3"]],
    [{ text: "rim klinge" }, ["run_2"]],
    [{ text: "op20" }, ["run_1"]],
    [{ text: "limit", tool: ["T1"] }, ["run_1"]],
    [{ text: "limit", tool: ["T2"] }, []],
    [{ text: "saw", hidden: "only" }, ["run_4"]],
    [{ text: '") OR (' }, []],
    [{ from: "2026-11-20" }, ["run_3", "run_2"]],
    [{ to: "2026-11-19" }, ["run_1"]],
    [{ from: "2026-11-20", to: "2026-11-20" }, ["run_3", "run_2"]],
    [{ from: "2026-11-20T00:00:00.000001Z" }, ["run_3"]],
    [{ to: "2026-11-20T00:00:00Z" }, ["run_2", "run_1"]],
    [{ from: "2026-11-20T01:00:00+01:00", to: "2026-11-20T00:00:00Z" }, ["run_2"]],
    [{ from: "2026-11-21", to: "2026-11-20" }, []],
    [{ mode: ["saw"], risk: ["GREEN"], status: ["OK"], machine: ["M1", "M9"] }, ["run_1"]],
    [{ mode: ["saw"], workflow_session: ["sess_1"], check: ["incomplete"], text: "späne" }, ["run_3"]],
  ])("%j leave %j", (filters, ids) => {
    expect(allIds(catalog, filters, 1)).toEqual(ids);
    const page = catalog.query(pageRequest(filters));
    expect(idsOf(page)).toEqual(ids);
    expect(page.total).toBe(ids.length);
  });
});

interface Made {
  readonly second: number;
  readonly mode: string;
  readonly tool: string;
  readonly session: string;
  readonly hidden: boolean;
}

const madeArbitrary = fc.record<Made>({
  second: fc.nat(4),
  mode: fc.constantFrom("saw", "router"),
  tool: fc.constantFrom("T1", "T2", "T3"),
  session: fc.constantFrom("s1", "s2", "s3"),
  hidden: fc.boolean(),
});

const filtersArbitrary = fc.record({
  mode: fc.subarray(["saw", "router", "laser"]),
  tool: fc.subarray(["T1", "T2", "T3"]),
  workflow_session: fc.subarray(["s1", "s2", "s3"]),
  hidden: fc.constantFrom<RunFilters["hidden"]>("exclude", "include", "only"),
  from: fc.option(fc.nat(4).map(at)),
  to: fc.option(fc.nat(4).map(at)),
  text: fc.constantFrom("", "T1", "saw"),
});

/** What the filters mean, said once more in the plainest way. */
function naive(runs: readonly (Made & { readonly id: string })[], filters: Partial<RunFilters>): readonly string[] {
  const anyOf = (values: readonly string[] | undefined, value: string) => !values?.length || values.includes(value);
  const wanted = runs.filter(
    (run) =>
      anyOf(filters.mode, run.mode) &&
      anyOf(filters.tool, run.tool) &&
      anyOf(filters.workflow_session, run.session) &&
      (filters.hidden === "include" || run.hidden === (filters.hidden === "only")) &&
      (!filters.from || at(run.second) >= filters.from) &&
      (!filters.to || at(run.second) <= filters.to) &&
      (!filters.text || run.mode === filters.text || run.tool === filters.text),
  );
  return wanted.toSorted((a, b) => b.second - a.second || (a.id < b.id ? 1 : -1)).map((run) => run.id);
}

function naiveFacet(
  runs: readonly (Made & { readonly id: string })[],
  filters: Partial<RunFilters>,
  name: "mode" | "tool",
): readonly { readonly value: string; readonly count: number }[] {
  const ids = new Set(naive(runs, { ...filters, [name]: [] }));
  const values = runs.filter((run) => ids.has(run.id)).map((run) => run[name]);
  return [...new Set(values)]
    .map((value) => ({ value, count: values.filter((other) => other === value).length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

describe("any filters over any runs", () => {
  it("give what they mean, in pages of any size, counted right", () => {
    fc.assert(
      fc.property(
        fc.array(madeArbitrary, { maxLength: 30 }),
        fc.array(filtersArbitrary, { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (made, filterSets, limit) => {
          // Ids that do not come in the order of recording, so that ties matter.
          const runs = made.map((run, index) => ({ ...run, id: `run_${(index * 37) % 101}` }));
          const hides = runs.filter((run) => run.hidden);
          const catalog = madeCatalog([
            ...runs.map((run, seq) =>
              madeRun(seq, run.id, {
                created_at_utc: at(run.second),
                mode: run.mode,
                tool_id: run.tool,
                workflow_session_id: run.session,
              }),
            ),
            ...hides.map((run, index) => madeEvent(runs.length + index, "run.hidden", run.id)),
          ]);
          for (const filters of filterSets) {
            const expected = naive(runs, filters);
            expect(allIds(catalog, filters, limit)).toEqual(expected);
            const { facets, total } = catalog.query(pageRequest(filters, { facets: true }));
            expect(total).toBe(expected.length);
            expect(facets?.mode).toEqual(naiveFacet(runs, filters, "mode"));
            expect(facets?.tool).toEqual(naiveFacet(runs, filters, "tool"));
          }
          catalog.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});

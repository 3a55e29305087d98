import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { type Coverage, covers, dayOf } from "../../../../src/main/catalog/check-coverage.ts";
import { CheckWriter } from "../../../../src/main/catalog/check-writer.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import type { ReadCheck } from "../../../../src/main/catalog/read-check.ts";
import { RUN_ROW_COLUMNS, runRowOf } from "../../../../src/main/catalog/run-row-columns.ts";
import { summarizeRun, unreadableRun } from "../../../../src/main/catalog/run-summary.ts";
import { RunWriter } from "../../../../src/main/catalog/run-writer.ts";
import type { RunRow } from "../../../../src/shared/operations/run-operations.ts";
import type { Verdict } from "../../../../src/shared/verdicts.ts";
import { allIds, idsOf, madeCatalog, madeCheck, madeEvent, madeRecord, madeRun, pageRequest } from "./made-runs.ts";

type Own = "cannot-check" | "incomplete" | "not-checked";

/** Rows under a writer of checks that may move this many of them at once. */
function rows(maxMovedRows?: number) {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  const names = new NameTable(db);
  const state = new CatalogState(db);
  const runs = new RunWriter(db, names, state);
  const checks = new CheckWriter(db, { names, state, ...(maxMovedRows === undefined ? {} : { maxMovedRows }) });
  return {
    names,
    checks,
    record(seq: number, runId: string, more: { readonly own?: Own; readonly date?: string } = {}): void {
      const { date = "2026-11-20", own = "not-checked" } = more;
      const place = { path: `${date}/${runId}.json`, runNumber: null };
      const bytes = madeRecord(own === "incomplete" ? { completeness: [{ field: "mode", reason: "missing" }] } : {});
      const summary = own === "cannot-check" ? unreadableRun(place, "It is gone.") : summarizeRun(bytes, place);
      runs.add(summary, { sortUs: seq, recordedSeq: seq });
    },
    hide: (runId: string, hidden: boolean) => runs.apply(runId, { what: "columns", columns: { hidden } }),
    all(): ReadonlyMap<string, RunRow> {
      const found = db.prepare(`SELECT ${RUN_ROW_COLUMNS} FROM run`).all();
      return new Map(
        found.map((row) => runRowOf(row, names, state.coverage)).map((row): [string, RunRow] => [row.run_id, row]),
      );
    },
    codes: () => db.prepare("SELECT run_id, verdict FROM run ORDER BY run_id").all(),
  };
}

function check(seq: number, more: Partial<ReadCheck> = {}): ReadCheck {
  return { seq, at: atOf(seq), verdicts: new Map(), isPartial: false, intact: null, ...more };
}

function atOf(seq: number): string {
  return `2026-11-21T10:00:${String(seq).padStart(2, "0")}.000000Z`;
}

function everything(seq: number, throughSeq = seq): Coverage {
  return { seq, at: atOf(seq), from: null, to: null, throughSeq };
}

function shown(made: ReturnType<typeof rows>): Readonly<Record<string, readonly (string | null)[]>> {
  return Object.fromEntries([...made.all()].map(([runId, row]) => [runId, [row.verdict, row.checked_at]]));
}

describe("a check of everything", () => {
  it("makes all runs intact that it does not name, and says when", () => {
    const made = rows();
    for (const seq of [1, 2, 3]) made.record(seq, `run_${seq}`);
    made.checks.apply(check(9, { verdicts: new Map([["run_2", "changed"]]), intact: everything(9) }));
    expect(shown(made)).toEqual({
      run_1: ["intact", atOf(9)],
      run_2: ["changed", atOf(9)],
      run_3: ["intact", atOf(9)],
    });
  });

  it("says nothing of runs recorded after it began", () => {
    const made = rows();
    made.record(1, "run_1");
    made.record(5, "run_5");
    made.checks.apply(check(9, { intact: everything(9, 5) }));
    made.record(10, "run_10");
    expect(shown(made)).toEqual({
      run_1: ["intact", atOf(9)],
      run_5: ["not-checked", null],
      run_10: ["not-checked", null],
    });
  });

  it("leaves runs that call themselves incomplete or cannot be read what they are, unless it found worse", () => {
    const made = rows();
    made.record(1, "run_1", { own: "incomplete" });
    made.record(2, "run_2", { own: "cannot-check" });
    made.record(3, "run_3", { own: "incomplete" });
    made.checks.apply(check(9, { verdicts: new Map([["run_3", "changed"]]), intact: everything(9) }));
    expect(shown(made)).toEqual({
      run_1: ["incomplete", atOf(9)],
      run_2: ["cannot-check", atOf(9)],
      run_3: ["changed", atOf(9)],
    });
    made.checks.apply(check(12, { intact: everything(12) }));
    expect(shown(made)).toMatchObject({ run_3: ["incomplete", atOf(12)] });
  });

  it("takes the place of what was found before it", () => {
    const made = rows();
    for (const seq of [1, 2]) made.record(seq, `run_${seq}`);
    made.checks.apply(check(7, { verdicts: new Map([["run_1", "changed"]]) }));
    made.checks.apply(check(8, { verdicts: new Map([["run_2", "intact"]]) }));
    made.checks.apply(check(9, { verdicts: new Map([["run_2", "cannot-check"]]), intact: everything(9) }));
    expect(shown(made)).toEqual({ run_1: ["intact", atOf(9)], run_2: ["cannot-check", atOf(9)] });
  });

  it("touches no row when all of them become intact, and few when nearly all do", () => {
    const made = rows(2);
    for (let seq = 1; seq <= 20; seq++) made.record(seq, `run_${String(seq).padStart(2, "0")}`);
    const before = made.codes();
    made.checks.apply(check(21, { intact: everything(21, 19) }));
    const moved = made.codes().filter(({ run_id, verdict }, at) => verdict !== before[at]?.verdict && run_id !== null);
    expect(moved.map((row) => row.run_id)).toEqual(["run_19", "run_20"]);
    expect(made.names.counts("verdict")).toEqual(
      expect.arrayContaining([
        { value: "intact", count: 18 },
        { value: "not-checked", count: 2 },
      ]),
    );
  });

  it("gives the few runs that were intact before the number of the many, and theirs to those it did not see", () => {
    const made = rows(2);
    for (let seq = 1; seq <= 12; seq++) made.record(seq, `run_${seq}`);
    made.checks.apply(check(13, { verdicts: new Map([["run_1", "intact"]]) }));
    made.checks.apply(check(14, { intact: everything(14, 12) }));
    const verdicts = Object.entries(shown(made)).map(([runId, [verdict]]) => [runId, verdict]);
    const expected = Array.from({ length: 11 }, (_, at) => [`run_${at + 1}`, "intact"]);
    expect(Object.fromEntries(verdicts)).toEqual({ ...Object.fromEntries(expected), run_12: "not-checked" });
    expect(made.names.codesOf("verdict", "intact")).toHaveLength(1);
    made.record(15, "run_15");
    expect(shown(made)).toMatchObject({ run_15: ["not-checked", null] });
    expect(made.names.counts("verdict")).toEqual(
      expect.arrayContaining([
        { value: "intact", count: 11 },
        { value: "not-checked", count: 2 },
      ]),
    );
  });

  it("moves any number of rows", () => {
    const made = rows(0);
    for (let seq = 1; seq <= 5_002; seq++) made.record(seq, `run_${seq}`, { date: "2026-11-20" });
    for (let seq = 5_003; seq <= 10_010; seq++) made.record(seq, `run_${seq}`, { date: "2026-11-21" });
    const day = dayOf("2026-11-20");
    made.checks.apply(check(20_000, { intact: { ...everything(20_000), from: day, to: day } }));
    expect(made.names.counts("verdict")).toEqual([
      { value: "not-checked", count: 5_008 },
      { value: "intact", count: 5_002 },
    ]);
  });

  it("keeps one number for a value where that is cheap", () => {
    const made = rows(3);
    let seq = 0;
    for (let night = 0; night < 12; night++) {
      for (let run = 0; run < (night === 0 ? 30 : 3); run++) made.record(++seq, `run_${seq}`);
      seq += 1;
      made.checks.apply(check(seq, { intact: everything(seq) }));
    }
    expect(made.names.codesOf("verdict", "intact")).toHaveLength(1);
    expect(made.names.codesOf("verdict", "not-checked").length).toBeLessThanOrEqual(1);
  });
});

describe("a check of a run", () => {
  it("gives it its verdict until a newer check says otherwise", () => {
    const made = rows();
    made.record(1, "run_1");
    made.record(2, "run_2");
    made.checks.apply(check(5, { intact: everything(5) }));
    made.checks.apply(check(6, { verdicts: new Map([["run_1", "changed"]]) }));
    expect(shown(made)).toEqual({ run_1: ["changed", atOf(6)], run_2: ["intact", atOf(5)] });
    made.checks.apply(check(7, { verdicts: new Map([["run_1", "intact"]]) }));
    expect(shown(made)).toMatchObject({ run_1: ["intact", atOf(7)] });
  });

  it("that nobody knows is passed over", () => {
    const made = rows();
    made.record(1, "run_1");
    made.checks.apply(check(5, { verdicts: new Map([["run_\u0000?", "changed"]]), intact: everything(5) }));
    expect(shown(made)).toEqual({ run_1: ["intact", atOf(5)] });
  });
});

describe("a check of files alone", () => {
  it("makes worse and never better", () => {
    const made = rows();
    for (const seq of [1, 2, 3]) made.record(seq, `run_${seq}`);
    made.checks.apply(check(5, { verdicts: new Map([["run_1", "changed"]]) }));
    const found = new Map<string, Verdict>([
      ["run_1", "cannot-check"],
      ["run_2", "changed"],
    ]);
    made.checks.apply(check(6, { isPartial: true, verdicts: found }));
    expect(shown(made)).toEqual({
      run_1: ["changed", atOf(5)],
      run_2: ["changed", atOf(6)],
      run_3: ["not-checked", null],
    });
  });
});

describe("a check of picked runs", () => {
  it("is about those", () => {
    const made = rows();
    for (const seq of [1, 2, 6]) made.record(seq, `run_${seq}`);
    const runIds = ["run_1", "run_1", "run_6", "nobody"];
    made.checks.apply(check(9, { intact: { runIds, throughSeq: 5 } }));
    expect(shown(made)).toEqual({
      run_1: ["intact", atOf(9)],
      run_2: ["not-checked", null],
      run_6: ["not-checked", null],
    });
  });
});

type Step =
  | { readonly what: "record"; readonly own: Own; readonly date: string }
  | { readonly what: "hide"; readonly run: number; readonly hidden: boolean }
  | {
      readonly what: "check";
      readonly isPartial: boolean;
      readonly odd: readonly (readonly [run: number, verdict: Verdict])[];
      readonly span: "many" | "none" | "picked";
      readonly from: string | null;
      readonly to: string | null;
      readonly back: number;
    };

const date = fc.constantFrom("2026-11-19", "2026-11-20", "2026-11-21");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("record" as const),
      own: fc.constantFrom<Own>("not-checked", "not-checked", "incomplete", "cannot-check"),
      date,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("hide" as const), run: fc.nat(20), hidden: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant("check" as const),
      isPartial: fc.boolean(),
      odd: fc.array(
        fc.tuple(fc.nat(20), fc.constantFrom<Verdict>("changed", "cannot-check", "incomplete", "not-checked")),
        { maxLength: 3 },
      ),
      span: fc.constantFrom("many" as const, "many" as const, "picked" as const, "none" as const),
      from: fc.option(date, { freq: 3 }),
      to: fc.option(date, { freq: 3 }),
      back: fc.nat(3),
    }),
  },
);

const RISING = ["intact", "not-checked", "incomplete", "cannot-check", "changed"];

/** What a run looks like, said in the plainest way: every check is asked, one after the other. */
class Model {
  readonly runs = new Map<string, { own: Own; seq: number; day: number; verdict: Verdict; at: string | null }>();

  apply({ at, intact, isPartial, seq, verdicts }: ReadCheck): void {
    for (const [runId, run] of this.runs) {
      const named = verdicts.get(runId);
      const isSeen =
        intact !== null && ("seq" in intact ? covers(intact, { recordedSeq: run.seq, day: run.day }) : false);
      const isPicked =
        intact !== null && "runIds" in intact && intact.runIds.includes(runId) && run.seq < intact.throughSeq;
      const said = named !== undefined && run.seq < seq ? named : isSeen || isPicked ? "intact" : null;
      if (said === null) continue;
      const isWorse = (one: string, other: string) => RISING.indexOf(one) > RISING.indexOf(other);
      if (isPartial && named !== undefined && !isWorse(said, run.verdict)) continue;
      if (isPartial && named !== undefined) run.verdict = said;
      else run.verdict = run.own === "not-checked" || isWorse(said, run.own) ? said : run.own;
      run.at = at;
    }
  }

  shown(): Readonly<Record<string, readonly (string | null)[]>> {
    const rows = [...this.runs].map(([runId, { at, verdict }]): [string, readonly (string | null)[]] => [
      runId,
      [verdict, verdict === "not-checked" ? null : at],
    ]);
    return Object.fromEntries(rows);
  }
}

function readStep(step: Extract<Step, { readonly what: "check" }>, seq: number): ReadCheck {
  const throughSeq = Math.max(0, seq - step.back);
  const runIds = step.odd.map(([run]) => `run_${run + 1}`);
  const [from, to] = [step.from, step.to].map((text) => (text === null ? null : dayOf(text)));
  const many = { ...everything(seq, throughSeq), from: from ?? null, to: to ?? null };
  return check(seq, {
    isPartial: step.isPartial && step.span === "none",
    verdicts: new Map(step.odd.map(([run, verdict]) => [`run_${run}`, verdict])),
    intact: step.span === "many" ? many : step.span === "picked" ? { runIds, throughSeq } : null,
  });
}

describe("any sequence of recordings and checks", () => {
  it("gives each run what the last check that looked at it said, counted right, whatever is moved", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(0, 1, 3, 100), (steps, maxMovedRows) => {
        const made = rows(maxMovedRows);
        const model = new Model();
        const hidden = new Set<string>();
        let number = 0;
        for (const [seq, one] of steps.entries()) {
          if (one.what === "record") {
            const runId = `run_${number++}`;
            made.record(seq, runId, one);
            model.runs.set(runId, { own: one.own, seq, day: dayOf(one.date), verdict: one.own, at: null });
          } else if (one.what === "hide") {
            const runId = `run_${one.run}`;
            made.hide(runId, one.hidden);
            if (one.hidden && model.runs.has(runId)) hidden.add(runId);
            else hidden.delete(runId);
          } else {
            const read = readStep(one, seq);
            made.checks.apply(read);
            model.apply(read);
          }
        }
        expect(shown(made)).toEqual(model.shown());
        const visible = Object.entries(model.shown()).filter(([runId]) => !hidden.has(runId));
        const counts = Object.fromEntries(made.names.counts("verdict").map(({ value, count }) => [value, count]));
        const expected: Record<string, number> = {};
        for (const [, [verdict]] of visible) expected[verdict ?? ""] = (expected[verdict ?? ""] ?? 0) + 1;
        expect(counts).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});

describe("a list", () => {
  const catalog = madeCatalog([
    ...Array.from({ length: 8 }, (_, seq) => madeRun(seq, `run_${seq}`, { mode: seq < 4 ? "saw" : "router" })),
    madeEvent(8, "run.hidden", "run_0"),
    madeCheck(9, { odd: [{ run_id: "run_2", verdict: "changed" }], through_seq: 7 }),
    madeRun(10, "run_8", { mode: "saw", completeness: [{ field: "tool_id", reason: "missing" }] }),
    madeCheck(11, { what: "run", subject: "run_7", verdict: "intact" }),
  ]);

  it("is filtered and counted by verdict", () => {
    expect(idsOf(catalog.query(pageRequest({ check: ["changed"] })))).toEqual(["run_2"]);
    expect(allIds(catalog, { check: ["intact"] }, 2).toSorted()).toEqual([
      "run_1",
      "run_3",
      "run_4",
      "run_5",
      "run_6",
      "run_7",
    ]);
    expect(allIds(catalog, { check: ["intact"], hidden: "include" }, 2)).toContain("run_0");
    expect(allIds(catalog, { check: ["incomplete", "changed"], mode: ["saw"] }).toSorted()).toEqual(["run_2", "run_8"]);
    expect(idsOf(catalog.query(pageRequest({ check: ["not-checked"] })))).toEqual([]);
    const { facets, total } = catalog.query(pageRequest({ check: ["intact"] }, { facets: true }));
    expect(total).toBe(6);
    expect(facets?.check).toEqual([
      { value: "intact", count: 6 },
      { value: "changed", count: 1 },
      { value: "incomplete", count: 1 },
    ]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchStep, stepRank } from "../../../../src/main/catalog/batch-step.ts";
import { type BatchMember, batchBranches } from "../../../../src/main/catalog/batch-tree.ts";
import { worstState } from "../../../../src/main/catalog/worst-state.ts";
import { RISK_LEVELS, RUN_STATUSES } from "../../../../src/shared/verdicts.ts";
import { madeRow } from "./made-rows.ts";

const EVENTS = ["saw_batch_spec", "saw_batch_plan", "saw_batch_decision", "saw_batch_op_toolpaths", "approval"];

function member(runId: string, basedOn: readonly string[] = [], row: Parameters<typeof madeRow>[1] = {}): BatchMember {
  return { row: madeRow(runId, row), basedOn };
}

/** The tree as one line a node: depth as dots, then the id. */
function drawn(members: readonly BatchMember[]): readonly string[] {
  return batchBranches(members).nodes.map((node) => `${".".repeat(node.depth)}${node.row.run_id}`);
}

const BATCH = [
  member("spec", [], { event_type: "saw_batch_spec" }),
  member("plan", ["spec"], { event_type: "saw_batch_plan" }),
  member("decision", ["plan", "spec"], { event_type: "saw_batch_decision" }),
  member("op", ["decision", "plan"], { event_type: "saw_batch_op_toolpaths" }),
];

describe("batchBranches", () => {
  it("hangs each run from the nearest one it was made from", () => {
    expect(drawn(BATCH)).toEqual(["spec", ".plan", "..decision", "...op"]);
    expect(batchBranches(BATCH).nodes.map(({ also_based_on: also }) => also)).toEqual([[], [], [], []]);
  });

  it("orders by step, then by time", () => {
    const loose = [
      ...["approval", "saw_batch_execution", "saw_batch_plan", "saw_batch_spec", "saw_batch_plan"].map((event, at) =>
        member(`${at}`, [], { event_type: event }),
      ),
    ];
    expect(drawn(loose)).toEqual(["3", "2", "4", "1", "0"]);
  });

  it("puts a run at the top whose origin is no member", () => {
    expect(drawn([member("a", ["elsewhere"]), member("b", ["elsewhere", "a"])])).toEqual(["a", ".b"]);
  });

  it("tells what else a run was made from, where it does not hang below that", () => {
    const nodes = batchBranches([member("a"), member("b"), member("c", ["b", "a"]), member("d", ["c", "b"])]).nodes;
    expect(nodes.map(({ row, also_based_on: also }) => [row.run_id, also])).toEqual([
      ["a", []],
      ["b", []],
      ["c", ["a"]],
      ["d", []],
    ]);
  });

  it("cuts a circle before its first run and says so", () => {
    const circle = [member("a", ["c"]), member("b", ["a"]), member("c", ["b"]), member("d", ["c"])];
    expect(drawn(circle)).toEqual(["a", ".b", "..c", "...d"]);
    expect(batchBranches(circle)).toMatchObject({ hasCircle: true, nodes: [{ also_based_on: ["c"] }, {}, {}, {}] });
    expect(batchBranches(BATCH).hasCircle).toBe(false);
  });

  it("takes a run that names itself for a circle", () => {
    expect(batchBranches([member("a", ["a"])])).toMatchObject({ hasCircle: true, nodes: [{ depth: 0, below: 0 }] });
  });

  it("rolls the worst up, and nothing known says nothing", () => {
    const { nodes } = batchBranches([
      member("a", [], { status: null, risk_level: null }),
      member("b", ["a"], { status: "OK", risk_level: "YELLOW" }),
      member("c", ["b"], { status: "BLOCKED", risk_level: null }),
      member("d", ["b"], { status: "ERROR", risk_level: "RED" }),
      member("e", [], { status: null, risk_level: null }),
    ]);
    expect(nodes.map(({ status, risk_level: risk, below }) => [status, risk, below])).toEqual([
      ["ERROR", "RED", 3],
      ["ERROR", "RED", 2],
      ["BLOCKED", null, 0],
      ["ERROR", "RED", 0],
      [null, null, 0],
    ]);
  });

  it("takes a chain as long as any batch", () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => member(`${at}`, at === 0 ? [] : [`${at - 1}`]));
    const { nodes } = batchBranches(chain);
    expect([nodes.length, nodes.at(-1)?.depth, nodes[0]?.below]).toEqual([20_000, 19_999, 19_999]);
  });
});

const ids = fc.integer({ min: 0, max: 30 }).map(String);
const someMembers = fc.uniqueArray(
  fc.record({
    id: ids,
    basedOn: fc.array(fc.oneof(ids, fc.constant("elsewhere")), { maxLength: 4 }),
    event: fc.constantFrom(...EVENTS),
    status: fc.constantFrom(...RUN_STATUSES, null),
    risk: fc.constantFrom(...RISK_LEVELS, null),
  }),
  { selector: ({ id }) => id, maxLength: 25 },
);

describe("batchBranches over any links", () => {
  const members = someMembers.map((all) =>
    all.map(({ id, basedOn, event, status, risk }) =>
      member(id, basedOn, { event_type: event, status, risk_level: risk }),
    ),
  );

  it("has every member once, each below what it hangs from", () => {
    fc.assert(
      fc.property(members, (all) => {
        const { nodes } = batchBranches(all);
        expect(nodes.map(({ row }) => row.run_id).sort()).toEqual(all.map(({ row }) => row.run_id).sort());
        const way: string[] = [];
        for (const { row, depth, parent } of nodes) {
          way.length = depth;
          expect(parent).toBe(depth === 0 ? null : way[depth - 1]);
          way.push(row.run_id);
        }
      }),
    );
  });

  it("hangs runs only from those they were made from, and at the top only where none is left", () => {
    fc.assert(
      fc.property(members, (all) => {
        const { nodes, hasCircle } = batchBranches(all);
        const here = new Set(nodes.map(({ row }) => row.run_id));
        const basedOn = new Map(all.map((one) => [one.row.run_id, one.basedOn]));
        for (const { row, parent } of nodes) {
          const origins = (basedOn.get(row.run_id) ?? []).filter((id) => here.has(id) && id !== row.run_id);
          if (parent !== null) expect(origins[0]).toBe(parent);
          if (parent === null && origins.length > 0) expect(hasCircle).toBe(true);
        }
        expect(hasCircle).toBe(goesRound(all));
      }),
    );
  });

  it("rolls up what looking through everything below gives", () => {
    fc.assert(
      fc.property(members, (all) => {
        const { nodes } = batchBranches(all);
        for (const node of nodes) {
          const below = nodes.filter((other) => hangsBelow(nodes, other.row.run_id, node.row.run_id));
          const states = [node, ...below].map(({ row }) => ({ status: row.status, risk: row.risk_level }));
          const worst = states.reduce(worstState);
          expect([node.status, node.risk_level, node.below]).toEqual([worst.status, worst.risk, below.length]);
        }
      }),
    );
  });

  it("keeps the order of steps among runs of one parent", () => {
    fc.assert(
      fc.property(members, (all) => {
        const ranks = new Map<string | null, number>();
        for (const { row, parent } of batchBranches(all).nodes) {
          const rank = stepRank(batchStep(row.event_type));
          expect(rank).toBeGreaterThanOrEqual(ranks.get(parent) ?? 0);
          ranks.set(parent, rank);
        }
      }),
    );
  });
});

type Nodes = ReturnType<typeof batchBranches>["nodes"];

function hangsBelow(nodes: Nodes, runId: string, top: string): boolean {
  const parent = nodes.find(({ row }) => row.run_id === runId)?.parent ?? null;
  return parent !== null && (parent === top || hangsBelow(nodes, parent, top));
}

/** Whether following nearest origins from somewhere leads back there. */
function goesRound(all: readonly BatchMember[]): boolean {
  const here = new Set(all.map(({ row }) => row.run_id));
  const next = new Map(
    all.map(({ row, basedOn }) => [row.run_id, basedOn.find((id) => here.has(id) && id !== row.run_id)]),
  );
  const comesBack = (start: string): boolean => {
    let at = next.get(start);
    for (let steps = 0; steps < all.length && at !== undefined && at !== start; steps++) at = next.get(at);
    return at === start;
  };
  return all.some(({ row, basedOn }) => basedOn.includes(row.run_id) || comesBack(row.run_id));
}

import type { BatchNode } from "../../shared/operations/relation-operations.ts";
import type { RunRow } from "../../shared/operations/run-operations.ts";
import { batchStep, stepRank } from "./batch-step.ts";
import { worstState } from "./worst-state.ts";

/** A run of a batch, and the runs it says it was made from, the nearest first. */
export interface BatchMember {
  readonly row: RunRow;
  readonly basedOn: readonly string[];
}

/** The tree of a batch, in the order in which it is read. */
export interface BatchBranches {
  readonly nodes: BatchNode[];
  /** True when links went round in a circle and one of each round was cut. */
  readonly hasCircle: boolean;
}

/** A run on its way into the tree. */
interface Twig {
  readonly member: BatchMember;
  readonly step: BatchNode["step"];
  /** Those of its runs that are members, the nearest first. */
  candidates: readonly Twig[];
  parent: Twig | null;
  readonly children: Twig[];
}

/**
 * Hangs every member, each once, from the nearest run it was made from that is a member too, and rolls states up. `members` come oldest
 * first. Steps come in their order, runs of one step in that of time. Works without recursion: a chain may be as long as the batch.
 */
export function batchBranches(members: readonly BatchMember[]): BatchBranches {
  const twigs = twigsOf(members);
  const hasCircle = cutCircles(twigs);
  for (const twig of twigs) twig.parent?.children.push(twig);
  const order = readingOrder(twigs.filter((twig) => twig.parent === null));
  return { nodes: rolledUp(order), hasCircle: hasCircle || members.some(namesItself) };
}

/** In the order of steps and time; each hangs from its nearest candidate, whatever circles that makes. */
function twigsOf(members: readonly BatchMember[]): readonly Twig[] {
  const byId = new Map<string, Twig>();
  for (const member of members) {
    const step = batchStep(member.row.event_type);
    byId.set(member.row.run_id, { member, step, candidates: [], parent: null, children: [] });
  }
  for (const twig of byId.values()) {
    const { basedOn } = twig.member;
    const others = [...new Set(basedOn)].map((id) => byId.get(id)).filter((other) => other !== undefined);
    twig.candidates = others.filter((other) => other !== twig);
    twig.parent = twig.candidates[0] ?? null;
  }
  return [...byId.values()].sort((one, other) => stepRank(one.step) - stepRank(other.step));
}

function namesItself({ row, basedOn }: BatchMember): boolean {
  return basedOn.includes(row.run_id);
}

/** Makes the first member of each circle a top of the tree. True when there was one. */
function cutCircles(twigs: readonly Twig[]): boolean {
  const order = new Map(twigs.map((twig, place) => [twig, place]));
  const settled = new Set<Twig>();
  let found = false;
  for (const start of twigs) {
    const way = new Set<Twig>();
    let at: Twig | null = start;
    for (; at !== null && !settled.has(at) && !way.has(at); at = at.parent) way.add(at);
    for (const twig of way) settled.add(twig);
    if (at === null || !way.has(at)) continue;
    const circle = circleFrom(at);
    const first = circle.reduce((one, other) => ((order.get(other) ?? 0) < (order.get(one) ?? 0) ? other : one));
    first.parent = null;
    found = true;
  }
  return found;
}

function circleFrom(start: Twig): readonly Twig[] {
  const circle = [start];
  for (let at = start.parent; at !== null && at !== start; at = at.parent) circle.push(at);
  return circle;
}

/** A twig with its depth, in the order in which a tree is read: each before its children. */
interface Placed {
  readonly twig: Twig;
  readonly depth: number;
}

function readingOrder(tops: readonly Twig[]): readonly Placed[] {
  const order: Placed[] = [];
  const waiting: Placed[] = tops.map((twig) => ({ twig, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    order.push(next);
    for (const child of next.twig.children.toReversed()) waiting.push({ twig: child, depth: next.depth + 1 });
  }
  return order;
}

/** From the end: all below a node come behind it, so each is complete when it is added to what it hangs from. */
function rolledUp(order: readonly Placed[]): BatchNode[] {
  const sums = new Map(order.map(({ twig }) => [twig, { state: ownState(twig), below: 0 }]));
  for (const { twig } of order.toReversed()) {
    const sum = sums.get(twig);
    const above = twig.parent === null ? undefined : sums.get(twig.parent);
    if (sum === undefined || above === undefined) continue;
    above.state = worstState(above.state, sum.state);
    above.below += sum.below + 1;
  }
  const places = new Map(order.map(({ twig }, place) => [twig, place]));
  return order.map(({ twig, depth }, place) => {
    const { state, below } = sums.get(twig) ?? { state: ownState(twig), below: 0 };
    const isAbove = (other: Twig): boolean => {
      const at = places.get(other) ?? 0;
      return at < place && place <= at + (sums.get(other)?.below ?? 0);
    };
    return {
      row: twig.member.row,
      step: twig.step,
      parent: twig.parent?.member.row.run_id ?? null,
      depth,
      status: state.status,
      risk_level: state.risk,
      below,
      also_based_on: twig.candidates.filter((other) => !isAbove(other)).map((other) => other.member.row.run_id),
    };
  });
}

function ownState({ member: { row } }: Twig) {
  return { status: row.status, risk: row.risk_level };
}

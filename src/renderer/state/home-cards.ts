import type { AppError } from "../../shared/app-error.ts";
import type { Numbers } from "../../shared/operations/list-operations.ts";
import type { RunRow, RunView } from "../../shared/operations/run-operations.ts";
import type { WorkstationSettings } from "../../shared/operations/view-operations.ts";
import { type QueryMoment, resolveQuery } from "../../shared/query/resolve-query.ts";
import type { RunQuery } from "../../shared/query/run-query.ts";
import type { Client } from "../api/client.ts";
import {
  type HomePeriod,
  type HomeRole,
  homeBase,
  periodDate,
  RECENT,
  WORK_OF_ROLE,
  type WorkName,
  workQuery,
} from "./home-queries.ts";

/** Runs shown of each list of work; the button below opens the rest. */
export const WORK_ROWS = 5;
/** Runs shown as the last ones. */
export const LAST_RUNS = 5;

/** The newest runs, and all about the first of them. */
export interface LastRuns {
  readonly rows: readonly RunRow[];
  /** Null where there is no run yet. */
  readonly newest: RunView | null;
}

/** A list of work: how many runs, and the most urgent of them. */
export interface WorkList {
  readonly total: number;
  readonly rows: readonly RunRow[];
}

/** What each part of Home shows. */
export interface HomeCardValues extends Record<WorkName, WorkList> {
  readonly last: LastRuns;
  /** The shift that runs now. */
  readonly shift: Numbers;
  /** The last thirty days. */
  readonly recent: Numbers;
  /** Whatever the time. */
  readonly all: Numbers;
  /** The auditor's period. */
  readonly period: Numbers;
}

/** A part of Home. */
export type HomeCardName = keyof HomeCardValues;

/** A value that stays while a newer one is read, and why the newer one did not come. Both null: not here yet. */
export interface Held<Value> {
  readonly value: Value | null;
  readonly error: AppError | null;
}

/** The parts of Home as far as they were read. */
export type HomeCards = { readonly [Name in HomeCardName]: Held<HomeCardValues[Name]> };

const NOTHING: Held<never> = { value: null, error: null };

/** Nothing read yet. */
export const NO_CARDS: HomeCards = {
  last: NOTHING,
  trouble: NOTHING,
  answered: NOTHING,
  blocked: NOTHING,
  waiting: NOTHING,
  shift: NOTHING,
  recent: NOTHING,
  all: NOTHING,
  period: NOTHING,
};

/** Whom Home is read for, and what "this shift" means there. */
export interface HomeScope {
  readonly role: HomeRole;
  readonly workstation: WorkstationSettings;
  readonly period: HomePeriod;
  readonly now: Date;
}

/** The parts that one work list is made of. */
export function cardsOf(role: HomeRole): readonly HomeCardName[] {
  if (role === "auditor") return ["period"];
  const work = WORK_OF_ROLE[role];
  return role === "machinist" ? ["last", ...work, "shift", "recent", "all"] : [...work, "shift", "recent", "all"];
}

/** When and where the counts are asked for. */
export function momentOf({ workstation, now }: Pick<HomeScope, "workstation" | "now">): QueryMoment {
  return { now, zone: workstation.zone, shifts: workstation.shifts };
}

/** Reads one part. Rejects with an `AppError`. */
export function readCard<Name extends HomeCardName>(
  client: Client,
  name: Name,
  scope: HomeScope,
): Promise<HomeCardValues[Name]> {
  const base = homeBase(scope.role, scope.workstation.machine);
  const numbers = (query: RunQuery): Promise<Numbers> => readNumbers(client, query, scope);
  const readers: { readonly [Card in HomeCardName]: () => Promise<HomeCardValues[Card]> } = {
    last: () => readLast(client, base, scope),
    trouble: () => readWork(client, workQuery(base, "trouble"), scope),
    answered: () => readWork(client, workQuery(base, "answered"), scope),
    blocked: () => readWork(client, workQuery(base, "blocked"), scope),
    waiting: () => readWaiting(client, workQuery(base, "waiting"), scope),
    shift: () => numbers({ ...base, date: { kind: "shift" } }),
    recent: () => numbers({ ...base, date: RECENT }),
    all: () => numbers(base),
    period: () => numbers({ ...base, date: periodDate(scope.period, scope.now) }),
  };
  return readers[name]();
}

async function readNumbers(client: Client, query: RunQuery, scope: HomeScope): Promise<Numbers> {
  const { zone, shifts } = scope.workstation;
  return client.call("numbers.get", { filters: resolveQuery(query, momentOf(scope)), zone, shifts: [...shifts] });
}

async function readWork(client: Client, query: RunQuery, scope: HomeScope): Promise<WorkList> {
  const filters = resolveQuery(query, momentOf(scope));
  const { rows, total } = await client.call("run.query", { filters, limit: WORK_ROWS });
  return { rows, total };
}

/** Failed checks come first: a run that must not be cut is what a reviewer is asked about first. */
async function readWaiting(client: Client, query: RunQuery, scope: HomeScope): Promise<WorkList> {
  const [failed, others] = await Promise.all([
    readWork(client, { ...query, risk: ["RED"] }, scope),
    readWork(client, { ...query, without: { ...query.without, risk: ["RED"] } }, scope),
  ]);
  return { rows: [...failed.rows, ...others.rows].slice(0, WORK_ROWS), total: failed.total + others.total };
}

async function readLast(client: Client, base: RunQuery, scope: HomeScope): Promise<LastRuns> {
  const filters = resolveQuery(base, momentOf(scope));
  const { rows } = await client.call("run.query", { filters, limit: LAST_RUNS });
  const [first] = rows;
  if (first === undefined) return { rows, newest: null };
  return { rows, newest: await client.call("run.get", { run_id: first.run_id }) };
}

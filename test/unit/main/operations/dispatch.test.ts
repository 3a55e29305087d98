import { describe, expect, it } from "vitest";
import { checkRole, createDispatch } from "../../../../src/main/operations/dispatch.ts";
import type { Call, Handlers } from "../../../../src/main/operations/handler.ts";
import { createJobRegistry } from "../../../../src/main/operations/job-registry.ts";
import { createLogger } from "../../../../src/main/system/logger.ts";
import { createMetrics } from "../../../../src/main/system/metrics.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { OPERATION_NAMES } from "../../../../src/shared/ipc/channel-names.ts";
import { ROLES, type Role } from "../../../../src/shared/operation-row.ts";
import type { StoreState } from "../../../../src/shared/operations/session-operations.ts";

const WRITABLE: StoreState = { mode: "writable", reason: null, message: null, holder: null, can_take_over: false };
const DOOR = { door: "command-line" } as const;

interface Stage {
  readonly state?: StoreState;
  readonly role?: Role;
  readonly enter?: () => Promise<() => void>;
}

function stage(own: Partial<Record<string, unknown>>, more: Stage = {}) {
  const lines: string[] = [];
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  const ids = { token: () => "ab".repeat(8), uuid: () => "made-by-main", runId: () => "run_0" };
  const unused = Object.fromEntries(OPERATION_NAMES.map((name) => [name, async () => ({})]));
  const metrics = createMetrics();
  const jobs = createJobRegistry({ clock, onProgress: () => undefined });
  const dispatch = createDispatch({
    handlers: { ...unused, ...own } as unknown as Handlers,
    actor: { uid: "ada", role: more.role ?? "admin", sid: "s" },
    storeState: () => more.state ?? WRITABLE,
    enter: more.enter ?? (async () => () => undefined),
    logger: createLogger({ sink: (line) => void lines.push(line), clock, ids }),
    ...{ jobs, metrics, clock, ids },
  });
  return { dispatch, jobs, metrics, lines };
}

const annotated = async () => ({ run_id: "r", events: [], folded: null });

describe("createDispatch", () => {
  it("does not start when a row of the table has no handler", () => {
    expect(() => stage({ "run.query": undefined })).toThrow("operations without a handler: run.query");
  });

  it("makes a request id where the caller gives none, and keeps the one it gives", async () => {
    const seen: string[] = [];
    const { dispatch } = stage({
      "job.cancel": async (_: unknown, call: Call) => {
        seen.push(call.requestId);
        return { was_running: false };
      },
    });
    await dispatch("job.cancel", { job_id: "j" }, DOOR);
    await dispatch("job.cancel", { job_id: "j" }, { ...DOOR, requestId: "mine-1" });
    expect(seen).toEqual(["made-by-main", "mine-1"]);
  });

  it("refuses a request id that could not stand in the ledger", async () => {
    const { dispatch } = stage({});
    await expect(dispatch("job.cancel", { job_id: "j" }, { ...DOOR, requestId: "a\nb" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      context: { field: "request_id" },
    });
  });

  it("refuses an operation that is not in the table", async () => {
    const { dispatch } = stage({});
    await expect(dispatch("constructor" as "run.get", {}, DOOR)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("keeps operations of the window from the command line", async () => {
    const { dispatch } = stage({});
    await expect(dispatch("files.pick", { purpose: "request-file" }, DOOR)).rejects.toMatchObject({
      code: "BAD_REQUEST",
      context: { field: "operation" },
    });
  });

  it("refuses to write to a store that can only be read, and names who holds it", async () => {
    const holder = { host: "cell-3", pid: 77, user: "bo", since: "2026-11-20T08:00:00.000000Z", app: "0.1.0" };
    const state: StoreState = {
      mode: "read-only",
      reason: "locked",
      message: "in use by bo",
      holder,
      can_take_over: false,
    };
    const { dispatch } = stage({ "run.annotate": annotated }, { state });
    await expect(dispatch("run.annotate", { run_id: "r", note: "n" }, DOOR)).rejects.toMatchObject({
      code: "STORE_LOCKED",
      context: { user: "bo", host: "cell-3", pid: 77, since: holder.since },
    });
  });

  it.each([
    ["lock-lost", "LOCK_LOST"],
    ["too-new", "STORE_TOO_NEW"],
    ["viewing", "STORE_READ_ONLY"],
    ["damaged", "STORE_DAMAGED"],
  ] as const)("says %s as %s", async (reason, code) => {
    const state: StoreState = { mode: "read-only", reason, message: "why", holder: null, can_take_over: false };
    const { dispatch } = stage({}, { state });
    await expect(dispatch("catalog.rebuild", {}, DOOR)).rejects.toMatchObject({ code, message: "why" });
  });

  it("turns a bug into INTERNAL with a log id and keeps the stack in the log", async () => {
    const { dispatch, lines } = stage({
      "job.cancel": () => {
        throw new TypeError("boom\u202e");
      },
    });
    const error: unknown = await dispatch("job.cancel", { job_id: "j" }, DOOR).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "INTERNAL", context: { log_id: "abababab", operation: "job.cancel" } });
    expect((error as AppError).message).not.toContain("boom");
    expect(lines[0]).toMatch(
      /"log_id":"abababab".*TypeError: boom\\\\u202e|"log_id":"abababab".*TypeError: boom\\u202e/,
    );
  });

  it("takes a response that does not fit its schema for a bug", async () => {
    const { dispatch, lines } = stage({ "job.cancel": async () => ({ was_running: "perhaps" }) });
    await expect(dispatch("job.cancel", { job_id: "j" }, DOOR)).rejects.toMatchObject({ code: "INTERNAL" });
    expect(lines[0]).toContain("does not fit its schema");
  });

  it("keeps the cause of a foreseen failure in the log alone", async () => {
    const { dispatch, lines } = stage({
      "job.cancel": () => {
        throw new AppError("DISK_FULL", "The disk is full.", { cause: new Error("ENOSPC: write") });
      },
    });
    await expect(dispatch("job.cancel", { job_id: "j" }, DOOR)).rejects.toMatchObject({ message: "The disk is full." });
    expect(lines[0]).toContain("ENOSPC: write");
  });

  it("cancels a job by its id, and says CANCELLED whatever the work threw when it was stopped", async () => {
    const { dispatch, jobs } = stage({
      "catalog.rebuild": (_: unknown, call: Call) =>
        new Promise((_resolve, reject) => call.signal.addEventListener("abort", () => reject(new Error("aborted")))),
    });
    const running = dispatch("catalog.rebuild", {}, { ...DOOR, jobId: "j1" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(jobs.cancel("j1")).toBe(true);
    await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
    expect(jobs.cancel("j1")).toBe(false);
  });

  it("stops a job that still waits for its turn, before any of its work is done", async () => {
    const gate = Promise.withResolvers<void>();
    const steps: string[] = [];
    const enter = async () => {
      await gate.promise;
      steps.push("in");
      return () => void steps.push("out");
    };
    const { dispatch, jobs } = stage({ "check.store": async () => void steps.push("work") }, { enter });
    const running = dispatch("check.store", {}, { ...DOOR, jobId: "j-1" });
    expect(jobs.cancel("j-1")).toBe(true);
    gate.resolve();
    await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
    expect(steps).toEqual(["in", "out"]);
    expect(jobs.cancel("j-1")).toBe(false);
  });

  it("counts calls and errors of every operation", async () => {
    const { dispatch, metrics } = stage({ "job.cancel": async () => ({ was_running: true }) });
    await dispatch("job.cancel", { job_id: "j" }, DOOR);
    await dispatch("job.cancel", {}, DOOR).catch(() => undefined);
    expect(metrics.figures()).toMatchObject([{ operation: "job.cancel", calls: 2, errors: 1 }]);
  });
});

describe("checkRole", () => {
  it("lets through who may do as much or more, and tells others what it takes", () => {
    const allowed = ROLES.filter((role) => {
      try {
        checkRole({ role: "supervisor" }, "run.annotate", role);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: "ROLE_REQUIRED", context: { required: "supervisor", role } });
        return false;
      }
    });
    expect(allowed).toEqual(["supervisor", "admin"]);
  });
});

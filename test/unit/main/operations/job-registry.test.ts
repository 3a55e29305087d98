import { describe, expect, it } from "vitest";
import { createJobRegistry } from "../../../../src/main/operations/job-registry.ts";

function registry() {
  let nowMs = 0;
  const told: number[] = [];
  const jobs = createJobRegistry({
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    onProgress: ({ done }) => told.push(done),
  });
  return { jobs, told, pass: (ms: number) => (nowMs += ms) };
}

describe("createJobRegistry", () => {
  it("cancels a job by its id and says whether it was running", () => {
    const { jobs } = registry();
    const job = jobs.start("a", "import.commit");
    expect(jobs.cancel("b")).toBe(false);
    expect(job.signal.aborted).toBe(false);
    expect(jobs.cancel("a")).toBe(true);
    expect(job.signal.reason).toMatchObject({ code: "CANCELLED" });
    job.end();
    expect(jobs.cancel("a")).toBe(false);
  });

  it("refuses a second job under an id that is in use", () => {
    const { jobs } = registry();
    const first = jobs.start("a", "import.scan");
    expect(() => jobs.start("a", "import.scan")).toThrow(expect.objectContaining({ code: "CONFLICT" }));
    first.end();
    expect(() => jobs.start("a", "import.scan")).not.toThrow();
  });

  it("tells progress at most ten times a second, and always the end", () => {
    const { jobs, told, pass } = registry();
    const progress = jobs.start("a", "check.run").progress("files");
    for (let done = 1; done <= 99; done++) {
      progress(done, 100);
      pass(10);
    }
    progress(100, 100);
    expect(told).toEqual([1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 100]);
  });

  it("tells bytes read only where the work counts them", () => {
    const told: unknown[] = [];
    const clock = { nowMs: () => 0, monotonicMs: () => 0 };
    const jobs = createJobRegistry({ clock, onProgress: (progress) => told.push(progress) });
    const progress = jobs.start("a", "check.store").progress("runs");
    progress(9, 9, 4_096);
    progress(9, 9);
    const known = { job_id: "a", operation: "check.store", done: 9, total: 9, unit: "runs", message: null };
    expect(told).toEqual([{ ...known, bytes: 4_096 }, known]);
  });

  it("stops every job when the app closes", () => {
    const { jobs } = registry();
    const running = [jobs.start("a", "check.run"), jobs.start("b", "catalog.verify")];
    jobs.cancelAll();
    expect(running.every(({ signal }) => signal.aborted)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { TaskQueue } from "../../../../src/main/catalog/task-queue.ts";

describe("TaskQueue", () => {
  it("starts a task when the one before is done", async () => {
    const queue = new TaskQueue();
    const steps: string[] = [];
    const first = queue.run(async () => {
      steps.push("first begins");
      await new Promise((resolve) => setImmediate(resolve));
      steps.push("first ends");
    });
    const second = queue.run(() => {
      steps.push("second");
      return 2;
    });
    expect(await second).toBe(2);
    await first;
    expect(steps).toEqual(["first begins", "first ends", "second"]);
  });

  it("hands a failure to whoever asked, and goes on", async () => {
    const queue = new TaskQueue();
    const failing = queue.run(() => Promise.reject(new Error("no")));
    const next = queue.run(() => "yes");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("yes");
  });
});

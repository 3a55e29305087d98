import { describe, expect, it } from "vitest";
import { Turnstile } from "../../../../src/main/operations/turnstile.ts";

describe("Turnstile", () => {
  it("lets many in side by side", async () => {
    const turnstile = new Turnstile();
    const leaves = await Promise.all([turnstile.enter(), turnstile.enter()]);
    expect(leaves).toHaveLength(2);
  });

  it("runs alone only when all have left, and holds back who comes later", async () => {
    const turnstile = new Turnstile();
    const said: string[] = [];
    const leave = await turnstile.enter();
    const alone = turnstile.alone(async () => {
      said.push("alone");
      await Promise.resolve();
      said.push("done");
    });
    const later = turnstile.enter().then(() => said.push("later"));
    await Promise.resolve();
    said.push("still inside");
    leave();
    await Promise.all([alone, later]);
    expect(said).toEqual(["still inside", "alone", "done", "later"]);
  });

  it("opens again after work that fails", async () => {
    const turnstile = new Turnstile();
    await expect(turnstile.alone(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(turnstile.enter()).resolves.toBeTypeOf("function");
  });

  it("runs two who want to be alone one after the other", async () => {
    const turnstile = new Turnstile();
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([turnstile.alone(work), turnstile.alone(work), turnstile.alone(work)]);
    expect(inside).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import { createCommandStore } from "../../../../src/renderer/state/command-store.ts";

describe("command store", () => {
  it("does what the newest offer does, and the older one again when that ends", () => {
    const done: string[] = [];
    const store = createCommandStore();
    const { offer, run } = store.getState();
    expect(run("print")).toBe(false);
    const first = offer("print", () => done.push("page"));
    const second = offer("print", () => done.push("dialog"));
    expect(run("print")).toBe(true);
    second();
    run("print");
    first();
    expect(run("print")).toBe(false);
    expect(done).toEqual(["dialog", "page"]);
  });

  it("forgets no offer of another, in whatever order they end", () => {
    const done: string[] = [];
    const store = createCommandStore();
    const first = store.getState().offer("print", () => done.push("first"));
    store.getState().offer("print", () => done.push("second"));
    first();
    first();
    store.getState().run("print");
    expect(done).toEqual(["second"]);
  });

  it("remembers what was ever offered", () => {
    const store = createCommandStore();
    store.getState().offer("switch-view", () => undefined)();
    expect([...store.getState().everOffered]).toEqual(["switch-view"]);
    expect(store.getState().offers.size).toBe(0);
  });
});

import { describe, expect, it } from "vitest";
import { keyAction, wheelAction } from "../../../../../src/renderer/features/timeline/timeline-keys.ts";

const PLAIN = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
const TURN = { deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false };

describe("keys of the timeline", () => {
  it("arrows go from run to run and from lane to lane, with Shift through time", () => {
    expect(keyAction({ ...PLAIN, key: "ArrowLeft" })).toEqual({ do: "step", direction: "earlier" });
    expect(keyAction({ ...PLAIN, key: "ArrowDown" })).toEqual({ do: "lane", by: 1 });
    expect(keyAction({ ...PLAIN, shiftKey: true, key: "ArrowRight" })).toEqual({ do: "pan", share: 0.5 });
    expect(keyAction({ ...PLAIN, key: "PageUp" })).toEqual({ do: "zoom", factor: 2 });
    expect(keyAction({ ...PLAIN, key: "End" })).toEqual({ do: "end", direction: "later" });
  });

  it("nothing a scanner types, and no key that belongs to the window, does anything", () => {
    const typed = [..."abcdefghijklmnopqrstuvwxyz0123456789-+/%$. ", "Tab", "Backspace", "Delete", "F5", "F8"];
    expect(typed.filter((key) => keyAction({ ...PLAIN, key }) !== null)).toEqual([]);
    expect(keyAction({ ...PLAIN, altKey: true, key: "ArrowLeft" })).toBeNull();
    expect(keyAction({ ...PLAIN, ctrlKey: true, key: "Enter" })).toBeNull();
    expect(keyAction({ ...PLAIN, shiftKey: true, key: "Enter" })).toBeNull();
  });
});

describe("wheel of the timeline", () => {
  it("turned away zooms nearer, back zooms out by the same", () => {
    const near = wheelAction({ ...TURN, deltaY: -100 });
    const far = wheelAction({ ...TURN, deltaY: 100 });
    if (!("factor" in near && "factor" in far)) throw new Error("no zoom");
    expect(near.factor).toBeGreaterThan(1);
    expect(near.factor * far.factor).toBeCloseTo(1);
  });

  it("with Shift, or sideways, it goes through time", () => {
    expect(wheelAction({ ...TURN, deltaY: 100, shiftKey: true })).toEqual({ panPx: 100 });
    expect(wheelAction({ ...TURN, deltaX: -30, deltaY: 10 })).toEqual({ panPx: -30 });
    expect(wheelAction({ ...TURN, deltaX: 3, deltaMode: 1 })).toEqual({ panPx: 48 });
  });

  it("a wheel that jumps does not throw one out of sight", () => {
    const wild = wheelAction({ ...TURN, deltaY: -1e6 });
    expect("factor" in wild && wild.factor).toBeLessThan(3);
  });
});

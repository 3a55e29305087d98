import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { type StoppableProcess, stopSignal } from "../../../../../src/main/operations/command-line/stop-signal.ts";

function fakeProcess() {
  const exit = vi.fn();
  return { target: Object.assign(new EventEmitter(), { exit }) as unknown as StoppableProcess & EventEmitter, exit };
}

describe("stopSignal", () => {
  it("aborts with the name of the signal", () => {
    const { target } = fakeProcess();
    const signal = stopSignal(target);
    expect(signal.aborted).toBe(false);
    target.emit("SIGTERM");
    expect(signal.reason).toBe("SIGTERM");
  });

  it("takes a signal that comes twice at once for one, and a later one as the wish to end now", () => {
    const { target, exit } = fakeProcess();
    let nowMs = 100;
    vi.spyOn(performance, "now").mockImplementation(() => nowMs);
    stopSignal(target);
    target.emit("SIGINT");
    target.emit("SIGINT");
    expect(exit).not.toHaveBeenCalled();
    nowMs += 5000;
    target.emit("SIGINT");
    expect(exit).toHaveBeenCalledWith(130);
  });
});

import { describe, expect, it, vi } from "vitest";
import { forwardEvents } from "../../../../src/main/ipc/forward-events.ts";
import type { ApplicationEvent } from "../../../../src/main/operations/application.ts";

const event: ApplicationEvent = { name: "store.changed", payload: { seq: 7, run_ids: ["run_a"], more: false } };

function createApplication() {
  const listeners = new Set<(event: ApplicationEvent) => void>();
  return {
    onEvent(listener: (event: ApplicationEvent) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: () => {
      for (const listener of listeners) listener(event);
    },
  };
}

describe("forward events", () => {
  it("sends an event on its own channel until it is stopped", () => {
    const application = createApplication();
    const contents = { isDestroyed: () => false, send: vi.fn() };
    const stop = forwardEvents(application, contents as never);
    application.tell();
    expect(contents.send).toHaveBeenCalledExactlyOnceWith("rmos:event:store.changed", event.payload);
    stop();
    application.tell();
    expect(contents.send).toHaveBeenCalledTimes(1);
  });

  it("sends nothing to a window that is gone", () => {
    const application = createApplication();
    const contents = { isDestroyed: () => true, send: vi.fn() };
    forwardEvents(application, contents as never);
    application.tell();
    expect(contents.send).not.toHaveBeenCalled();
  });
});

import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { closeBeforeQuit } from "../../../../src/main/app/close-before-quit.ts";

/** An app that ends as Electron's does: `will-quit` may hold it back, and then it goes on. */
function createApp() {
  const app = new EventEmitter() as EventEmitter & { quit(): void; ended: number };
  app.ended = 0;
  app.quit = () => {
    let prevented = false;
    app.emit("will-quit", { preventDefault: () => (prevented = true) });
    if (!prevented) app.ended += 1;
  };
  return app;
}

function ended(app: { readonly ended: number }): Promise<void> {
  return vi.waitFor(() => expect(app.ended).toBe(1));
}

describe("close before quit", () => {
  it("ends only when everything is closed", async () => {
    const app = createApp();
    const closing = Promise.withResolvers<void>();
    closeBeforeQuit(app as never, { close: () => closing.promise, logFault: vi.fn() });
    app.quit();
    await new Promise((resolve) => setImmediate(resolve));
    expect(app.ended).toBe(0);
    closing.resolve();
    await ended(app);
  });

  it("closes once, however often it is asked to quit meanwhile", async () => {
    const app = createApp();
    const close = vi.fn(async () => undefined);
    closeBeforeQuit(app as never, { close, logFault: vi.fn() });
    app.quit();
    app.quit();
    await ended(app);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it("ends all the same when closing fails, and logs why", async () => {
    const app = createApp();
    const logFault = vi.fn();
    const failure = new Error("the drive is gone");
    closeBeforeQuit(app as never, { close: () => Promise.reject(failure), logFault });
    app.quit();
    await ended(app);
    expect(logFault).toHaveBeenCalledWith("app.close", failure);
  });

  it("does not wait for ever", async () => {
    const app = createApp();
    const logFault = vi.fn();
    closeBeforeQuit(app as never, { close: () => new Promise(() => undefined), logFault, limitMs: 1 });
    app.quit();
    await ended(app);
    expect(String(logFault.mock.calls[0]?.[1])).toContain("more than 1 ms");
  });
});

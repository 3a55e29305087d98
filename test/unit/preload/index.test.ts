import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Bridge } from "../../../src/shared/ipc/bridge.ts";
import { EVENT_NAMES, OPERATION_NAMES } from "../../../src/shared/ipc/channel-names.ts";

const electron = vi.hoisted(() => ({
  published: new Map<string, unknown>(),
  invoke: vi.fn(),
  listeners: new Map<string, Set<(event: unknown, payload: unknown) => void>>(),
}));

vi.mock("electron", () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => electron.published.set(name, api) },
  ipcRenderer: {
    invoke: electron.invoke,
    on: (channel: string, listener: (event: unknown, payload: unknown) => void) => {
      electron.listeners.set(channel, (electron.listeners.get(channel) ?? new Set()).add(listener));
    },
    removeListener: (channel: string, listener: (event: unknown, payload: unknown) => void) => {
      electron.listeners.get(channel)?.delete(listener);
    },
  },
  webUtils: { getPathForFile: (file: { readonly path: string }) => file.path },
}));

let bridge: Bridge<unknown>;

beforeAll(async () => {
  await import("../../../src/preload/index.ts");
  bridge = electron.published.get("rmosRuns") as Bridge<unknown>;
});

beforeEach(() => {
  electron.invoke.mockReset();
});

describe("preload", () => {
  it("publishes one global, with a function for each operation and each event", () => {
    expect([...electron.published.keys()]).toEqual(["rmosRuns"]);
    expect(Object.keys(bridge)).toEqual(["call", "on", "pathOfDropped"]);
    expect(Object.keys(bridge.call)).toEqual([...OPERATION_NAMES]);
    expect(Object.keys(bridge.on)).toEqual([...EVENT_NAMES]);
  });

  it("sends a call on the channel of its operation, its envelope and nothing more", async () => {
    const reply = { ok: true, value: 1 };
    electron.invoke.mockResolvedValue(reply);
    const envelope = { request_id: null, job_id: null, request: {} };
    const surplus = [envelope, "more"] as unknown as [typeof envelope];
    await expect(bridge.call["run.get"](...surplus)).resolves.toBe(reply);
    expect(electron.invoke).toHaveBeenCalledExactlyOnceWith("rmos:op:run.get", envelope);
  });

  it("hands a listener what an event carries and not the event itself, until it stops listening", () => {
    const heard = vi.fn();
    const stop = bridge.on["job.progress"](heard);
    const tell = () => {
      for (const listener of electron.listeners.get("rmos:event:job.progress") ?? [])
        listener({ sender: "ipc" }, { done: 1 });
    };
    tell();
    expect(heard).toHaveBeenCalledExactlyOnceWith({ done: 1 });
    stop();
    tell();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("tells where a dropped file lies", () => {
    expect(bridge.pathOfDropped({ path: "/media/usb/run.json" })).toBe("/media/usb/run.json");
  });
});

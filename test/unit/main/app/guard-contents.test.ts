import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { guardContents, guardSession, refuseNetwork } from "../../../../src/main/app/guard-contents.ts";

function createContents() {
  return Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn(), setWebRTCIPHandlingPolicy: vi.fn() });
}

function createSession() {
  return Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setSpellCheckerEnabled: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
  });
}

function firstArgument(mock: ReturnType<typeof vi.fn>): (...args: readonly unknown[]) => unknown {
  return mock.mock.calls[0]?.[0];
}

describe("guard of contents", () => {
  it.each(["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"])("holds back %s", (name) => {
    const contents = createContents();
    guardContents(contents as never);
    const preventDefault = vi.fn();
    contents.emit(name, { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(1);
  });

  it("opens no window", () => {
    const contents = createContents();
    guardContents(contents as never);
    expect(firstArgument(contents.setWindowOpenHandler)({ url: "app://rmos-runs/index.html" })).toEqual({
      action: "deny",
    });
  });
});

describe("guard of the session", () => {
  it("gives no permission, asked or looked up, and no device", () => {
    const session = createSession();
    guardSession(session as never, () => true);
    const answer = vi.fn();
    firstArgument(session.setPermissionRequestHandler)(null, "notifications", answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(firstArgument(session.setPermissionCheckHandler)(null, "clipboard-read", "app://rmos-runs", {})).toBe(false);
    expect(firstArgument(session.setDevicePermissionHandler)({ deviceType: "hid" })).toBe(false);
  });

  it("holds back every download", () => {
    const session = createSession();
    guardSession(session as never, () => true);
    const preventDefault = vi.fn();
    session.emit("will-download", { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(1);
  });

  it("lets out only the requests it was told of", () => {
    const session = createSession();
    guardSession(session as never, (url) => url.startsWith("app://"));
    const verdictOf = (url: string) => {
      const answer = vi.fn();
      firstArgument(session.webRequest.onBeforeRequest)({ url }, answer);
      return answer.mock.calls[0]?.[0];
    };
    expect(verdictOf("app://rmos-runs/index.html")).toEqual({ cancel: false });
    for (const url of ["https://example.com/", "ws://127.0.0.1/", "file:///etc/passwd"]) {
      expect(verdictOf(url)).toEqual({ cancel: true });
    }
  });
});

describe("refusal of the network", () => {
  it("leaves Chromium no name it could look up", () => {
    const appendSwitch = vi.fn();
    refuseNetwork({ appendSwitch } as never);
    expect(appendSwitch).toHaveBeenCalledWith("host-resolver-rules", "MAP * ~NOTFOUND");
    expect(appendSwitch).toHaveBeenCalledWith("disable-background-networking");
  });
});

import type { CommandLine, Session, WebContents } from "electron";

function prevent(event: { preventDefault(): void }): void {
  event.preventDefault();
}

/** Keeps a page where it was loaded: it cannot go elsewhere, in no frame, nor open a window or a guest. */
export function guardContents(contents: WebContents): void {
  contents.on("will-navigate", prevent);
  contents.on("will-frame-navigate", prevent);
  contents.on("will-redirect", prevent);
  contents.on("will-attach-webview", prevent);
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  // WebRTC is the one way out that requests do not show.
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
}

/** Refuses every permission, every download, and every request that `mayRequest` does not name. */
export function guardSession(session: Session, mayRequest: (url: string) => boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", prevent);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url) }));
  // The spelling dictionary would be fetched past the handler above.
  session.setSpellCheckerEnabled(false);
}

/** Takes names and background traffic from Chromium itself. Works only before the app is ready. */
export function refuseNetwork(commandLine: CommandLine): void {
  commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  commandLine.appendSwitch("disable-background-networking");
  commandLine.appendSwitch("no-pings");
}

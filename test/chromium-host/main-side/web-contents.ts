import { toAppUrl } from "../app-url.ts";
import { invokeHandler } from "./ipc-main.ts";
import { session } from "./session.ts";
import { supplied } from "./supplied.ts";
import { preventableEvent, SuppliedEvents } from "./supplied-events.ts";
import { answerWindowSide, tellWindowSide } from "./window-link.ts";

/** Redirects and webviews cannot happen in the host, so two of these are never sent. */
const EVENTS = [
  "will-navigate",
  "will-frame-navigate",
  "will-redirect",
  "will-attach-webview",
  "render-process-gone",
  "destroyed",
];

type OpenHandler = (details: { readonly url: string }) => { readonly action: string };

/** The part of Electron's `WebContents` that the main bundle uses. */
export type WebContents = ReturnType<typeof createWebContents>;

const allContents = new Map<number, WebContents>();

/** The contents of a window. `onGone` ends it. */
export function createWebContents(id: number) {
  const events = new SuppliedEvents("webContents", EVENTS);
  const mainFrame = supplied("webFrameMain", { url: "", parent: null });
  const own = { openHandler: null as OpenHandler | null, destroyed: false };
  const members = {
    id,
    mainFrame,
    session: session.defaultSession,
    getURL: () => mainFrame.url,
    isDestroyed: () => own.destroyed,
    reload: () => tellWindowSide("window.reload", { id }),
    send(channel: string, ...args: readonly unknown[]) {
      if (own.destroyed) throw new TypeError("Object has been destroyed");
      // Throws at once for what cannot be cloned, as Electron does.
      tellWindowSide("window.send", { id, channel, args: structuredClone(args) });
    },
    setWindowOpenHandler(handler: OpenHandler) {
      own.openHandler = handler;
    },
    // Chromium has it as a policy only, which the host cannot set.
    setWebRTCIPHandlingPolicy: () => undefined,
    /** Not Electron's: the host's own way to ask and end these contents. */
    host: {
      mayOpen: (url: string) => own.openHandler?.({ url }).action ?? "allow",
      destroy() {
        own.destroyed = true;
        allContents.delete(id);
        events.emit("destroyed");
      },
    },
  };
  const contents = supplied("webContents", Object.assign(events, members));
  allContents.set(id, contents);
  return contents;
}

function contentsOf(id: number): WebContents {
  const contents = allContents.get(id);
  if (contents === undefined) throw new Error(`There are no contents ${id}`);
  return contents;
}

answerWindowSide("contents.willNavigate", ({ id, url, isMainFrame }) => {
  const contents = contentsOf(id);
  const event = preventableEvent({ url: toAppUrl(url), isMainFrame });
  contents.emit("will-frame-navigate", event);
  if (isMainFrame) contents.emit("will-navigate", event, event.url);
  return { prevented: event.defaultPrevented };
});

answerWindowSide("contents.openWindow", ({ id, url }) => ({ action: contentsOf(id).host.mayOpen(toAppUrl(url)) }));

answerWindowSide("contents.gone", ({ id }) => {
  contentsOf(id).emit("render-process-gone", preventableEvent({}), { reason: "crashed", exitCode: 5 });
});

answerWindowSide("ipc.invoke", ({ id, url, channel, args }) => {
  const contents = contentsOf(id);
  contents.mainFrame.url = toAppUrl(url);
  const event = { type: "frame", sender: contents, senderFrame: contents.mainFrame, processId: id, frameId: id };
  return invokeHandler(channel, supplied("ipcMain event", event), args);
});

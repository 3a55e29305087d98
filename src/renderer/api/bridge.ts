import type { Bridge } from "../../shared/ipc/bridge.ts";
import type { BRIDGE_NAME } from "../../shared/ipc/channel-names.ts";

/** The preload's bridge as the page sees it. */
export type WindowBridge = Bridge<File>;

declare global {
  interface Window {
    /** Absent when the page was opened outside of the app. */
    readonly [BRIDGE_NAME]?: WindowBridge;
  }
}

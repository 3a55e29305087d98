import type { WebContents } from "electron";
import { eventChannel } from "../../shared/ipc/channel-names.ts";
import type { Application } from "../operations/application.ts";

/** Sends every event of the application to the window while it is there. Returns a function that stops it. */
export function forwardEvents(application: Pick<Application, "onEvent">, contents: WebContents): () => void {
  return application.onEvent((event) => {
    if (!contents.isDestroyed()) contents.send(eventChannel(event.name), event.payload);
  });
}

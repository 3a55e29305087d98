import type { CarriedOutcome } from "../questions.ts";
import { supplied } from "./supplied.ts";

type Handler = (event: object, ...args: readonly unknown[]) => unknown;

const handlers = new Map<string, Handler>();

/** Calls the handler of a channel as Electron does; what goes wrong comes back as text. */
export async function invokeHandler(channel: string, event: object, args: readonly unknown[]): Promise<CarriedOutcome> {
  const handler = handlers.get(channel);
  if (handler === undefined) return { ok: false, message: `Error: No handler registered for '${channel}'` };
  try {
    return { ok: true, value: await handler(event, ...args) };
  } catch (error) {
    return { ok: false, message: String(error) };
  }
}

/** Electron's `ipcMain`, as far as the main bundle uses it. */
export const ipcMain = supplied("ipcMain", {
  handle(channel: string, handler: Handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler: (channel: string) => void handlers.delete(channel),
});

import type { App } from "electron";

/** Past this the process ends all the same: what is acknowledged is durable, and the next start finishes the rest. */
const CLOSE_LIMIT_MS = 30_000;

/** What quitting needs. */
export interface QuitParts {
  /** Finishes what is open. Called once. */
  readonly close: () => Promise<void>;
  readonly logFault: (event: string, error: unknown) => void;
  readonly limitMs?: number;
}

async function closeWithin(parts: QuitParts): Promise<void> {
  const { promise: tooLong, reject } = Promise.withResolvers<never>();
  const limitMs = parts.limitMs ?? CLOSE_LIMIT_MS;
  const timer = setTimeout(() => reject(new Error(`Closing took more than ${limitMs} ms`)), limitMs);
  try {
    await Promise.race([parts.close(), tooLong]);
  } catch (error) {
    parts.logFault("app.close", error);
  } finally {
    clearTimeout(timer);
  }
}

/** Holds the end of the process until everything is closed; then lets it end, even where closing failed. */
export function closeBeforeQuit(app: Pick<App, "on" | "quit">, parts: QuitParts): void {
  let state: "open" | "closing" | "closed" = "open";
  app.on("will-quit", (event) => {
    if (state === "closed") return;
    event.preventDefault();
    if (state === "closing") return;
    state = "closing";
    void closeWithin(parts).then(() => {
      state = "closed";
      app.quit();
    });
  });
}

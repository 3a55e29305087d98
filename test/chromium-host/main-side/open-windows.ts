/** What the app needs of a window to end. */
export interface OpenWindow {
  readonly id: number;
  /** Resolves when it is gone. */
  close(): Promise<void>;
}

const windows = new Map<number, OpenWindow>();
const listeners: (() => void)[] = [];

/** Keeps a window until it is gone. */
export function addOpenWindow(window: OpenWindow): void {
  windows.set(window.id, window);
}

/** Takes a window out; the last one's going is told. */
export function removeOpenWindow(id: number): void {
  if (!windows.delete(id) || windows.size > 0) return;
  for (const listener of listeners) listener();
}

/** Calls `listener` whenever the last window has gone. */
export function onLastWindowGone(listener: () => void): void {
  listeners.push(listener);
}

/** Closes every window. */
export async function closeOpenWindows(): Promise<void> {
  await Promise.all([...windows.values()].map((window) => window.close()));
}

import type { CDPSession, Page } from "@playwright/test";

/** How a scanner types. */
export interface ScanOptions {
  /** Between two keys. */
  readonly gapMs?: number;
  /** The keys at the end; none for a scanner that is set wrongly. */
  readonly end?: readonly ("Enter" | "Tab")[];
}

const NAMED_KEYS = {
  Enter: { code: "Enter", keyCode: 13, text: "\r" },
  Tab: { code: "Tab", keyCode: 9, text: "" },
} as const;

interface SentKey {
  readonly key: string;
  readonly code: string;
  readonly text: string;
  readonly keyCode: number;
}

function sentKey(key: string): SentKey {
  const named = key === "Enter" || key === "Tab" ? NAMED_KEYS[key] : null;
  if (named !== null) return { key, ...named };
  const upper = key.toUpperCase();
  const code = /[A-Z]/.test(upper) ? `Key${upper}` : /[0-9]/.test(key) ? `Digit${key}` : key === " " ? "Space" : "";
  return { key, code, text: key, keyCode: code === "" ? 0 : upper.charCodeAt(0) };
}

/**
 * Sends keys as a scanner does, each with the time at which it was pressed: however slow this machine is, the window sees the gaps
 * that were asked for.
 */
export async function scan(page: Page, text: string, options: ScanOptions = {}): Promise<void> {
  const { gapMs = 4, end = ["Enter"] } = options;
  const session: CDPSession = await page.context().newCDPSession(page);
  const startedMs = Date.now();
  const keys = [...text, ...end].map(sentKey);
  const sent = keys.flatMap(({ key, code, text: typed, keyCode }, index) => {
    const timestamp = (startedMs + index * gapMs) / 1000;
    const shared = { key, code, windowsVirtualKeyCode: keyCode, timestamp };
    const down = typed === "" ? { type: "rawKeyDown" as const } : { type: "keyDown" as const, text: typed };
    return [
      session.send("Input.dispatchKeyEvent", { ...shared, ...down }),
      session.send("Input.dispatchKeyEvent", { ...shared, type: "keyUp" }),
    ];
  });
  await Promise.all(sent);
  await session.detach();
}

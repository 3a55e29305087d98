/** What a key asks of the timeline. */
export type TimelineAction =
  | { readonly do: "step" | "end"; readonly direction: "earlier" | "later" }
  | { readonly do: "lane"; readonly by: -1 | 1 }
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "pan"; readonly share: number }
  | { readonly do: "open" | "leave" };

/** How much nearer one press goes. */
export const ZOOM_STEP = 2;
/** How far one press moves through time, as a share of what is in sight. */
export const PAN_SHARE = 0.5;

interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const ACTIONS: Readonly<Record<string, TimelineAction>> = {
  ArrowLeft: { do: "step", direction: "earlier" },
  ArrowRight: { do: "step", direction: "later" },
  ArrowUp: { do: "lane", by: -1 },
  ArrowDown: { do: "lane", by: 1 },
  PageUp: { do: "zoom", factor: ZOOM_STEP },
  PageDown: { do: "zoom", factor: 1 / ZOOM_STEP },
  Home: { do: "end", direction: "earlier" },
  End: { do: "end", direction: "later" },
  Enter: { do: "open" },
  Escape: { do: "leave" },
};

const SHIFTED: Readonly<Record<string, TimelineAction>> = {
  ArrowLeft: { do: "pan", share: -PAN_SHARE },
  ArrowRight: { do: "pan", share: PAN_SHARE },
};

/** What a pressed key asks for; null for a key that is not the timeline's. No letters: a scanner must not move anything. */
export function keyAction({ key, shiftKey, ctrlKey, altKey, metaKey }: PressedKey): TimelineAction | null {
  if (ctrlKey || altKey || metaKey) return null;
  return (shiftKey ? SHIFTED : ACTIONS)[key] ?? null;
}

const LINE_PX = 16;
/** One notch of a usual wheel is 100 pixels and goes about a fifth nearer. */
const ZOOM_PER_PX = 0.002;
const MOST_PX = 400;

interface TurnedWheel {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 1 counts lines, as DOM events say it. */
  readonly deltaMode: number;
  readonly shiftKey: boolean;
}

/** What a turned wheel asks for: moving with Shift or sideways, else zooming at the pointer. */
export function wheelAction(turned: TurnedWheel): { readonly panPx: number } | { readonly factor: number } {
  const unit = turned.deltaMode === 1 ? LINE_PX : 1;
  const isSideways = Math.abs(turned.deltaX) > Math.abs(turned.deltaY);
  if (isSideways) return { panPx: turned.deltaX * unit };
  if (turned.shiftKey) return { panPx: turned.deltaY * unit };
  const px = Math.max(-MOST_PX, Math.min(MOST_PX, turned.deltaY * unit));
  return { factor: Math.exp(-px * ZOOM_PER_PX) };
}

import { readScan } from "../../state/read-scan.ts";
import { type BurstKey, type BurstState, NO_BURST, type ScanLimits, takeKey } from "../../state/scan-burst.ts";
import {
  handText,
  type KeyTarget,
  keyTarget,
  restoreSnapshot,
  type Snapshot,
  setValue,
  takeSnapshot,
} from "./text-target.ts";

/** Who is asked about bursts and keys. */
export interface ScanHearer {
  limits(): ScanLimits;
  /** A burst came. True when it is ours: then no field keeps anything of it. `isTaken`: a field has the focus that takes text. */
  arrived(text: string, isTaken: boolean): boolean;
  /** Every key, while someone wants to see them: how it is called, and the milliseconds since the one before. */
  sawKey: ((shown: string, sinceMs: number) => void) | null;
}

/** Characters of a burst that a field sees before the rest is held: fast typing rolls over two or three keys. */
const PASS_FIRST = { text: 3, value: Number.POSITIVE_INFINITY, none: 1 } as const;
/** Held text goes to its field when nothing follows for so long. Longer than any gap: the time of the keys decides, not ours. */
const RELEASE_AFTER_MS = 150;
/** Enter and what scanners send behind it (line feed is Ctrl+J) belong to the burst for so long. */
const TAIL_MS = 60;
const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "ScrollLock", "Fn"];

/**
 * Hears every key of the window before anyone else, and tells scans from typing. Keys of a person act at once and untouched. Of a scan
 * that is ours nothing stays in any field, and its Enter presses nothing; any other scan is text for the field that has the focus. A
 * field with `data-scan="take"` is filled with the code.
 * Returns what ends it.
 */
export function listenForScans(hearer: () => ScanHearer): () => void {
  const listener = new ScanListener(hearer);
  const events = {
    keydown: (event: KeyboardEvent) => listener.keyDown(event),
    keypress: (event: KeyboardEvent) => listener.keyAfter(event),
    keyup: (event: KeyboardEvent) => listener.keyAfter(event),
    click: (event: MouseEvent) => listener.click(event),
    pointerdown: () => listener.breakOff(),
    focusout: () => listener.breakOff(),
    blur: () => listener.breakOff(),
  };
  const entries = Object.entries(events) as [keyof WindowEventMap, (event: Event) => void][];
  for (const [name, handle] of entries) window.addEventListener(name, handle, { capture: true });
  return () => {
    listener.breakOff();
    for (const [name, handle] of entries) window.removeEventListener(name, handle, { capture: true });
  };
}

type HeardTarget = Exclude<KeyTarget, { readonly kind: "off" }>;

class ScanListener {
  readonly #hearer: () => ScanHearer;
  #state: BurstState = NO_BURST;
  /** Where the burst began, and what was there before it. */
  #field: KeyTarget["field"] = null;
  #before: Snapshot | null = null;
  #lastKeyMs = Number.NEGATIVE_INFINITY;
  #burstEndedMs = Number.NEGATIVE_INFINITY;
  #release: ReturnType<typeof setTimeout> | undefined;
  /** Keys whose further events nobody may see. */
  readonly #swallowed = new Set<string>();

  constructor(hearer: () => ScanHearer) {
    this.#hearer = hearer;
  }

  keyDown(event: KeyboardEvent): void {
    if (!event.isTrusted || MODIFIERS.includes(event.key)) return;
    // Its release may never have come: another window can have taken it.
    this.#swallowed.delete(nameOf(event));
    const target = keyTarget(event.target);
    if (target.kind === "off") this.breakOff();
    else this.#hear(event, target);
  }

  #hear(event: KeyboardEvent, target: HeardTarget): void {
    this.#tell(event);
    const key = burstKey(event);
    if (this.#isTail(event, key)) {
      this.#swallow(event);
      return;
    }
    const limits = this.#hearer().limits();
    const passFirst = PASS_FIRST[target.kind];
    const step = takeKey(this.#state, key, { atMs: event.timeStamp, limits, passFirst });
    handText(this.#field, step.release);
    if (key.kind === "character" && step.state.text === key.text) this.#begin(target.field);
    this.#state = step.state;
    this.#releaseLater();
    if (step.burst !== null) this.#end(event, step.burst);
    else if (step.key === "swallow") this.#swallow(event);
  }

  /** What follows a key that nobody saw is seen by nobody. */
  keyAfter(event: KeyboardEvent): void {
    if (!this.#swallowed.has(nameOf(event))) return;
    stop(event);
    if (event.type === "keyup") this.#swallowed.delete(nameOf(event));
  }

  /** A click that a swallowed Enter or Space still makes. */
  click(event: MouseEvent): void {
    if (this.#swallowed.size > 0 && event.isTrusted && event.detail === 0 && this.#isTailTime(event.timeStamp))
      stop(event);
  }

  /** The field goes, or something else than a key happens: what is held belongs to where it was typed. */
  breakOff(): void {
    const { held } = this.#state;
    this.#state = NO_BURST;
    clearTimeout(this.#release);
    handText(this.#field, held);
  }

  #begin(field: KeyTarget["field"]): void {
    this.#field = field;
    this.#before = takeSnapshot(field);
  }

  #end(event: KeyboardEvent, burst: { readonly text: string; readonly held: string }): void {
    const field = this.#field;
    this.#burstEndedMs = event.timeStamp;
    const isAskedFor = field?.dataset.scan === "take";
    if (isAskedFor || this.#hearer().arrived(burst.text, field !== null)) {
      this.#swallow(event);
      if (this.#before !== null) restoreSnapshot(this.#before);
      if (isAskedFor) setValue(field, readScan(burst.text)?.text ?? burst.text);
      return;
    }
    handText(field, burst.held);
    // A new line in a text and a step to the next field press nothing; Enter elsewhere might.
    const isHarmless = event.key === "Tab" || field instanceof HTMLTextAreaElement;
    if (!isHarmless || field === null) this.#swallow(event);
  }

  /** Scanners that end with two keys: the second must not press what the first did not. */
  #isTail(event: KeyboardEvent, key: BurstKey): boolean {
    return this.#state.text === "" && key.kind !== "character" && this.#isTailTime(event.timeStamp);
  }

  #isTailTime(atMs: number): boolean {
    return atMs - this.#burstEndedMs <= TAIL_MS;
  }

  #swallow(event: KeyboardEvent): void {
    this.#swallowed.add(nameOf(event));
    stop(event);
  }

  #releaseLater(): void {
    clearTimeout(this.#release);
    if (this.#state.held !== "") this.#release = setTimeout(() => this.breakOff(), RELEASE_AFTER_MS);
  }

  #tell(event: KeyboardEvent): void {
    this.#hearer().sawKey?.(event.key === " " ? "␣" : event.key, event.timeStamp - this.#lastKeyMs);
    this.#lastKeyMs = event.timeStamp;
  }
}

function burstKey(event: KeyboardEvent): BurstKey {
  // A held-down key repeats as fast as a scanner types, and a composed character is a person's.
  if (event.repeat || event.isComposing) return { kind: "other" };
  const isTyped = event.getModifierState("AltGraph") || !(event.ctrlKey || event.altKey || event.metaKey);
  const isOneCharacter = [...event.key].length === 1;
  if (isOneCharacter && isTyped) return { kind: "character", text: event.key };
  if (isOneCharacter || /^F[0-9]{1,2}$/.test(event.key)) return { kind: "control" };
  // With Ctrl or Alt a scanner presses letters and digits. Ctrl+Enter is a person's, and what was typed before it comes first.
  if (!isTyped) return { kind: "other" };
  return event.key === "Enter" || event.key === "Tab" ? { kind: "end" } : { kind: "other" };
}

function nameOf({ code, key }: KeyboardEvent): string {
  return code === "" ? key : code;
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

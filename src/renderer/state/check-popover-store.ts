import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunRow } from "../../shared/operations/run-operations.ts";

/** Where on the screen the chip stands that was tapped. */
export interface ChipPlace {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** The run whose record check is looked at. */
export interface PopoverSubject {
  readonly row: RunRow;
  /** True where the run is not open already. */
  readonly canOpenRun: boolean;
  readonly place: ChipPlace;
}

/** Which record check lies open over the page; one at most. */
export interface CheckPopoverState {
  readonly subject: PopoverSubject | null;
  show(subject: PopoverSubject): void;
  close(): void;
}

/** A store for the one open record check. */
export function createCheckPopoverStore(): StoreApi<CheckPopoverState> {
  return createStore<CheckPopoverState>()((set) => ({
    subject: null,
    show: (subject) => set({ subject }),
    close: () => set({ subject: null }),
  }));
}

/** The place of a chip, as the browser measures it. */
export function placeOf(chip: Element): ChipPlace {
  const { left, top, bottom } = chip.getBoundingClientRect();
  return { left, top, bottom };
}

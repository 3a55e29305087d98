import { type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef } from "react";

/** What the popover stands beside, in pixels of the window. */
export interface PopoverPlace {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

const EDGE_PX = 12;
const GAP_PX = 6;

/** A dialog beside what opened it. It holds the focus, closes with Esc or a tap outside, and gives the focus back. */
export function Popover(props: {
  readonly title: ReactNode;
  readonly place: PopoverPlace;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly buttons: ReactNode;
}) {
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  useModal(element);
  usePlace(element, props.place);
  useTapOutside(element, props.onClose);
  return (
    <dialog
      ref={element}
      className="dialog popover"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <h2 id={titleId} className="dialog-title">
        {props.title}
      </h2>
      <div className="dialog-body">{props.children}</div>
      <div className="dialog-buttons">{props.buttons}</div>
    </dialog>
  );
}

function useModal(element: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) dialog.showModal();
    dialog?.querySelector<HTMLElement>('[data-kind="main"]')?.focus({ preventScroll: true });
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [element]);
}

/** Below what opened it where there is room, else as far up as needed; always whole inside the window. */
function usePlace(element: RefObject<HTMLDialogElement | null>, { left, top, bottom }: PopoverPlace): void {
  useLayoutEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const arrange = (): void => {
      const { width, height } = dialog.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      const below = bottom + GAP_PX;
      const above = top - GAP_PX - height;
      const wanted = below + height + EDGE_PX <= clientHeight || above < EDGE_PX ? below : above;
      dialog.style.left = `${inside(left, width, clientWidth)}px`;
      dialog.style.top = `${inside(wanted, height, clientHeight)}px`;
    };
    const observer = new ResizeObserver(arrange);
    observer.observe(dialog);
    window.addEventListener("resize", arrange);
    arrange();
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", arrange);
    };
  }, [element, left, top, bottom]);
}

function inside(wanted: number, length: number, space: number): number {
  return Math.max(EDGE_PX, Math.min(wanted, space - length - EDGE_PX));
}

/** A tap on the shade closes. To the browser the shade is the dialog itself: only the place of the tap tells them apart. */
function useTapOutside(element: RefObject<HTMLDialogElement | null>, close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return;
    const tap = (event: MouseEvent): void => {
      if (event.target === dialog && isOutside(dialog, event)) latest.current();
    };
    dialog.addEventListener("click", tap);
    return () => dialog.removeEventListener("click", tap);
  }, [element]);
}

function isOutside(dialog: HTMLElement, { clientX, clientY }: { readonly clientX: number; readonly clientY: number }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

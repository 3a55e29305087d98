import { type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "../../ui/icon.tsx";

/** A chip that opens its filter below itself. Esc and a tap elsewhere close it; Esc gives the focus back to the chip. */
export function FilterPopover(props: {
  readonly label: string;
  readonly name: string;
  readonly active: boolean;
  /** A filter is a chip; what opens commands or choices is a button. */
  readonly look?: "chip" | "menu";
  readonly children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const root = useRef<HTMLDivElement>(null);
  const chip = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    chip.current?.focus();
  };
  useClosing(root, open, { leave: () => setOpen(false), escape: close });
  return (
    <div ref={root} className="filter">
      <button
        ref={chip}
        type="button"
        className="filter-chip"
        data-active={props.active}
        data-look={props.look ?? "chip"}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-controls={open ? panelId : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className="filter-chip-text">{props.label}</span>
        <Icon name="chevron-down" size="0.8em" />
      </button>
      {open ? (
        <FilterPanel id={panelId} name={props.name}>
          {props.children(close)}
        </FilterPanel>
      ) : null}
    </div>
  );
}

function FilterPanel(props: { readonly id: string; readonly name: string; readonly children: ReactNode }) {
  const panel = useRef<HTMLDivElement>(null);
  const [toTheLeft, setToTheLeft] = useState(false);
  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null) return;
    setToTheLeft(element.getBoundingClientRect().right > document.documentElement.clientWidth - 8);
    element.querySelector<HTMLElement>("button, input")?.focus();
  }, []);
  return (
    <div ref={panel} id={props.id} className="filter-panel" role="dialog" aria-label={props.name} data-left={toTheLeft}>
      {props.children}
    </div>
  );
}

interface Closing {
  readonly leave: () => void;
  readonly escape: () => void;
}

/** Closes when the pointer or the focus goes elsewhere, and on Esc before anything else hears of it. */
function useClosing(root: RefObject<HTMLDivElement | null>, open: boolean, closing: Closing): void {
  const latest = useRef(closing);
  latest.current = closing;
  useEffect(() => {
    const element = root.current;
    if (!open || element === null) return;
    const leave = (event: Event): void => {
      if (event.target instanceof Node && !element.contains(event.target)) latest.current.leave();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      latest.current.escape();
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", leave);
    element.addEventListener("keydown", key);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", leave);
      element.removeEventListener("keydown", key);
    };
  }, [root, open]);
}

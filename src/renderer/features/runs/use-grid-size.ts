import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import type { ColumnName } from "../../state/list-columns.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { type RowLayout, rowLayout } from "./row-layout.ts";

/** How large the list is drawn. */
export interface GridSize {
  readonly layout: RowLayout;
  /** Height of what the rows are seen through, and of the head above it. */
  readonly viewPx: number;
  readonly headPx: number;
}

/** Follows the size of the list, the density and the columns. */
export function useGridSize(scroller: RefObject<HTMLDivElement | null>, columns: readonly ColumnName[]): GridSize {
  const density = useWindowStore("settings", (state) => state.density);
  const [measured, setMeasured] = useState({ width: 0, height: 0, headPx: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    const head = element?.querySelector("thead") ?? null;
    if (element === null || head === null) return;
    const measure = (): void => {
      const next = {
        width: element.clientWidth,
        height: element.clientHeight,
        headPx: head.getBoundingClientRect().height,
      };
      setMeasured((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(head);
    measure();
    return () => observer.disconnect();
  }, [scroller]);
  const layout = useMemo(() => rowLayout(columns, measured.width, density), [columns, measured.width, density]);
  // On several lines the names of the columns are only read out.
  const headPx = layout.lines === 1 ? measured.headPx : 0;
  return { layout, headPx, viewPx: Math.max(0, measured.height - headPx) };
}

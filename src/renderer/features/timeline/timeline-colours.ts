import { useEffect, useState } from "react";
import type { BlockState } from "../../../shared/operations/list-operations.ts";

/** Colours of the drawing, from the tokens of the theme. */
export interface TimelineColours {
  readonly surface: string;
  readonly band: string;
  readonly line: string;
  readonly edge: string;
  readonly ink: string;
  readonly soft: string;
  readonly focus: string;
  readonly focusGap: string;
  readonly warn: string;
  readonly blocks: Readonly<Record<BlockState, BlockColours>>;
  readonly font: string;
}

/** How a block looks. What is not known for certain has a dashed edge. */
export interface BlockColours {
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
  readonly dashed: boolean;
}

/** Reads the colours as the page has them now. */
function readColours(page: HTMLElement): TimelineColours {
  const style = getComputedStyle(page);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const unsure = { fill: token("raised"), ink: token("ink"), edge: token("warn-edge") };
  return {
    surface: token("surface"),
    band: token("page"),
    line: token("hairline"),
    edge: token("edge"),
    ink: token("ink"),
    soft: token("ink-soft"),
    focus: token("focus"),
    focusGap: token("focus-gap"),
    warn: token("warn-edge"),
    blocks: {
      empty: { ...unsure, dashed: true },
      GREEN: { fill: token("sunken"), ink: token("ink"), edge: token("edge"), dashed: false },
      none: { ...unsure, dashed: true },
      YELLOW: { fill: token("warn-fill"), ink: token("warn-ink"), edge: token("warn-edge"), dashed: false },
      UNKNOWN: { ...unsure, dashed: true },
      ERROR: { ...unsure, dashed: false },
      RED: { fill: token("stop-fill"), ink: token("stop-ink"), edge: token("stop-edge"), dashed: false },
    },
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** The colours of the page, read again when its theme or the size of a pixel changes: then everything is drawn again. */
export function useColours(): TimelineColours {
  const [colours, setColours] = useState(() => readColours(document.documentElement));
  useEffect(() => {
    const read = (): void => setColours(readColours(document.documentElement));
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-density"] });
    const forced = matchMedia("(forced-colors: active)");
    forced.addEventListener("change", read);
    const pixel = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    pixel.addEventListener("change", read);
    return () => {
      observer.disconnect();
      forced.removeEventListener("change", read);
      pixel.removeEventListener("change", read);
    };
  }, []);
  return colours;
}

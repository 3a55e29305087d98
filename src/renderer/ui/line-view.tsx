import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { en } from "../text/en.ts";
import { REACHABLE } from "./reachable.ts";
import { SafeLine } from "./safe-name.tsx";

const LINE_HEIGHT_EM = 1.5;
const LONGEST_SHOWN = 2_000;

/** A text of any number of lines, as stored, with line numbers. Only the lines in sight are drawn. */
export function LineView({ text, label }: { readonly text: string; readonly label: string }) {
  const lines = useMemo(() => splitLines(text), [text]);
  const scroller = useRef<HTMLElement>(null);
  const lineHeight = Math.round(rootFontSize() * LINE_HEIGHT_EM);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    initialRect: { width: 600, height: 400 },
  });
  return (
    <section ref={scroller} className="lines" aria-label={label} {...REACHABLE}>
      <div className="lines-space" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => (
          <div
            key={item.key}
            className="line"
            style={{ transform: `translateY(${item.start}px)`, height: item.size, lineHeight: `${item.size}px` }}
          >
            <span className="line-number" aria-hidden="true">
              {item.index + 1}
            </span>
            <Line text={lines[item.index] ?? ""} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Line({ text }: { readonly text: string }) {
  if (text.length <= LONGEST_SHOWN) return <SafeLine line={text} />;
  return (
    <>
      <SafeLine line={text.slice(0, LONGEST_SHOWN)} />
      <span className="soft">{en.runPage.raw.longLine(text.length - LONGEST_SHOWN)}</span>
    </>
  );
}

/** A final line feed ends the last line and does not start another. */
function splitLines(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines;
}

function rootFontSize(): number {
  if (typeof document === "undefined") return 15;
  return Number.parseFloat(getComputedStyle(document.body).fontSize) || 15;
}

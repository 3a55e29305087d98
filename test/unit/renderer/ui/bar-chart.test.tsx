import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { BarChart } from "../../../../src/renderer/ui/bar-chart.tsx";
import { ChartFigure } from "../../../../src/renderer/ui/chart-figure.tsx";
import { RankedBars } from "../../../../src/renderer/ui/ranked-bars.tsx";

const bars = [
  { key: "a", total: 4, marked: 1, name: "27 Nov", title: "Fri: 4 runs, 1 blocked" },
  { key: "b", total: 2, marked: 0, name: "28 Nov", title: "Sat: 2 runs, 0 blocked" },
];

describe("charts", () => {
  it("bars tell their sentence to who cannot see them, and the marked part has a pattern", () => {
    const html = renderToStaticMarkup(
      <BarChart bars={bars} label="6 runs, 1 blocked." legend={{ total: "All runs", marked: "Blocked" }} />,
    );
    expect(html).toContain('role="img" aria-label="6 runs, 1 blocked."');
    expect(html).toContain("<title>Fri: 4 runs, 1 blocked</title>");
    expect(html.match(/class="bars-marked"[^>]*fill="url\(#/g)).toHaveLength(bars.length + 1);
    expect(html).toContain("All runs");
  });

  it("a chart has its sentence in sight and a table at hand", () => {
    const html = renderToStaticMarkup(
      <ChartFigure title="Runs" summary="6 runs." table={<table />}>
        <svg aria-hidden="true" />
      </ChartFigure>,
    );
    expect(html).toContain("6 runs.");
    expect(html).toContain('aria-expanded="false"');
    expect(html).toContain("Show as table");
    expect(html).not.toContain("<table");
  });

  it("ranks keep their order, and a name from a record cannot reorder anything", () => {
    const ranks = [
      { name: "RPM", count: 8 },
      { name: "a\u202eb", count: 2 },
    ];
    const html = renderToStaticMarkup(<RankedBars ranks={ranks} onOpen={() => undefined} />);
    expect(html.indexOf("RPM")).toBeLessThan(html.indexOf("‹U+202E›"));
    expect(html).toContain('class="rank-fill" width="25%"');
  });
});

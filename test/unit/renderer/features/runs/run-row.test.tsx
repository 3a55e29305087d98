import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { RunRowView, rowElementId } from "../../../../../src/renderer/features/runs/run-row.tsx";
import { type ColumnName, USUAL_COLUMNS } from "../../../../../src/renderer/state/list-columns.ts";
import type { RunCheck } from "../../../../../src/renderer/state/run-check-store.ts";
import type { RunRow } from "../../../../../src/shared/operations/run-operations.ts";
import { makeRow } from "../../sample-data.ts";
import { makeChangedFile } from "../../sample-reports.ts";

function markup(
  change: Partial<RunRow>,
  check: RunCheck | null = null,
  columns: readonly ColumnName[] = USUAL_COLUMNS,
): string {
  return renderToStaticMarkup(
    <table>
      <tbody>
        <RunRowView
          row={makeRow(change)}
          line={4}
          columns={columns}
          top={0}
          height={36}
          active={false}
          selected={true}
          check={check}
        />
      </tbody>
    </table>,
  );
}

describe("run row", () => {
  it("shows the four facts apart, each as a word", () => {
    const html = markup({ risk_level: "RED", status: "BLOCKED", verdict: "cannot-check", review: "waiting" });
    for (const word of ["Checks failed", "Blocked", "Cannot check", "Waiting for review"]) expect(html).toContain(word);
  });

  it("says which row of the whole list it is, the head being the first", () => {
    const html = markup({});
    expect(html).toContain('aria-rowindex="6"');
    expect(html).toContain(`id="${rowElementId(4)}"`);
    expect(html).toContain('aria-selected="true"');
  });

  it("a damaged record keeps its row and says why and where", () => {
    const html = markup({
      problem: "It ends in the middle.",
      risk_level: null,
      status: null,
      path: "2026-11-21/run_1.json",
    });
    expect(html).toContain("Cannot read – damaged file");
    expect(html).toContain("It ends in the middle.");
    expect(html).toContain("2026-11-21/run_1.json");
    expect(html).toContain("21 Nov 2026");
    expect(html).not.toContain("No decision");
    for (const word of ["Size not known", "Details", "Save copy for support", "Not checked yet"]) {
      expect(html).toContain(word);
    }
  });

  it("a check that runs here shows in the row, and its result counts before what the list knew", () => {
    const running = { jobId: "job-1", report: null, early: null, error: null };
    expect(markup({ verdict: "intact" }, running)).toContain("Checking…");
    const found = { jobId: null, report: makeChangedFile("op20.nc"), early: null, error: null };
    expect(markup({ verdict: "intact" }, found)).toContain("Record CHANGED");
  });

  it("shows the beginning of the note on one line, and the tags", () => {
    const html = markup({ note: `first\nsecond ${"x".repeat(100)}`, tags: ["rework"] });
    expect(html).toContain("first second");
    expect(html).not.toContain("x".repeat(60));
    expect(html).toContain("rework");
  });

  it("a name from a record cannot reorder or hide anything", () => {
    expect(markup({ tool_id: "T\u202e102" })).toContain("‹U+202E›");
  });

  it("shows the columns that were chosen, in their order, and says no thing twice", () => {
    const html = markup({ material_id: "ebony", tags: ["rework"], limit_percent: 93, attachment_count: 4 }, null, [
      ...(["run", "tags", "limit", "files", "tool", "material", "note"] as const),
    ]);
    expect(html.match(/cell-(\w+)/g)).toEqual([
      ...["cell-run", "cell-tags", "cell-part", "cell-limit", "cell-part", "cell-files", "cell-tool"],
      ...["cell-material", "cell-note", "cell-none"],
    ]);
    expect(html.match(/ebony/g)).toHaveLength(1);
    expect(html).toContain("93 % used");
  });

  it("says that the result differs from an earlier run with the same inputs", () => {
    expect(markup({ differs: true })).toContain("Result differs from an earlier run");
  });
});

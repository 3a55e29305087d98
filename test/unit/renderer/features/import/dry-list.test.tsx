import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { DryList } from "../../../../../src/renderer/features/import/dry-list.tsx";
import { makeImportReport } from "../../sample-data.ts";

const report = makeImportReport({
  new: 2,
  incomplete: 1,
  notes: ["One remark.", "One remark."],
  records: [
    { run_id: "run_1", state: "new", verdict: "verified", reason: null, source: "a.json" },
    { run_id: "run_2", state: "incomplete", verdict: "placeholder", reason: "No fingerprint.", source: "b.json" },
  ],
});

describe("dry list", () => {
  it("counts the five groups; what is not complete is not counted as new twice", () => {
    const html = renderToStaticMarkup(<DryList report={report} done={false} />);
    const counts = [...html.matchAll(/group-count">(\d+)</g)].map((match) => match[1]);
    expect(counts).toEqual(["1", "0", "0", "0", "1"]);
    for (const name of ["New", "Already here", "Conflict", "Cannot read", "Not complete"]) expect(html).toContain(name);
  });

  it("opens first what is not as usual, with the reason", () => {
    const html = renderToStaticMarkup(<DryList report={report} done={false} />);
    expect(html).toContain("No fingerprint.");
    expect(html).not.toContain("a.json");
  });

  it("speaks of the past when it is done", () => {
    expect(renderToStaticMarkup(<DryList report={report} done={false} />)).toContain("Will be imported.");
    expect(renderToStaticMarkup(<DryList report={report} done={true} />)).toContain("Imported, byte for byte.");
  });
});

import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { EntryTable, StepList } from "../../../../../src/renderer/features/run/history-section.tsx";
import { historySteps } from "../../../../../src/renderer/features/run/history-steps.ts";
import { readRecordFacts } from "../../../../../src/renderer/state/record-facts.ts";
import { makeEntry, makeRow, makeView } from "../../sample-data.ts";

const ENTRIES = [
  makeEntry({ body: { run_number: "1-3", attachments: ["a"] } }),
  makeEntry({ seq: 2, kind: "run.annotated", body: { text: "Tool \u202eworn" }, at: "2026-11-25T10:00:00Z" }),
  makeEntry({ seq: 3, kind: "run.tagged", body: { tag: "rework" }, at: "2026-11-25T07:00:00Z" }),
];
const plain = (html: string): string => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("history section", () => {
  it("the steps tell what, when, by whom and where, with UTC for those who ask, and mark what came later", () => {
    const steps = historySteps(makeView(makeRow(), { feasibility: {} }), readRecordFacts({ feasibility: {} }), ENTRIES);
    const html = renderToStaticMarkup(<StepList steps={steps} />);
    const text = plain(html);
    expect(text).toMatch(/Made.*Checked.*Decided Checks passed.*Files written 1 file.*Note added.*Tag added rework/);
    expect(text).toContain("anna, ws-1");
    expect(text).toContain("Added later: 4 days after the record");
    expect(text).toContain("Clock moved back 3 h before this.");
    expect(html).toContain('dateTime="2026-11-25T10:00:00Z"');
    expect(html).toContain("‹U+202E›");
  });

  it("what was written in one go is told once to the eye and each time to the ear", () => {
    const steps = historySteps(makeView(makeRow(), { feasibility: {} }), readRecordFacts({ feasibility: {} }), ENTRIES);
    const html = renderToStaticMarkup(<StepList steps={steps} />);
    expect(html.match(/data-same="true"/g)).toHaveLength(3);
    expect(html.match(/<time /g)).toHaveLength(steps.length);
  });

  it("every entry is told in words, numbered as in the log", () => {
    const text = plain(renderToStaticMarkup(<EntryTable entries={ENTRIES} />));
    expect(text).toMatch(
      /1 .*Recorded anna ws-1 Run 1-3, 1 file.*2 .*Note added.*3 .*Tag added.*rework.*Clock moved back/,
    );
    expect(text).not.toContain("{");
  });
});

import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CheckCard, sweepSentence } from "../../../../../src/renderer/features/health/check-card.tsx";
import type { Health } from "../../../../../src/shared/operations/store-operations.ts";
import { makeHealth } from "../../sample-data.ts";

function markup(change: Partial<Health>): string {
  return renderToStaticMarkup(<CheckCard health={makeHealth(change)} />);
}

describe("check card", () => {
  it("says where nothing was ever checked, signed or set back", () => {
    const html = markup({});
    for (const text of [
      "Never yet. Start one on the page Record check.",
      "Never yet.",
      "It was never found set back.",
    ]) {
      expect(html).toContain(text);
    }
  });

  it("shows what the last check of everything came to as a chip, never as a promise", () => {
    const html = markup({ last_full_check: { at: "2025-01-02T03:04:05.000000Z", verdict: "changed" } });
    expect(html).toContain("2 Jan 2025");
    expect(html).toContain("Record CHANGED");
    expect(html).toContain('data-icon="seal-broken"');
  });

  it("says how far the clock went back, and how much of the log is signed", () => {
    const html = markup({
      clock_step: { at: "2025-01-02T03:04:05Z", from: "2025-01-02T06:04:05Z", to: "2025-01-02T03:04:05Z" },
      last_checkpoint: { at: "2025-01-02T03:04:05Z", size: 1240 },
    });
    expect(html).toContain("It moved back 3 h");
    expect(html).toMatch(/up to line 1.240\./);
  });

  it("the nightly check says what it does, each state in its own words", () => {
    const states = ["waiting", "running", "yielding"] as const;
    const sentences = states.map((state) => sweepSentence({ state, next_at: null }));
    expect(new Set([...sentences, sweepSentence(null)]).size).toBe(4);
    expect(sweepSentence({ state: "waiting", next_at: "2025-01-02T03:04:05Z" })).toContain("2 Jan 2025");
  });
});

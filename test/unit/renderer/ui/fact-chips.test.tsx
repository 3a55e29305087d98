import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { checkLook, decisionLook, FactChip, reviewLook, statusLook } from "../../../../src/renderer/ui/fact-chips.tsx";
import { REVIEW_STATES, RISK_LEVELS, RUN_STATUSES, VERDICTS } from "../../../../src/shared/verdicts.ts";

const css = readFileSync(new URL("../../../../src/renderer/ui/styles/tokens.css", import.meta.url), "utf8");

/** The colours of a theme by name, as `tokens.css` gives them. */
function coloursOf(theme: string): ReadonlyMap<string, string> {
  const block = new RegExp(`data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [name, colour]),
  );
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** What stands on what, and the least contrast it needs. Source: experience A11Y-2. */
const PAIRS: readonly (readonly [front: string, back: string, least: number])[] = [
  ...["page", "surface", "raised", "sunken"].map((back) => ["ink", back, 7] as const),
  ...["page", "surface", "raised", "sunken"].map((back) => ["ink-soft", back, 4.5] as const),
  ...["stop", "warn", "changed", "action"].map((name) => [`${name}-ink`, `${name}-fill`, 7] as const),
  ["main-ink", "main-fill", 7],
  ["sample-ink", "sample", 4.5],
  ["stop-edge", "raised", 4.5],
  ...["edge", "stop-edge", "warn-edge", "changed-edge", "focus"].flatMap((front) =>
    ["page", "surface", "raised"].map((back) => [front, back, 3] as const),
  ),
  ["sample", "page", 3],
];

describe("fact chips", () => {
  it("no two values of a fact look alike without colour", () => {
    const looks = [
      RISK_LEVELS.map(decisionLook),
      RUN_STATUSES.map(statusLook),
      VERDICTS.map(checkLook),
      REVIEW_STATES.map(reviewLook),
    ];
    for (const values of looks) expect(new Set(values.map((look) => look.word)).size).toBe(values.length);
    expect(new Set(RISK_LEVELS.map((risk) => decisionLook(risk).icon)).size).toBe(RISK_LEVELS.length);
    expect(new Set(VERDICTS.map((verdict) => checkLook(verdict).icon)).size).toBe(VERDICTS.length);
  });

  it("only a passed check is plain; what is not known never is", () => {
    const plain = RISK_LEVELS.filter((risk) => decisionLook(risk).tone === "plain");
    expect(plain).toEqual(["GREEN"]);
    expect(decisionLook(null).tone).toBe("unsure");
    expect(statusLook(null).tone).toBe("unsure");
  });

  it("blue asks a person to act, magenta means that the record changed, and nothing else wears them", () => {
    const waiting = REVIEW_STATES.filter((state) => reviewLook(state).tone === "action");
    expect(waiting).toEqual(["waiting"]);
    expect(VERDICTS.filter((verdict) => checkLook(verdict).tone === "changed")).toEqual(["changed"]);
  });

  it("an automatic approval is told from a person's by shape and word", () => {
    expect(reviewLook("approved").icon).not.toBe(reviewLook("approved-automatically").icon);
    expect(reviewLook("approved").word).toBe("Approved by a person");
  });

  it("a chip is its word and a drawing that is not read aloud", () => {
    const html = renderToStaticMarkup(<FactChip fact="decision" look={decisionLook("RED")} size="row" />);
    expect(html).toContain("Checks failed");
    expect(html).toContain('data-icon="octagon-cross"');
    expect(html).toContain('aria-hidden="true"');
  });

  it.each(["light", "dark", "contrast"])("in %s every text and edge keeps its contrast", (theme) => {
    const colours = coloursOf(theme);
    expect(colours.size).toBeGreaterThan(20);
    const weak = PAIRS.filter(([front, back, least]) => {
      const [one, other] = [colours.get(front), colours.get(back)];
      return one === undefined || other === undefined || contrast(one, other) < least;
    });
    expect(weak).toEqual([]);
  });
});

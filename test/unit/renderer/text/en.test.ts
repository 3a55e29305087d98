import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ESTree, parseSync, Visitor } from "vite";
import { describe, expect, it } from "vitest";
import { en } from "../../../../src/renderer/text/en.ts";

/** The sentences that may say what they do not promise. Source: experience VER-6. */
const FIXED = "This says the record has not changed. It does not say the cut is safe.";
const FIXED_OF_MANY = "This says the records have not changed. It does not say a cut is safe.";

/** Words that are never shown. Source: experience part 5, rules 5 and 6, and the list of words. */
const BANNED =
  /\b(please|sorry|oops|invalid|illegal|forbidden|failed to|unexpected|safe|guaranteed|tamper-proof|certified|artifacts?|feasibility engine|caution|danger|success(ful(ly)?)?|block reason|score|checksums?|digests?|validat(e|es|ed|ion)|verif(y|ies|ied|ication)|integrity|immutable|append-only|attachments?|blobs?|assets?|ai insight|drift|parent|gate policy|pending|mutex|lockfile|archive|dump|hash(es)?|ok|yes|advisor(y|ies))\b|!/i;

const MOST_WORDS = 15;
/** Handed to functions that make sentences. */
const SAMPLE = { number: 2, text: "x", report: { already_here: 2, conflict: 2, unreadable: 2 } };

interface Shown {
  readonly path: string;
  readonly text: string;
}

/** Every text, and every sentence a function makes, with one and with several things to count. */
function everyText(value: unknown, path: string): readonly Shown[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value === "function") return [1, 2].map((count) => callText(value as Make, path, count));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => everyText(child, `${path}.${name}`));
}

type Make = (...given: readonly unknown[]) => unknown;

function callText(make: Make, path: string, count: number): Shown {
  const asked = /^\(?([^)=]*)\)?\s*=>/.exec(make.toString())?.[1] ?? "";
  const args = asked
    .split(",")
    .map((name) => name.trim())
    .map((name) => sampleFor(name, count));
  return { path: `${path}()`, text: String(make(...args)) };
}

function sampleFor(name: string, count: number): unknown {
  if (name === "report") return SAMPLE.report;
  return /count|total|blocked|hidden|filters|imported|seq|seconds|percent|files|pid/.test(name) ? count : SAMPLE.text;
}

const shown = everyText(en, "en");

function sentences(text: string): readonly string[] {
  return text.split(/(?<=[.:?…])\s+/).filter((sentence) => sentence !== "");
}

/** Texts that stand in the tags, attributes and strings of a component. */
function literalsOf(path: string): readonly string[] {
  const found: string[] = [];
  const { program } = parseSync(path, readFileSync(path, "utf8"), { lang: "tsx" });
  const isWord = (text: string): boolean => /\p{L}{2}/u.test(text);
  const takeText = (node: ESTree.JSXText): void => {
    if (isWord(node.value)) found.push(node.value.trim());
  };
  const takeAttribute = (node: ESTree.JSXAttribute): void => {
    const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
    const text = node.value?.type === "Literal" ? node.value.value : null;
    if (/^(aria-label|title|placeholder|alt|label|legend)$/.test(name) && typeof text === "string") found.push(text);
  };
  new Visitor(
    Object.fromEntries([
      ["JSXText", takeText],
      ["JSXAttribute", takeAttribute],
    ]),
  ).visit(program);
  return found;
}

describe("texts", () => {
  it("there are texts, and sentences that functions make are among them", () => {
    expect(shown.length).toBeGreaterThan(300);
    expect(shown.find(({ path }) => path === "en.runs.count()")?.text).toBe("1 run · 1 blocked");
  });

  it("no banned word is shown", () => {
    const bad = shown.filter(({ text }) => BANNED.test(text.replace(FIXED, "").replace(FIXED_OF_MANY, "")));
    expect(bad).toEqual([]);
  });

  it("the rule finds what it is for", () => {
    for (const text of ["Failed to save", "Are you sure?!", "Verified", "The score", "This is safe"]) {
      expect(BANNED.test(text)).toBe(true);
    }
    expect(BANNED.test("Checks failed – do not run")).toBe(false);
  });

  it(`no sentence has more than ${MOST_WORDS} words`, () => {
    const long = shown.flatMap(({ path, text }) =>
      sentences(text)
        .filter((sentence) => sentence.split(/\s+/).length > MOST_WORDS)
        .map((sentence) => `${path}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  it("nothing is empty, undefined or glued from what was not given", () => {
    expect(shown.filter(({ text }) => text.trim() === "" || /undefined|NaN|\[object/.test(text))).toEqual([]);
  });

  it("colour words never stand alone", () => {
    expect(shown.filter(({ text }) => /\b(red|green|yellow|amber|magenta)\b/i.test(text))).toEqual([]);
  });

  it("the decisions, states and record checks are called as the list of words says", () => {
    expect(en.words.decision).toMatchObject({
      GREEN: "Checks passed",
      RED: "Checks failed",
      ERROR: "Check did not finish",
    });
    expect(en.words.status).toEqual({ OK: "Finished", BLOCKED: "Blocked", ERROR: "Error" });
    expect(en.words.check.changed).toBe("Record CHANGED");
    expect(en.runPage.check.fixed).toBe(FIXED);
    expect(en.recordCheck.report.fixed).toBe(FIXED_OF_MANY);
    expect(en.runPage.verdict.changed).toBe("Do not use – record changed");
    expect(en.runPage.verdict.warnings).toBe("Passed with warnings – read before you run");
  });

  it("every word a component shows comes from here", () => {
    const folder = fileURLToPath(new URL("../../../../src/renderer/", import.meta.url));
    const components = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".tsx"),
    );
    expect(components.length).toBeGreaterThan(30);
    const found = components.flatMap((path) => literalsOf(join(folder, path)).map((text) => `${path}: ${text}`));
    expect(found).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { readTerms } from "../../../../src/shared/query/query-terms.ts";

/** Terms as text again, in a form that shows how they were read. */
function read(text: string): string[] {
  return readTerms(text).map(({ isWithout, key, values }) => {
    const shown = values.map((value) => (value.isQuoted ? `<${value.text}>` : value.text));
    return `${isWithout ? "not " : ""}${key === null ? "" : `${key.text} = `}${shown.join(" | ")}`;
  });
}

describe("the terms of a typed query", () => {
  it.each([
    ["", []],
    ["  a\t-b\n", ["a", "not b"]],
    ["tool:a,b", ["tool = a | b"]],
    ["-tool:a", ["not tool = a"]],
    ["tool:saw:6", ["tool = saw:6"]],
    ['tool:"a b","c,d"', ["tool = <a b> | <c,d>"]],
    ['"a \\"b\\" \\\\ \\n"', ['<a "b" \\ \\n>']],
    ["a,b -", ["a,b", "-"]],
    ["--a", ["not -a"]],
    ["tool:", ["tool = "]],
    ['""', ["<>"]],
  ])("%j", (text, terms) => {
    expect(read(text)).toEqual(terms);
  });

  it("know where they and their values stand", () => {
    const text = ' -tool:T1,"a b" x';
    const [term, word] = readTerms(text);
    const piece = (place: { start: number; length: number } | null | undefined): string =>
      text.slice(place?.start ?? 0, (place?.start ?? 0) + (place?.length ?? 0));
    expect([term, term?.key, ...(term?.values ?? []), word].map(piece)).toEqual([
      '-tool:T1,"a b"',
      "tool",
      "T1",
      '"a b"',
      "x",
    ]);
  });

  it.each([
    ['"a', "quote-open", 0, 2],
    ['x "a\\"', "quote-open", 2, 4],
    ['a"b"', "quote-inside", 1, 1],
    ['tool:a"', "quote-inside", 6, 1],
    ['"a""b"', "quote-inside", 3, 1],
  ])("%s is refused: %s", (text, problem, start, length) => {
    expect(() => readTerms(text)).toThrow(expect.objectContaining({ problem, place: { start, length } }));
  });
});

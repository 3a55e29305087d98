import { describe, expect, it } from "vitest";
import {
  findQueryKey,
  findQueryValue,
  nearestKey,
  nearestValue,
  plainWord,
  QUERY_KEYS,
} from "../../../../src/shared/query/query-keys.ts";
import { VALUE_FILTER_NAMES } from "../../../../src/shared/query/run-query.ts";

function keyNamed(name: string) {
  const key = findQueryKey(name);
  if (key === null) throw new Error(`no key ${name}`);
  return key;
}

describe("the keys of a typed query", () => {
  it("cover every filter, each by one key", () => {
    const filters = QUERY_KEYS.flatMap(({ filter }) => (filter === null ? [] : [filter]));
    expect([...filters].sort()).toEqual([...VALUE_FILTER_NAMES].sort());
  });

  it("are never spelled alike, aliases among them", () => {
    const words = QUERY_KEYS.flatMap(({ key, aliases }) => [key, ...aliases]);
    expect(new Set(words).size).toBe(words.length);
    expect(words.map(plainWord)).toEqual(words);
  });

  it("have other words only for values that they take, and each in its plain form", () => {
    for (const { values, words } of QUERY_KEYS) {
      expect(Object.values(words).filter((value) => !values.includes(value))).toEqual([]);
      expect(Object.keys(words).map(plainWord)).toEqual(Object.keys(words));
    }
  });

  it("say what they look for in a line of at most 15 words", () => {
    for (const { meaning } of QUERY_KEYS) {
      expect(meaning).toMatch(/^[A-Z][^\n]+$/);
      expect(meaning.split(" ").length).toBeLessThanOrEqual(15);
    }
  });

  it("are found whatever the case and the way words are joined", () => {
    expect(
      [findQueryKey("DECISION"), findQueryKey("Event_Type"), findQueryKey("based-on")].map((key) => key?.key),
    ).toEqual(["decision", "event", "parent"]);
    for (const word of ["colour", "constructor", "__proto__", ""]) expect(findQueryKey(word)).toBeNull();
  });

  it("find the values of a closed set, and nothing that only looks like one", () => {
    expect(findQueryValue(keyNamed("review"), "Approved  automatically")).toBe("approved-automatically");
    expect(findQueryValue(keyNamed("decision"), "Passed with warnings")).toBe("YELLOW");
    for (const word of ["constructor", "toString", "gree"])
      expect(findQueryValue(keyNamed("decision"), word)).toBeNull();
  });

  it("guess what was meant from a beginning or a slip of the pen, and no more", () => {
    expect(["mate", "stauts", "machne", "Tol", "sinse"].map(nearestKey)).toEqual([
      "material",
      "status",
      "machine",
      "tool",
      "since",
    ]);
    expect(["x", "colour", "y".repeat(5000)].map(nearestKey)).toEqual([null, null, null]);
    expect(nearestValue(keyNamed("status"), "blokced")).toBe("BLOCKED");
    expect(nearestValue(keyNamed("tool"), "anything")).toBeNull();
  });
});

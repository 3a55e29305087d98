import { describe, expect, it } from "vitest";
import { readJson } from "../../../../src/main/canonical/json-tree.ts";
import { findMember, findText, listMember, listTexts } from "../../../../src/main/catalog/record-member.ts";

const record = readJson(
  Buffer.from('{"a":{"b":"text"},"list":["x",1,null,"y"],"empty":"","number":5,"__proto__":"own"}'),
);

describe("members of a record", () => {
  it("are found by key, keys with a special sound included", () => {
    expect(findText(findMember(record, "a"), "b")).toBe("text");
    expect(findText(record, "__proto__")).toBe("own");
    expect(findText(record, "constructor")).toBeNull();
  });

  it("are null where there is none, or none of the kind asked for", () => {
    expect(findMember(record, "missing")).toBeNull();
    expect(findMember(findMember(record, "list"), "0")).toBeNull();
    expect(findText(record, "number")).toBeNull();
    expect(findText(record, "empty")).toBeNull();
    expect(findText(null, "a")).toBeNull();
  });

  it("that are lists give their items, others none", () => {
    expect(listMember(record, "list")).toHaveLength(4);
    expect(listTexts(record, "list")).toEqual(["x", "y"]);
    expect(listMember(record, "a")).toEqual([]);
  });
});

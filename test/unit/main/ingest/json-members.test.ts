import { describe, expect, it } from "vitest";
import { toPlain } from "../../../../src/main/canonical/json-tree.ts";
import { jsonObject } from "../../../../src/main/canonical/json-value.ts";
import { withMembers } from "../../../../src/main/ingest/json-members.ts";

describe("withMembers", () => {
  it("puts new members behind the old ones", () => {
    const object = withMembers(jsonObject([["a", "1"]]), [["b", "2"]]);
    expect([...object.keys()]).toEqual(["a", "b"]);
  });

  it("keeps a member it already has under another name", () => {
    const object = withMembers(
      jsonObject([
        ["violations", "theirs"],
        ["violations_as_received", "older"],
      ]),
      [["violations", "ours"]],
    );
    expect(toPlain(object)).toEqual({
      violations_as_received_: "theirs",
      violations_as_received: "older",
      violations: "ours",
    });
  });

  it("gives the object itself back when there is nothing to add", () => {
    const object = jsonObject([]);
    expect(withMembers(object, [])).toBe(object);
  });
});

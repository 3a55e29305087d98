import { describe, expect, it } from "vitest";
import { readJson } from "../../../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../../../src/main/canonical/json-value.ts";
import { FieldReader } from "../../../../src/main/ingest/field-reader.ts";
import type { Violation } from "../../../../src/shared/operations/run-operations.ts";

function read(text: string): { readonly fields: FieldReader; readonly problems: Violation[] } {
  const problems: Violation[] = [];
  const bytes = Buffer.from(text);
  const value = readJson(bytes);
  return { fields: new FieldReader(value instanceof JsonObject ? value : null, "", { bytes, problems }), problems };
}

describe("field reader", () => {
  it("takes absent and null fields for not given", () => {
    const { fields, problems } = read('{"a":null}');
    expect([fields.text("a"), fields.text("b"), fields.flag("a"), fields.object("b"), fields.texts("a")]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(problems).toEqual([]);
  });

  it("names the path of a field of another type and what it is", () => {
    const { fields, problems } = read('{"a":5,"b":{"c":[]},"d":["x",1],"e":"x"}');
    expect(fields.text("a")).toBeNull();
    expect(fields.inner("b").text("c")).toBeNull();
    expect(fields.texts("d")).toEqual(["x"]);
    expect(fields.innerItems("d").map((item) => item.isThere)).toEqual([false, false]);
    expect(fields.flag("e")).toBeNull();
    expect(problems).toEqual([
      { field: "a", reason: "Must be text, not a number" },
      { field: "b.c", reason: "Must be text, not a list" },
      { field: "d[1]", reason: "Must be text, not a number" },
      { field: "d[0]", reason: "Must be an object, not text" },
      { field: "d[1]", reason: "Must be an object, not a number" },
      { field: "e", reason: "Must be true or false, not text" },
    ]);
  });

  it("gives the bytes of a value as they stand in the text", () => {
    const { fields } = read('{"a": {"x" : 1.0} }');
    expect(Buffer.from(fields.bytesOf("a")).toString()).toBe('{"x" : 1.0}');
    expect(fields.bytesOf("b")).toHaveLength(0);
  });

  it("keeps what nobody took, in its order", () => {
    const { fields } = read('{"z":1,"a":2,"m":3}');
    fields.any("a");
    expect([...fields.rest().keys()]).toEqual(["z", "m"]);
  });
});

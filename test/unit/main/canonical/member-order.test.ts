import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { JsonTape } from "../../../../src/main/canonical/json-tape.ts";
import { EVIDENCE_LIMITS } from "../../../../src/main/canonical/json-tree.ts";
import { MemberOrder } from "../../../../src/main/canonical/member-order.ts";

/** The members of the outermost object as `key:value`, in the order of the list. */
function listed(text: string): string[] {
  const tape = new JsonTape();
  tape.scan(Buffer.from(text), EVIDENCE_LIMITS);
  const order = new MemberOrder(tape);
  order.prepare();
  const end = order.list(0, 0);
  const slice = (node: number) => Buffer.from(tape.bytes.subarray(tape.startOf(node), tape.endOf(node))).toString();
  return [...order.keys.subarray(0, end)].map((key) => `${slice(key)}:${slice(key + 2)}`);
}

/** More members than are sorted by insertion. */
function wide(count: number, keyOf: (i: number) => string): string {
  return `{${Array.from({ length: count }, (_, i) => `${keyOf(i)}:${i}`).join(",")}}`;
}

describe("MemberOrder", () => {
  it("leaves sorted members as they are", () => {
    expect(listed('{"":0,"a":1,"aa":{"z":1,"y":2},"b":3}')).toEqual(['"":0', '"a":1', '"aa":{"z":1,"y":2}', '"b":3']);
  });

  it("sorts by bytes and keeps the last of equals", () => {
    expect(listed('{"b":0,"a":1,"b":2,"a!":3,"é":4,"z":5,"b":6}')).toEqual([
      '"a":1',
      '"a!":3',
      '"b":6',
      '"z":5',
      '"é":4',
    ]);
  });

  it("compares keys with escapes by what they say", () => {
    expect(listed('{"b":0,"\\u0062":1,"a\\n":2,"a\\u0000":3,"a":4}')).toEqual([
      '"a":4',
      '"a\\u0000":3',
      '"a\\n":2',
      '"\\u0062":1',
    ]);
  });

  it("does the same for many members", () => {
    const sorted = Array.from({ length: 700 }, (_, i) => `"k${String(i).padStart(3, "0")}":${1399 - i}`);
    expect(listed(wide(1400, (i) => `"k${String(i < 700 ? i : 1399 - i).padStart(3, "0")}"`))).toEqual(sorted);
  });
});

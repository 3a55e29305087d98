import { Buffer } from "node:buffer";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { canonicalForm } from "../../../../src/main/canonical/canonical-form.ts";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";
import { JsonTape, MAX_TEXT_BYTES } from "../../../../src/main/canonical/json-tape.ts";
import {
  EVIDENCE_LIMITS,
  type JsonLimits,
  REQUEST_LIMITS,
  readJson,
} from "../../../../src/main/canonical/json-tree.ts";

/** The public JSONTestSuite, where it lies beside the project: `y_` must be read, `n_` refused, `i_` is up to the reader. */
const SUITE = new URL("../../../../../shared/corpora/json-parsing/", import.meta.url);
const suite = existsSync(SUITE) ? readdirSync(SUITE).filter((name) => name.endsWith(".json")) : [];

type Outcome = "read" | "BAD_JSON" | "TOO_DEEP" | "TOO_LARGE";

function outcomeOf(read: () => unknown): Outcome {
  try {
    read();
    return "read";
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.code;
    throw error;
  }
}

function outcomes(text: Uint8Array): {
  readonly evidence: Outcome;
  readonly request: Outcome;
  readonly canonical: Outcome;
} {
  const reading = (limits: JsonLimits) => outcomeOf(() => readJson(text, limits));
  return {
    evidence: reading(EVIDENCE_LIMITS),
    request: reading(REQUEST_LIMITS),
    canonical: outcomeOf(() => canonicalForm(text)),
  };
}

const READ = { evidence: "read", request: "read", canonical: "read" } as const;
const REFUSED = { evidence: "BAD_JSON", request: "BAD_JSON", canonical: "BAD_JSON" } as const;
const NOT_IN_A_REQUEST = { evidence: "read", request: "BAD_JSON", canonical: "read" } as const;
const ONLY_AS_EVIDENCE = { evidence: "read", request: "BAD_JSON", canonical: "BAD_JSON" } as const;
const TOO_DEEP_TO_ASK_FOR = { evidence: "read", request: "TOO_DEEP", canonical: "read" } as const;

/** Not JSON, but CPython reads and writes it, so older stores can hold it. */
const BARE_WORDS = ["n_number_NaN.json", "n_number_infinity.json", "n_number_minus_infinity.json"];
/** JSON, but a request may not say the same thing twice. */
const DUPLICATES = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"];
const DEEP = ["n_structure_100000_opening_arrays.json", "n_structure_open_array_object.json"];

/** What becomes of the texts about which the JSON standard leaves the decision to the reader. */
const UP_TO_US: Readonly<Record<string, ReturnType<typeof outcomes>>> = {
  "i_number_double_huge_neg_exp.json": READ,
  "i_number_huge_exp.json": NOT_IN_A_REQUEST,
  "i_number_neg_int_huge_exp.json": NOT_IN_A_REQUEST,
  "i_number_pos_double_huge_exp.json": NOT_IN_A_REQUEST,
  "i_number_real_neg_overflow.json": NOT_IN_A_REQUEST,
  "i_number_real_pos_overflow.json": NOT_IN_A_REQUEST,
  "i_number_real_underflow.json": READ,
  "i_number_too_big_neg_int.json": READ,
  "i_number_too_big_pos_int.json": READ,
  "i_number_very_big_negative_int.json": READ,
  "i_object_key_lone_2nd_surrogate.json": ONLY_AS_EVIDENCE,
  "i_string_1st_surrogate_but_2nd_missing.json": ONLY_AS_EVIDENCE,
  "i_string_1st_valid_surrogate_2nd_invalid.json": ONLY_AS_EVIDENCE,
  "i_string_UTF-16LE_with_BOM.json": REFUSED,
  "i_string_UTF-8_invalid_sequence.json": REFUSED,
  "i_string_UTF8_surrogate_U+D800.json": REFUSED,
  "i_string_incomplete_surrogate_and_escape_valid.json": ONLY_AS_EVIDENCE,
  "i_string_incomplete_surrogate_pair.json": ONLY_AS_EVIDENCE,
  "i_string_incomplete_surrogates_escape_valid.json": ONLY_AS_EVIDENCE,
  "i_string_invalid_lonely_surrogate.json": ONLY_AS_EVIDENCE,
  "i_string_invalid_surrogate.json": ONLY_AS_EVIDENCE,
  "i_string_invalid_utf-8.json": REFUSED,
  "i_string_inverted_surrogates_U+1D11E.json": ONLY_AS_EVIDENCE,
  "i_string_iso_latin_1.json": REFUSED,
  "i_string_lone_second_surrogate.json": ONLY_AS_EVIDENCE,
  "i_string_lone_utf8_continuation_byte.json": REFUSED,
  "i_string_not_in_unicode_range.json": REFUSED,
  "i_string_overlong_sequence_2_bytes.json": REFUSED,
  "i_string_overlong_sequence_6_bytes.json": REFUSED,
  "i_string_overlong_sequence_6_bytes_null.json": REFUSED,
  "i_string_truncated-utf-8.json": REFUSED,
  "i_string_utf16BE_no_BOM.json": REFUSED,
  "i_string_utf16LE_no_BOM.json": REFUSED,
  "i_structure_500_nested_arrays.json": TOO_DEEP_TO_ASK_FOR,
  "i_structure_UTF-8_BOM_empty_object.json": REFUSED,
};

function expectedOutcome(name: string): ReturnType<typeof outcomes> | undefined {
  if (BARE_WORDS.includes(name) || DUPLICATES.includes(name)) return NOT_IN_A_REQUEST;
  if (DEEP.includes(name)) return { evidence: "TOO_DEEP", request: "TOO_DEEP", canonical: "TOO_DEEP" };
  if (name.startsWith("i_")) return UP_TO_US[name];
  return name.startsWith("y_") ? READ : REFUSED;
}

describe.skipIf(suite.length === 0)("JSONTestSuite (skipped only where it does not lie beside the project)", () => {
  it.each(suite)("%s", (name) => {
    expect(outcomes(readFileSync(new URL(encodeURIComponent(name), SUITE)))).toEqual(expectedOutcome(name));
  });

  it("is whole", () => {
    expect(["y", "n", "i"].map((kind) => suite.filter((name) => name.startsWith(`${kind}_`)).length)).toEqual([
      95, 188, 35,
    ]);
  });
});

describe("JsonTape", () => {
  it.each([
    "null",
    "true",
    "false",
    "0",
    "-0",
    "10",
    "0.0",
    "1.5",
    "-1.5e-3",
    "1E+2",
    '""',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00aF"',
    "[]",
    "{}",
    "[[],{}]",
    '{"":0}',
    '{"a":{"b":[1,2,{"c":null}]}}',
    " [ 1 ,\t2\r\n] ",
    '"\u007f\u0080\u2028\uffff😀"',
    "123456789012345678901234567890",
  ])("reads %s", (text) => {
    expect(outcomes(Buffer.from(text))).toEqual(READ);
  });

  it.each([
    "",
    " ",
    "nul",
    "nulll",
    "True",
    "-",
    "+1",
    "01",
    "-01",
    "1.",
    ".5",
    "1.e2",
    "1e",
    "0x1",
    "1_0",
    "１",
    "-NaN",
    "+Infinity",
    "-Infinit",
    '"',
    '"\\"',
    '"\\x"',
    '"\\u12g4"',
    '"\\u123"',
    '"\\U0041"',
    '"\u0000"',
    '"\n"',
    "'a'",
    "[",
    "]",
    "[1",
    "[1 2]",
    "[1,]",
    "[,1]",
    "[1,,2]",
    "[1}",
    "{",
    "}",
    "{]",
    '{"a"}',
    '{"a":}',
    '{"a":1',
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1 "b":2}',
    "{a:1}",
    "{1:1}",
    "{null:1}",
    '{"a"::1}',
    '{"a":1]',
    "[]]",
    "[] []",
    "1 2",
    "[1]x",
    "// a\n1",
    "[1/**/]",
    "\ufeff1",
    "\f1",
    "1\u0000",
    "\u00a01",
    "[\u2028]",
  ])("refuses %j", (text) => {
    expect(outcomes(Buffer.from(text))).toEqual(REFUSED);
  });

  it("counts keys and depth, and holds both to their limits", () => {
    const text = Buffer.from('{"a":[{"b":1},{"c":[[]]}]}');
    const tape = new JsonTape();
    tape.scan(text, { maxBytes: text.length, maxDepth: 5, maxKeys: 3 });
    expect([tape.keyCount, tape.deepest]).toEqual([3, 5]);
    const refused = (limits: object) => outcomeOf(() => tape.scan(text, { ...EVIDENCE_LIMITS, ...limits }));
    expect(refused({ maxBytes: text.length - 1 })).toBe("TOO_LARGE");
    expect(refused({ maxDepth: 4 })).toBe("TOO_DEEP");
    expect(refused({ maxKeys: 2 })).toBe("TOO_LARGE");
  });

  it("knows where each value begins and ends, and what follows it", () => {
    const tape = new JsonTape();
    const text = ' {"a": [1, "x"], "b": {} } ';
    tape.scan(Buffer.from(text), EVIDENCE_LIMITS);
    const spans: string[] = [];
    for (let node = 3; node < tape.nodeBehind(0); node = tape.nodeBehind(node)) {
      spans.push(text.slice(tape.startOf(node), tape.endOf(node)));
    }
    expect(spans).toEqual(['"a"', '[1, "x"]', '"b"', "{}"]);
  });

  it("has room for the most values that fit into a text", () => {
    for (const text of [
      "0",
      "[]",
      "[[]]",
      `[${"[[0]],".repeat(2000)}0]`,
      `[${"0,".repeat(9000)}0]`,
      `{${'"":[],'.repeat(5000)}"":{}}`,
    ]) {
      const tape = new JsonTape();
      tape.scan(Buffer.from(text), EVIDENCE_LIMITS);
      expect(tape.nodeBehind(0)).toBeLessThanOrEqual(tape.nodes.length);
      expect(tape.nodes[tape.nodeBehind(0) - 1]).not.toBe(0);
    }
  });

  it("can be used again after a refusal", () => {
    const tape = new JsonTape();
    expect(outcomeOf(() => tape.scan(Buffer.from('{"a":[[['), EVIDENCE_LIMITS))).toBe("BAD_JSON");
    tape.scan(Buffer.from("[1]"), EVIDENCE_LIMITS);
    expect([tape.deepest, tape.keyCount, tape.endOf(0)]).toEqual([1, 0, 3]);
  });

  it("keeps small buffers and gives large ones back", () => {
    const tape = new JsonTape();
    tape.scan(Buffer.from("[1]"), EVIDENCE_LIMITS);
    tape.release();
    expect(tape.bytes.length).toBeGreaterThan(0);
    tape.scan(Buffer.from(`"${"x".repeat(3_000_000)}"`), EVIDENCE_LIMITS);
    tape.release();
    expect([tape.bytes.length, tape.nodes.length]).toEqual([0, 0]);
  });

  it("refuses texts that it cannot hold, whatever the caller allows", () => {
    const text = new Uint8Array(MAX_TEXT_BYTES + 1).fill(0x20);
    expect(outcomeOf(() => new JsonTape().scan(text, { ...EVIDENCE_LIMITS, maxBytes: 2 ** 40 }))).toBe("TOO_LARGE");
  });
});

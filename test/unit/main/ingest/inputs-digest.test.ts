import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { INPUT_NAMES } from "../../../../src/main/ingest/inputs-digest.ts";
import { parseRunRequest } from "../../../../src/main/ingest/run-request.ts";

const ASKED = { mode: "saw", tool_id: "T1", machine_id: "M1", request: { depth: 2 } };

function digestOf(text: string): string | null {
  return parseRunRequest(Buffer.from(text)).inputsHash;
}

function digest(request: object): string | null {
  return digestOf(JSON.stringify(request));
}

describe("digest of inputs", () => {
  it("is over what was asked for and nothing that came of it", () => {
    const results = { status: "ERROR", outputs: { gcode_text: "G1" }, toolpaths: [1], feasibility: { score: 1 } };
    const versions = {
      engine_version: "9",
      toolchain_version: "9",
      config_fingerprint: "9",
      notes: "n",
      meta: { a: 1 },
    };
    expect(digest(ASKED)).toBe(sha256Hex('{"machine_id":"M1","mode":"saw","request":{"depth":2},"tool_id":"T1"}'));
    expect(digest({ ...results, ...ASKED, ...versions })).toBe(digest(ASKED));
  });

  it("changes with every one of its members", () => {
    const changed = INPUT_NAMES.map((name) => digest({ ...ASKED, [name]: "other" }));
    expect(new Set([...changed, digest(ASKED), digest({ ...ASKED, request: { depth: 3 } })]).size).toBe(
      INPUT_NAMES.length + 2,
    );
  });

  it("takes null for absent, and members in any order", () => {
    expect(digest({ ...ASKED, material_id: null })).toBe(digest(ASKED));
    expect(digest(Object.fromEntries(Object.entries(ASKED).reverse()))).toBe(digest(ASKED));
  });

  it("keeps numbers as they are spelled", () => {
    const spelled = (depth: string) => digestOf(`{"request":{"depth":${depth}}}`);
    expect(new Set([spelled("2"), spelled("2.0"), spelled("20000000000000000001")]).size).toBe(3);
    expect(spelled("2.50")).toBe(spelled("2.5"));
  });

  it("says nothing where nothing was asked for", () => {
    const empty = [{}, { request: null }, { request: {} }, { request: [] }].map((request) =>
      digest({ ...request, mode: "saw", tool_id: "T1" }),
    );
    expect(empty).toEqual([null, null, null, null]);
    expect([digestOf("[1]"), digestOf('{"request":{"a":1}')]).toEqual([null, null]);
  });

  it("is the one that Python makes of the same members", () => {
    const member = fc.oneof(fc.string({ unit: "grapheme" }), fc.constant(null));
    const names = fc.dictionary(fc.constantFrom(...INPUT_NAMES, "status"), member);
    const requests = fc.sample(fc.tuple(names, fc.jsonValue()), 200).map(([rest, request]) => ({ ...rest, request }));
    const lines = requests.map((request) => JSON.stringify(request));
    const expected = pythonDigests(lines);
    if (expected !== null) expect(lines.map(digestOf)).toEqual(expected);
  });
});

/** By the words of the format text, with none of our code; null where the machine has no Python 3. */
function pythonDigests(lines: readonly string[]): unknown {
  const program = `
import hashlib, json, sys
NAMES = ${JSON.stringify(["request", ...INPUT_NAMES])}
def digest(line):
    request = json.loads(line)
    if request.get("request") in (None, {}, []): return None
    inputs = {name: request[name] for name in NAMES if request.get(name) is not None}
    form = json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    return hashlib.sha256(form).hexdigest()
print(json.dumps([digest(line) for line in json.load(sys.stdin)]))
`;
  try {
    const env = { ...process.env, PYTHONUTF8: "1" };
    return JSON.parse(
      execFileSync("python3", ["-c", program], { input: JSON.stringify(lines), encoding: "utf8", env }),
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

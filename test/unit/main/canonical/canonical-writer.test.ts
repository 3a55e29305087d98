import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalDigest, canonicalForm } from "../../../../src/main/canonical/canonical-form.ts";
import { CanonicalWriter } from "../../../../src/main/canonical/canonical-writer.ts";
import { JsonSyntaxError } from "../../../../src/main/canonical/json-syntax-error.ts";
import { JsonTape } from "../../../../src/main/canonical/json-tape.ts";
import { EVIDENCE_LIMITS, readJson } from "../../../../src/main/canonical/json-tree.ts";
import { RandomJson } from "./random-json.ts";

const TEXTS = 40_000;
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** For each line, a text in base64: what CPython says of it, and the canonical text in base64 with its digest. */
const ORACLE = `
import base64, hashlib, json, sys
for line in sys.stdin.buffer:
    try:
        value = json.loads(base64.b64decode(line).decode("utf-8"))
    except ValueError:
        print("not read")
        continue
    try:
        form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        print("not printed")
        continue
    print(base64.b64encode(form).decode(), hashlib.sha256(form).hexdigest())
`;

function pythonSays(texts: readonly Buffer[]): string[] {
  const input = texts.map((text) => `${text.toString("base64")}\n`).join("");
  const python = spawnSync("python3", ["-c", ORACLE], { input, maxBuffer: 2 ** 30, encoding: "utf8" });
  if (python.status !== 0) throw new Error(`python3 failed: ${python.stderr}`);
  return python.stdout.trimEnd().split("\n");
}

function weSay(text: Buffer): string {
  try {
    readJson(text, EVIDENCE_LIMITS);
  } catch (error) {
    if (error instanceof JsonSyntaxError && error.code === "BAD_JSON") return "not read";
    throw error;
  }
  try {
    return `${canonicalForm(text).toString("base64")} ${canonicalDigest(text)}`;
  } catch (error) {
    if (error instanceof JsonSyntaxError && error.code === "BAD_JSON") return "not printed";
    throw error;
  }
}

describe("CanonicalWriter", () => {
  it.skipIf(!hasPython)(
    `writes what CPython writes for ${TEXTS} hostile texts, or refuses them with it (seed ${seed}; skipped only where python3 is missing)`,
    () => {
      const random = new RandomJson(seed);
      const texts = Array.from({ length: TEXTS }, () => random.text());
      const expected = pythonSays(texts);
      expect(expected.length).toBe(TEXTS);
      const differing = texts
        .map((text, i) => ({ seed, text: text.toString("latin1"), ours: weSay(text), python: expected[i] }))
        .filter(({ ours, python }) => ours !== python);
      expect(differing.slice(0, 3)).toEqual([]);
      expect(expected.filter((line) => line === "not read").length).toBeGreaterThan(TEXTS / 20);
      expect(expected.filter((line) => line === "not printed").length).toBeGreaterThan(TEXTS / 1000);
      expect(expected.filter((line) => line.includes(" ") && !line.startsWith("not")).length).toBeGreaterThan(
        TEXTS / 2,
      );
    },
    60_000,
  );

  it("has room for numbers that grow when spelled out", () => {
    const text = Buffer.from(`[${Array.from({ length: 5000 }, () => "9e15").join(",")}]`);
    expect(canonicalForm(text).toString()).toBe(
      `[${Array.from({ length: 5000 }, () => "9000000000000000.0").join(",")}]`,
    );
  });

  it("writes one text after another into the same buffers", () => {
    const tape = new JsonTape();
    const writer = new CanonicalWriter(tape);
    const forms = ['{"b":1,"a":[{}]}', "1", `"${"x".repeat(2_000_000)}"`, '{"b":[[],{"d":2,"c":{}}]}'].map((text) => {
      tape.scan(Buffer.from(text), EVIDENCE_LIMITS);
      const form = createHash("sha256").update(writer.write()).digest("hex");
      writer.release();
      return form;
    });
    const expected = ['{"a":[{}],"b":1}', "1", `"${"x".repeat(2_000_000)}"`, '{"b":[[],{"c":{},"d":2}]}'];
    expect(forms).toEqual(expected.map((text) => createHash("sha256").update(text).digest("hex")));
  });
});

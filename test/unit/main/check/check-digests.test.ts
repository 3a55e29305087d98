import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { WritableJson } from "../../../../src/main/canonical/print-json.ts";
import { checkAttachment } from "../../../../src/main/check/check-attachment.ts";
import { checkDigests } from "../../../../src/main/check/check-digests.ts";
import { checkRecordShape } from "../../../../src/main/check/check-record-shape.ts";
import { runAttachments } from "../../../../src/main/check/run-attachments.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { hashes, olderRecord, ownRecord, RECORD_PATH, RUN_ID } from "./checked-store.ts";
import { type MemoryFiles, memoryContext } from "./memory-store.ts";

const OLDER_STORE = fileURLToPath(new URL("../../../fixtures/older-stores/", import.meta.url));
const GCODE = "G90\nG21\n; ø 3 mm\nM30\n";

/** What the digests of a record come to, with the files it names in memory. */
async function digestsOf(bytes: Buffer, files: MemoryFiles = {}) {
  const context = memoryContext(files);
  const { record } = checkRecordShape(bytes, { runId: RUN_ID, path: RECORD_PATH });
  if (record === null) throw new Error("The record of this test cannot be read");
  const named = runAttachments(record.plain, []);
  const outcomes = await Promise.all(named.map((attachment) => checkAttachment(context, attachment, !record.isOwn)));
  const results = new Map(named.map(({ sha256 }, i) => [sha256, outcomes[i]?.items[0]?.result ?? "cannot-check"]));
  return checkDigests(context, record, { named, results });
}

async function found(record: Readonly<Record<string, WritableJson>>, files: MemoryFiles = {}) {
  const { findings, items } = await digestsOf(Buffer.from(JSON.stringify(record)), files);
  return {
    findings: findings.map(({ code, severity, subject }) => `${code} ${severity} ${subject}`),
    items: items.map(({ name, result }) => `${name}: ${result}`),
  };
}

function outputs(more: Readonly<Record<string, WritableJson>>): Record<string, WritableJson> {
  return { gcode_text: null, opplan_json: null, gcode_path: null, opplan_path: null, preview_svg_path: null, ...more };
}

interface ExpectedRun {
  readonly file: string;
  readonly stored_feasibility_sha256: string;
  readonly stored_hash_matches: boolean;
}

describe("checkDigests", () => {
  it("comes to the older system's own results on a store it wrote", async () => {
    const text = readFileSync(join(OLDER_STORE, "v2-store-expected.json"), "utf8");
    const { runs } = JSON.parse(text) as { readonly runs: Readonly<Record<string, ExpectedRun>> };
    for (const run of Object.values(runs)) {
      const outcome = await digestsOf(readFileSync(join(OLDER_STORE, "v2-store", run.file)));
      const placeholder = /^0+$/.test(run.stored_feasibility_sha256);
      expect(outcome.items[0]).toMatchObject({
        name: "Check result",
        result: placeholder ? "missing" : run.stored_hash_matches ? "same" : "different",
      });
    }
    expect(Object.keys(runs).length).toBe(28);
  });

  it("compares the value as it is spelled, not as a reader takes it", async () => {
    const canonical = '{"score":87.0,"steps":12345678901234567890}';
    const text = JSON.stringify(olderRecord({ hashes: hashes({ feasibility_sha256: sha256Hex(canonical) }) }));
    const spelled = text.replace(
      '{"risk_level":"GREEN","score":80}',
      '{ "steps" : 12345678901234567890, "score" : 87.0 }',
    );
    expect((await digestsOf(Buffer.from(spelled))).findings).toEqual([]);
    const rounded = spelled.replace("87.0", "87");
    expect((await digestsOf(Buffer.from(rounded))).findings.map(({ code }) => code)).toEqual(["DIGEST_MISMATCH"]);
  });

  it("compares G-code by its UTF-8 bytes and the operation plan by its canonical form", async () => {
    const plan = { unit: "mm", setups: [] };
    const digests = hashes({ gcode_sha256: sha256Hex(GCODE), opplan_sha256: sha256Hex('{"setups":[],"unit":"mm"}') });
    const record = ownRecord({ outputs: outputs({ gcode_text: GCODE, opplan_json: plan }), hashes: digests });
    expect(await found(record)).toEqual({
      findings: [],
      items: ["Check result: same", "Operation plan: same", "G-code: same"],
    });
    const changed = { ...record, outputs: outputs({ gcode_text: `${GCODE}M0\n`, opplan_json: { unit: "in" } }) };
    expect((await found(changed)).findings).toEqual([
      "DIGEST_MISMATCH error Operation plan",
      "DIGEST_MISMATCH error G-code",
    ]);
  });

  it("finds G-code that was moved to a file of the run", async () => {
    const sha256 = sha256Hex(GCODE);
    const record = ownRecord({ hashes: hashes({ gcode_sha256: sha256 }), attachments: [{ sha256, kind: "gcode" }] });
    const files = { [attachmentPath(sha256)]: GCODE };
    expect(await found(record, files)).toEqual({ findings: [], items: ["Check result: same", "G-code: same"] });
  });

  it("leaves the finding to the file where the file is missing or changed", async () => {
    const sha256 = sha256Hex(GCODE);
    const record = ownRecord({ hashes: hashes({ gcode_sha256: sha256 }), attachments: [{ sha256, kind: "gcode" }] });
    expect(await found(record)).toEqual({ findings: [], items: ["Check result: same", "G-code: missing"] });
  });

  it("does not take another G-code file of the run for the one that was meant", async () => {
    // Digits alone are JSON too: not even then is it compared by its canonical form.
    const text = "20\n";
    const other = sha256Hex(text);
    const record = ownRecord({
      hashes: hashes({ gcode_sha256: sha256Hex(GCODE) }),
      attachments: [{ sha256: other, kind: "gcode" }],
    });
    expect((await found(record, { [attachmentPath(other)]: text })).findings).toEqual([
      "DIGEST_CANNOT_CHECK warning G-code",
    ]);
  });

  it("compares toolpaths with the file that holds them as received", async () => {
    const received = '{ "passes": [ 1.50 ] }';
    const sha256 = sha256Hex(received);
    const attachments = [{ sha256, kind: "toolpaths", filename: "toolpaths.json" }];
    const files = { [attachmentPath(sha256)]: received };
    const digest = sha256Hex('{"passes":[1.5]}');
    expect(
      (await found(ownRecord({ hashes: hashes({ toolpaths_sha256: digest }), attachments }), files)).items,
    ).toEqual(["Check result: same", "Toolpaths: same"]);
    const wrong = ownRecord({ hashes: hashes({ toolpaths_sha256: "ab".repeat(32) }), attachments });
    expect((await found(wrong, files)).findings).toEqual(["DIGEST_MISMATCH error Toolpaths"]);
  });

  it("leaves the finding to the file where the toolpaths in it were changed", async () => {
    const sha256 = sha256Hex("[]");
    const attachments = [{ sha256, kind: "toolpaths" }];
    const record = ownRecord({ hashes: hashes({ toolpaths_sha256: "ab".repeat(32) }), attachments });
    expect(await found(record, { [attachmentPath(sha256)]: "[1]" })).toEqual({
      findings: [],
      items: ["Check result: same", "Toolpaths: cannot-check"],
    });
  });

  it("cannot check a fingerprint whose value was not kept", async () => {
    const digests = hashes({ toolpaths_sha256: "ab".repeat(32), snapshot_sha256: "cd".repeat(32) });
    expect((await found(olderRecord({ hashes: digests }))).findings).toEqual([
      "DIGEST_CANNOT_CHECK warning Toolpaths",
      "DIGEST_CANNOT_CHECK warning Snapshot",
    ]);
  });

  it("cannot check what is no fingerprint, and takes capitals for what they are", async () => {
    expect((await found(olderRecord({ hashes: hashes({ feasibility_sha256: "pending" }) }))).findings).toEqual([
      "DIGEST_CANNOT_CHECK warning Check result",
    ]);
    const capitals = hashes().feasibility_sha256?.toUpperCase() ?? null;
    expect((await found(olderRecord({ hashes: hashes({ feasibility_sha256: capitals }) }))).findings).toEqual([]);
  });

  it("cannot check a value that has no canonical form", async () => {
    const text = JSON.stringify(olderRecord()).replace('"GREEN","score":80}', '"\\ud800","score":80}');
    expect((await digestsOf(Buffer.from(text))).findings.map(({ code }) => code)).toEqual(["DIGEST_CANNOT_CHECK"]);
    const record = ownRecord({
      hashes: hashes({ gcode_sha256: sha256Hex("\ufffd") }),
      outputs: outputs({ gcode_text: "\ud800" }),
    });
    expect((await found(record)).findings).toEqual(["DIGEST_CANNOT_CHECK warning G-code"]);
  });
});

import { mkdirSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { checkRun } from "../../../../src/main/check/check-run.ts";
import { commitImport } from "../../../../src/main/ingest/commit-import.ts";
import { recordRun } from "../../../../src/main/ingest/record-run.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { systemClock } from "../../../../src/main/system/clock.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { checkReportSchema } from "../../../../src/shared/operations/store-operations.ts";
import {
  type CheckedStore,
  hashes,
  olderRecord,
  openCheckedStore,
  ownRecord,
  RECORD_PATH,
  RUN_ID,
  vouched,
} from "./checked-store.ts";

const GCODE = "G90\nG21\nM30\n";
const LINK_PATH = `2025-12-17/${RUN_ID}_advisory_adv_1.json`;

let checked: CheckedStore;

beforeEach(async () => {
  checked = await openCheckedStore();
});

afterEach(async () => {
  await checked.close();
});

/** Code and severity of what a check finds, and its verdict. */
async function found() {
  const report = await checked.check();
  expect(checkReportSchema.safeParse(report).error).toBeUndefined();
  return { verdict: report.verdict, findings: report.findings.map(({ code, severity }) => `${code} ${severity}`) };
}

/** A file of the run, stored and named in its record. */
async function recordWithFile(text: string, filename = "op20.nc"): Promise<string> {
  const { sha256 } = await checked.store.putAttachment([Buffer.from(text)]);
  await checked.record(ownRecord({ attachments: [{ sha256, kind: "gcode", filename }] }), { attachments: [sha256] });
  return attachmentPath(sha256);
}

async function attachLink(text: string): Promise<void> {
  const entry = {
    kind: "advisory.attached",
    body: { advisory_id: "adv_1" },
    path: LINK_PATH,
    ...vouched(text),
  } as const;
  await checked.commit({ [LINK_PATH]: text }, [entry]);
}

describe("checkRun", () => {
  it("finds nothing in a run that is as it was recorded, and says what it compared", async () => {
    await recordWithFile(GCODE);
    await attachLink('{"advisory_id":"adv_1"}\n');
    const report = await checked.check();
    expect(report).toMatchObject({ verdict: "intact", findings: [], checked_at: "2026-11-20T14:02:00.000000Z" });
    expect(report.items.map(({ name, result }) => `${name}: ${result}`)).toEqual([
      "Record: same",
      "Record fields: same",
      "Check result: same",
      "op20.nc: same",
      "Advice adv_1: same",
    ]);
    expect(report.checked.files).toBe(3);
  });

  it("finds nothing in a run as recording makes it, with everything a request can bring", async () => {
    const request = {
      mode: "saw",
      tool_id: "saw:veneer_160",
      status: "OK",
      feasibility: { risk_level: "GREEN", score: 87.5, note: "ø" },
      decision: { risk_level: "GREEN", score: 87.5 },
      outputs: { gcode_text: `${GCODE.repeat(20_000)}`, opplan_json: { setups: [] } },
      toolpaths: { passes: [1.5] },
    };
    const bytes = Buffer.from(JSON.stringify(request));
    const run = await recordRun(
      { store: checked.store, clock: systemClock, ids: createIdSource(), fs: nodeFs },
      { bytes, name: null, filesBase: null, actor: { uid: "tester", role: "machinist", sid: "s1" }, requestId: "r" },
    );
    await checked.store.settled();
    const entries = [...checked.store.ledger.entries(0)].map(({ entry }) => entry);
    const report = await checkRun(
      { store: checked.store, clock: systemClock },
      { runId: run.run_id, row: null, entries: entries.filter(({ subject }) => subject === run.run_id) },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    expect(report).toMatchObject({ verdict: "intact", findings: [] });
    expect(report.items.map(({ name, result }) => `${name}: ${result}`)).toEqual([
      "Record: same",
      "Record fields: same",
      "Check result: same",
      "Toolpaths: same",
      "Operation plan: same",
      "G-code: same",
      "output.nc: same",
      "toolpaths.json: same",
    ]);
  });

  it("finds nothing in an imported record of the older system", async () => {
    await checked.record(olderRecord());
    expect(await found()).toEqual({ verdict: "intact", findings: [] });
  });

  it("comes to what is known of a store that the older system wrote, once it is imported", async () => {
    const path = fileURLToPath(new URL("../../../fixtures/older-stores/v2-store", import.meta.url));
    const control = { signal: new AbortController().signal, progress: () => undefined };
    const actor = { uid: "tester", role: "machinist", sid: "s1" };
    await commitImport({ fs: nodeFs, store: checked.store }, { path, actor, requestId: "r", ...control });
    await checked.store.settled();
    const entries = [...checked.store.ledger.entries(0)].map(({ entry }) => entry);
    const verdicts = new Map<string, string[]>();
    for (const { subject: runId } of entries.filter(({ kind }) => kind === "run.recorded")) {
      const about = entries.filter(({ subject }) => subject === runId);
      const deps = { store: checked.store, clock: systemClock };
      const { verdict, findings } = await checkRun(deps, { runId, row: null, entries: about }, control);
      verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), ...findings.map(({ code }) => code)]);
    }
    expect(verdicts.get("intact")).toEqual(Array.from({ length: 5 }, () => "ATTACHMENT_CANONICAL_MATCH"));
    expect(verdicts.get("incomplete")?.filter((code) => code === "DIGEST_PLACEHOLDER").length).toBe(6);
    expect(verdicts.get("cannot-check")).toEqual(["DIGEST_CANNOT_CHECK"]);
    expect([...verdicts.keys()].sort()).toEqual(["cannot-check", "incomplete", "intact"]);
  });

  describe("the record", () => {
    it("RECORD_MISSING: its file is gone, which is not called changed", async () => {
      await checked.record(ownRecord());
      unlinkSync(checked.absolute(RECORD_PATH));
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["RECORD_MISSING error"] });
    });

    it("RECORD_CHANGED: its bytes differ, and nothing it says is believed", async () => {
      await checked.record(ownRecord());
      checked.overwrite(RECORD_PATH, JSON.stringify(ownRecord({ feasibility: {}, attachments: [{ sha256: "no" }] })));
      expect(await found()).toEqual({ verdict: "changed", findings: ["RECORD_CHANGED error"] });
    });

    it("RECORD_CHANGED: a single blank is enough", async () => {
      await checked.record("{}");
      checked.overwrite(RECORD_PATH, "{ }");
      expect((await found()).findings).toEqual(["RECORD_CHANGED error"]);
    });

    it("RECORD_UNREADABLE: the bytes are those recorded, but are no JSON", async () => {
      await checked.record('{"run_id": "run_7fc3c2c1');
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["RECORD_UNREADABLE error"] });
    });

    it("RECORD_UNREADABLE: JSON that is no object", async () => {
      await checked.record("[1]");
      expect((await found()).findings).toEqual(["RECORD_UNREADABLE error"]);
    });

    it.each([
      ["a link", (path: string) => symlinkSync("/dev/null", path)],
      ["a folder", (path: string) => mkdirSync(path)],
    ])("RECORD_UNREADABLE: %s stands in its place", async (_what, put) => {
      await checked.record(ownRecord());
      rmSync(checked.absolute(RECORD_PATH));
      put(checked.absolute(RECORD_PATH));
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["RECORD_UNREADABLE error"] });
    });

    it("RECORD_FOREIGN: a file that no ledger entry names is not called intact", async () => {
      await checked.record(ownRecord());
      const [, ...later] = checked.entries();
      const report = await checkRun(
        { store: checked.store, clock: { nowMs: () => 0, monotonicMs: () => 0 } },
        { runId: RUN_ID, row: { path: RECORD_PATH }, entries: later },
        { signal: new AbortController().signal, progress: () => undefined },
      );
      expect(report.verdict).toBe("cannot-check");
      expect(report.findings.map(({ code }) => code)).toEqual(["RECORD_FOREIGN"]);
    });

    it("RECORD_MISSING: a run that nothing names is no run that is fine", async () => {
      const report = await checkRun(
        { store: checked.store, clock: { nowMs: () => 0, monotonicMs: () => 0 } },
        { runId: RUN_ID, row: null, entries: [] },
        { signal: new AbortController().signal, progress: () => undefined },
      );
      expect(report.verdict).toBe("cannot-check");
      expect(report.findings.map(({ code }) => code)).toEqual(["RECORD_MISSING"]);
    });

    it("RECORD_SCHEMA: names each field that is not as it should be", async () => {
      await checked.record(olderRecord({ tool_id: null, decision: { risk_level: 5 } }));
      const { findings, verdict } = await checked.check();
      expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
        "RECORD_SCHEMA tool_id",
        "RECORD_SCHEMA decision.risk_level",
      ]);
      expect(verdict).toBe("cannot-check");
    });
  });

  describe("fingerprints", () => {
    it("DIGEST_MISMATCH: in a record of ours it is an error", async () => {
      await checked.record(ownRecord({ hashes: hashes({ feasibility_sha256: "ab".repeat(32) }) }));
      expect(await found()).toEqual({ verdict: "changed", findings: ["DIGEST_MISMATCH error"] });
    });

    it("DIGEST_MISMATCH: in an imported record it is a warning, for the bytes are what was imported", async () => {
      await checked.record(olderRecord({ hashes: hashes({ feasibility_sha256: "ab".repeat(32) }) }));
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["DIGEST_MISMATCH warning"] });
    });

    it.each(["0".repeat(64), null])("DIGEST_PLACEHOLDER: %s stands for a check that was not made", async (digest) => {
      await checked.record(olderRecord({ hashes: hashes({ feasibility_sha256: digest }) }));
      expect(await found()).toEqual({ verdict: "incomplete", findings: ["DIGEST_PLACEHOLDER warning"] });
    });

    it("DIGEST_CANNOT_CHECK: what the fingerprint is over was not kept", async () => {
      await checked.record(olderRecord({ hashes: hashes({ toolpaths_sha256: "cd".repeat(32) }) }));
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["DIGEST_CANNOT_CHECK warning"] });
    });
  });

  describe("files", () => {
    it("ATTACHMENT_MISSING: names the file", async () => {
      unlinkSync(checked.absolute(await recordWithFile(GCODE)));
      const { verdict, findings } = await checked.check();
      expect(verdict).toBe("cannot-check");
      expect(findings).toMatchObject([{ code: "ATTACHMENT_MISSING", severity: "error", subject: "op20.nc" }]);
      expect(findings[0]?.what_to_do).toContain("One file is missing: “op20.nc”.");
    });

    it("ATTACHMENT_CHANGED: names the file and both fingerprints", async () => {
      checked.overwrite(await recordWithFile(GCODE), "G91\nG21\nM30\n");
      const { verdict, findings } = await checked.check();
      expect(verdict).toBe("changed");
      expect(findings).toMatchObject([
        { code: "ATTACHMENT_CHANGED", expected: sha256Hex(GCODE), found: sha256Hex("G91\nG21\nM30\n") },
      ]);
    });

    it("ATTACHMENT_CHANGED: a blank added to JSON of ours is a change like any other", async () => {
      checked.overwrite(await recordWithFile('{"a":1}', "plan.json"), '{"a": 1}');
      expect((await found()).findings).toEqual(["ATTACHMENT_CHANGED error"]);
    });

    it("ATTACHMENT_CANONICAL_MATCH: imported JSON named by its canonical form is still intact", async () => {
      const pretty = '{\n  "b": 1.0,\n  "a": 2\n}';
      const sha256 = sha256Hex('{"a":2,"b":1.0}');
      const kept = await checked.store.putAttachment([Buffer.from(pretty)]);
      const path = attachmentPath(kept.sha256);
      await checked.record(olderRecord({ attachments: [{ sha256, filename: "plan.json" }] }), { imported: true });
      await checked.commit({}, [{ kind: "attachment.added", path, body: { sha256 }, ...vouched(pretty) }]);
      expect(await found()).toEqual({ verdict: "intact", findings: ["ATTACHMENT_CANONICAL_MATCH info"] });
      checked.overwrite(path, `${pretty} `);
      expect(await found()).toEqual({ verdict: "changed", findings: ["ATTACHMENT_CHANGED error"] });
    });

    it("DIGEST_CANNOT_CHECK: a file whose fingerprint is none", async () => {
      await checked.record(olderRecord({ attachments: [{ sha256: "../../etc/passwd", filename: "a.txt" }] }));
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["DIGEST_CANNOT_CHECK warning"] });
    });

    it("are checked by what the ledger says of them when the record cannot be read", async () => {
      const { sha256 } = await checked.store.putAttachment([Buffer.from(GCODE)]);
      await checked.record("no record", { attachments: [sha256] });
      checked.overwrite(attachmentPath(sha256), "other");
      expect((await found()).findings).toEqual(["RECORD_UNREADABLE error", "ATTACHMENT_CHANGED error"]);
    });
  });

  describe("links", () => {
    beforeEach(async () => {
      await checked.record(ownRecord());
      await attachLink('{"advisory_id":"adv_1"}\n');
    });

    it("LINK_MISSING: names the advice", async () => {
      unlinkSync(checked.absolute(LINK_PATH));
      expect(await found()).toEqual({ verdict: "cannot-check", findings: ["LINK_MISSING error"] });
    });

    it("LINK_CHANGED: names the advice", async () => {
      checked.overwrite(LINK_PATH, '{"advisory_id":"adv_2"}\n');
      expect(await found()).toEqual({ verdict: "changed", findings: ["LINK_CHANGED error"] });
    });
  });

  it("INCOMPLETE: says what the record itself says is missing", async () => {
    const violation = { field: "decision.risk_level", reason: "Required" };
    await checked.record(ownRecord({ completeness: [violation] }));
    const { verdict, findings } = await checked.check();
    expect(verdict).toBe("incomplete");
    expect(findings).toMatchObject([{ code: "INCOMPLETE", found: "decision.risk_level" }]);
  });

  it("takes the worst of several findings as its verdict, and lists them all", async () => {
    const path = await recordWithFile(GCODE);
    checked.overwrite(path, "other");
    await attachLink("{}");
    unlinkSync(checked.absolute(LINK_PATH));
    expect(await found()).toEqual({ verdict: "changed", findings: ["ATTACHMENT_CHANGED error", "LINK_MISSING error"] });
  });

  it("tells how many files it has checked", async () => {
    await recordWithFile(GCODE);
    const steps: string[] = [];
    await checkRun(
      { store: checked.store, clock: { nowMs: () => 0, monotonicMs: () => 0 } },
      { runId: RUN_ID, row: null, entries: checked.entries() },
      { signal: new AbortController().signal, progress: (done, total) => steps.push(`${done} of ${total}`) },
    );
    expect(steps).toEqual(["0 of 2", "1 of 2", "2 of 2"]);
  });

  it("leaves out what it is told to, and looks at everything else", async () => {
    const path = await recordWithFile(GCODE);
    checked.overwrite(path, "other bytes, and more of them than before");
    const sizes: number[] = [];
    const checkUpTo = (mostBytes: number) =>
      checkRun(
        { store: checked.store, clock: systemClock },
        { runId: RUN_ID, row: null, entries: checked.entries() },
        {
          signal: new AbortController().signal,
          progress: () => undefined,
          leavesOut: (sizeBytes) => sizes.push(sizeBytes) > 0 && sizeBytes > mostBytes,
        },
      );
    const small = await checkUpTo(10);
    expect(small).toMatchObject({ verdict: "intact", findings: [] });
    expect(small.items.map(({ name }) => name)).toEqual(["Record", "Record fields", "Check result"]);
    expect((await checkUpTo(1000)).verdict).toBe("changed");
    expect(sizes).toEqual([41, 41]);
  });

  it("throws CANCELLED when it is stopped", async () => {
    await checked.record(ownRecord());
    await expect(checked.check({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("waits for changes that are durable but not yet in place", async () => {
    await checked.record(ownRecord());
    let isSettled = false;
    const store = {
      ...checked.store,
      settled: async () => {
        isSettled = true;
      },
      fileSize: (path: string) => (isSettled ? checked.store.fileSize(path) : null),
      readFile: (path: string) => checked.store.readFile(isSettled ? path : "nowhere"),
    };
    expect((await checked.check({ store })).findings).toEqual([]);
  });

  it("passes on a fault of the drive instead of calling the record bad", async () => {
    await checked.record(ownRecord());
    const fault = new AppError("IO_FAILED", "The drive reported a fault.");
    const store = {
      ...checked.store,
      settled: () => Promise.resolve(),
      fileSize: () => 10,
      readFile: () => {
        throw fault;
      },
    };
    await expect(checked.check({ store })).rejects.toBe(fault);
  });
});

import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import type { PlannedRecord } from "../../../../src/main/ingest/import-plan.ts";
import type { OlderAttachmentFacts } from "../../../../src/main/ingest/older-record.ts";
import type { NamedByContent } from "../../../../src/main/ingest/older-tree.ts";
import { planAttachments } from "../../../../src/main/ingest/plan-attachments.ts";
import type { KnownRuns } from "../../../../src/main/ingest/plan-links.ts";
import { runIdSchema } from "../../../../src/shared/run-id.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { planContext } from "./plan-context.ts";

const RUN = runIdSchema.parse("run_a");
const RUNS: KnownRuns = {
  find: (name) => (name === RUN ? { runId: RUN, folder: "2025-12-18" } : null),
  isConflict: () => false,
};

function file(declared: Sha256, extension: string): NamedByContent {
  return {
    path: `/older/${declared}${extension}`,
    source: `run_attachments/${declared}${extension}`,
    sizeBytes: 1,
    declared,
  };
}

function facts(sha256: string, more: Partial<OlderAttachmentFacts> = {}): OlderAttachmentFacts {
  return {
    sha256,
    kind: "gcode",
    mime: null,
    filename: null,
    sizeBytes: null,
    createdAtUtc: null,
    runId: RUN,
    ...more,
  };
}

function recordNaming(...attachments: readonly OlderAttachmentFacts[]): PlannedRecord {
  return {
    file: { path: "", source: "", sizeBytes: 0 },
    runId: RUN,
    declaredRunId: RUN,
    path: "2025-12-18/run_a.json",
    sha256: sha256Hex(""),
    sizeBytes: 0,
    state: "new",
    verdict: "verified",
    reason: null,
    status: null,
    riskLevel: null,
    attachments,
    isInPlace: false,
  };
}

const [A, B, C, D] = ["a", "b", "c", "d"].map(sha256Hex) as [Sha256, Sha256, Sha256, Sha256];

describe("attachments of an older store", () => {
  it("are one for each digest, with all its files", async () => {
    const planned = planAttachments(await planContext(), [file(A, ".nc"), file(B, ""), file(A, ".gcode")], {
      records: [],
      links: [],
      runs: RUNS,
    });
    expect(planned.map(({ declared, files }) => [declared, files.length])).toEqual([
      [A, 2],
      [B, 1],
    ]);
  });

  it("belong to the run that the older index, a record, an override or a link names", async () => {
    const context = await planContext(null, {
      attachmentFacts: new Map([[A, facts(A, { kind: "debug" })]]),
      overrides: new Map([[C, RUN]]),
    });
    const link = { runId: RUN, body: { advisory_id: D, kind: "explanation" }, link: null };
    const planned = planAttachments(
      context,
      [A, B, C, D, sha256Hex("loose")].map((sha256) => file(sha256, "")),
      {
        records: [recordNaming(facts(B))],
        links: [link],
        runs: RUNS,
      },
    );
    expect(planned.map(({ runId, kind }) => [runId, kind])).toEqual([
      [RUN, "debug"],
      [RUN, "gcode"],
      [RUN, "override"],
      [RUN, "explanation"],
      [null, null],
    ]);
  });

  it("that a record names and nobody has are noted", async () => {
    const context = await planContext();
    planAttachments(context, [], { records: [recordNaming(facts(A, { filename: "op20.nc" }))], links: [], runs: RUNS });
    expect(context.notes).toEqual(["run_a names the file op20.nc, which is not in the older store."]);
  });
});

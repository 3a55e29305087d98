import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { readJson } from "../../../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../../../src/main/canonical/json-value.ts";
import type { OlderIndexes } from "../../../../src/main/ingest/older-indexes.ts";
import { type KnownRuns, planLinks } from "../../../../src/main/ingest/plan-links.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { runIdSchema } from "../../../../src/shared/run-id.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { olderTree, planContext } from "./plan-context.ts";
import { writeFiles } from "./written-files.ts";

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

/** `run_a` lies in the folder of 19 December; `run_c` is kept apart. */
const RUNS: KnownRuns = {
  find: (name) => (name === "run_a" ? { runId: runIdSchema.parse("run_a"), folder: "2025-12-19" } : null),
  isConflict: (name) => name === "run_c",
};

async function plan(files: Readonly<Record<string, string>>, indexes: Partial<OlderIndexes> = {}) {
  writeFiles(folders.root, { "runs/_index.json": "{}", ...files });
  const context = await planContext(null, indexes);
  return { context, links: await planLinks(context, olderTree(folders.root).links, RUNS) };
}

describe("links between runs and advisories", () => {
  it("of both name forms go into the folder of their run, under their own names", async () => {
    const { links } = await plan({
      "runs/2025-12-18/run_a_advisory_adv_1.json":
        '{"advisory_id":"adv_1","kind":"note","engine_id":"claude","status":"NEW"}',
      "runs/2025-12-18/run_run_a_advisory_adv_2.json":
        '{"advisory_id":"adv_2","run_id":"run_a","advisory_sha256":"ab"}',
    });
    expect(links.map(({ runId, link }) => [runId, link?.path])).toEqual([
      ["run_a", "2025-12-19/run_a_advisory_adv_1.json"],
      ["run_a", "2025-12-19/run_run_a_advisory_adv_2.json"],
    ]);
    expect(links[0]?.body).toEqual({
      advisory_id: "adv_1",
      kind: "note",
      created_at_utc: null,
      engine_id: "claude",
      engine_version: null,
      status: "NEW",
      advisory_sha256: null,
      request_id: null,
      imported: true,
      origin: "runs/2025-12-18/run_a_advisory_adv_1.json",
    });
  });

  it("that cannot be read are told apart by their names", async () => {
    const { links } = await plan({
      "runs/2025-12-18/run_a_advisory_adv_1.json": "{",
      "runs/2025-12-18/run_run_a_advisory_adv_2.json": "{",
    });
    expect(links.map(({ runId, body }) => [runId, body.advisory_id, body.kind])).toEqual([
      ["run_a", "adv_1", null],
      ["run_a", "adv_2", null],
    ]);
  });

  it("whose names are not safe lie by content", async () => {
    const text = '{"advisory_id":"a b"}';
    const { links } = await plan({ "runs/2025-12-18/run_a_advisory_a b.json": text });
    expect(links[0]?.link?.path).toBe(attachmentPath(sha256Hex(text)));
  });

  it("of runs that are not here, or are kept apart, are kept as files", async () => {
    const { context, links } = await plan({
      "runs/2025-12-18/run_b_advisory_1.json": "{}",
      "runs/2025-12-18/run_c_advisory_1.json": "{}",
    });
    expect(links).toEqual([]);
    expect(context.apart.map(({ runId, isConflict }) => [runId, isConflict])).toEqual([
      ["run_b", false],
      ["run_c", true],
    ]);
    expect(context.notes).toEqual([
      "runs/2025-12-18/run_b_advisory_1.json links a run that is not here. It is kept as a file.",
    ]);
  });

  it("that come twice are one when equal, else the second is kept apart", async () => {
    const { context, links } = await plan({
      "runs/2025-12-18/run_a_advisory_1.json": '{"kind":"note"}',
      "runs/2025-12-19/run_a_advisory_1.json": '{"kind":"note"}',
      "runs/2025-12-20/run_a_advisory_1.json": '{"kind":"advisory"}',
    });
    expect(links).toHaveLength(1);
    expect(context.apart.map(({ file }) => file.source)).toEqual(["runs/2025-12-20/run_a_advisory_1.json"]);
  });

  it("that only the older index names are taken from there", async () => {
    const value = readJson(Buffer.from('{"advisory_id":"adv_9","sha256":"cd","status":"ACTIVE"}'));
    if (!(value instanceof JsonObject)) throw new Error("the test's own index is no object");
    const rollup = (runId: string, advisoryId: string) => ({ runId, advisoryId, value });
    const { links } = await plan(
      { "runs/2025-12-18/run_a_advisory_adv_1.json": '{"advisory_id":"adv_1"}' },
      { rollups: [rollup("run_a", "adv_1"), rollup("run_a", "adv_9"), rollup("run_b", "adv_9")] },
    );
    expect(links.map(({ link }) => link === null)).toEqual([false, true]);
    expect(links[1]?.body).toMatchObject({ advisory_id: "adv_9", advisory_sha256: "cd", status: "ACTIVE" });
  });
});

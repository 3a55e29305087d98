import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readJson } from "../../src/main/canonical/json-tree.ts";
import { JsonObject } from "../../src/main/canonical/json-value.ts";
import type { Application } from "../../src/main/operations/application.ts";
import type { RunPage } from "../../src/shared/operations/run-operations.ts";
import type { ImportReport } from "../../src/shared/operations/store-operations.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";

interface Expected {
  readonly runs: Readonly<Record<string, { readonly file: string; readonly feasibility_canonical_sha256: string }>>;
  readonly queries: readonly {
    readonly name: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly ids: readonly string[];
  }[];
  readonly labels: Readonly<Record<string, string>>;
}

interface Vectors {
  readonly cases: readonly {
    readonly name: string;
    readonly input_json_text: string;
    readonly canonical_text: string;
    readonly sha256: string;
  }[];
  readonly rejected: readonly { readonly name: string; readonly input_json_text: string }[];
}

const FIXTURES = fileURLToPath(new URL("../fixtures", import.meta.url));
const STORE = join(FIXTURES, "older-stores/v2-store");

// The answers of the older system and the vectors are our own small files.
const expected = JSON.parse(readFileSync(join(FIXTURES, "older-stores/v2-store-expected.json"), "utf8")) as Expected;
const vectors = JSON.parse(readFileSync(join(FIXTURES, "vectors/canonical-json.json"), "utf8")) as Vectors;

/** The option of `run list` for each parameter of the older query. */
const OPTIONS: Readonly<Record<string, string>> = {
  status: "--status",
  tool_id: "--tool",
  mode: "--mode",
  event_type: "--event-type",
  session_id: "--workflow-session",
  batch_label: "--batch-label",
  parent_plan_run_id: "--parent",
  date_from: "--from",
  date_to: "--to",
  limit: "--limit",
};

function parsedValue<Value>(out: string): Value {
  return (JSON.parse(out) as { value: Value }).value;
}

describe("the dated store of the older system, imported", () => {
  let folders: TestFolders;
  let looked: ImportReport;
  let imported: ImportReport;
  let app: Application;
  beforeAll(async () => {
    folders = makeTestFolders();
    looked = parsedValue((await runInProcess(folders, ["import", STORE, "--dry-run", "--json"])).out);
    imported = parsedValue((await runInProcess(folders, ["import", STORE, "--json"])).out);
    app = await openTestApplication(folders);
  });
  afterAll(async () => {
    await app.close();
    folders.remove();
  });

  it("is imported whole, as the dry run said, and a second import finds everything here", async () => {
    expect(imported).toMatchObject({ new: 28, already_here: 0, conflict: 0, unreadable: 0 });
    expect(looked.records).toEqual(imported.records);
    const again: ImportReport = parsedValue((await runInProcess(folders, ["import", STORE, "--json"], { app })).out);
    expect(again).toMatchObject({ new: 0, already_here: 28, conflict: 0 });
  });

  it.each(expected.queries.map((query) => [query.name, query] as const))(
    "answers %s as the older system did",
    async (_name, query) => {
      const options = Object.entries(query.params).flatMap(([name, value]) => [OPTIONS[name] ?? name, String(value)]);
      const page = async (...more: string[]): Promise<string[]> => {
        const { out } = await runInProcess(folders, ["run", "list", "--json", ...options, ...more], { app });
        return parsedValue<RunPage>(out).rows.map(({ run_id }) => run_id);
      };
      const isNotHidden = (runId: string): boolean => runId !== expected.labels.soft_deleted;
      expect(await page()).toEqual(query.ids.filter(isNotHidden));
      // The older system forgot the deletion in some of its answers and not in others; ours never does.
      const withHidden = await page("--hidden");
      expect(withHidden.filter(isNotHidden)).toEqual(query.ids.filter(isNotHidden));
      if (query.name === "all_default") expect(withHidden).toEqual(query.ids);
    },
  );

  it.each(Object.entries(expected.runs))("%s has its bytes and its feasibility its fingerprint", async (runId, run) => {
    const { bytes } = await app.call("run.raw", { run_id: runId }, { door: "command-line" });
    expect(Buffer.from(bytes).equals(readFileSync(join(STORE, run.file)))).toBe(true);
    const record = readJson(bytes);
    const range = record instanceof JsonObject ? record.rangeOf("feasibility") : null;
    const feasibility = bytes.slice(range?.start, range?.end);
    const hashed = await app.call("hash.canonical", { source: { bytes: feasibility } }, { door: "command-line" });
    expect(hashed.sha256).toBe(run.feasibility_canonical_sha256);
  });
});

describe("hash canonical", () => {
  let folders: TestFolders;
  let app: Application;
  beforeAll(async () => {
    folders = makeTestFolders();
    app = await openTestApplication(folders, { access: "none" });
  });
  afterAll(async () => {
    await app.close();
    folders.remove();
  });

  it("reproduces every vector", async () => {
    expect(vectors.cases.length).toBeGreaterThan(0);
    for (const { input_json_text: input, canonical_text: text, sha256 } of vectors.cases) {
      const source = { bytes: new Uint8Array(Buffer.from(input)) };
      expect(await app.call("hash.canonical", { source, with_text: true }, { door: "window" })).toEqual({
        sha256,
        text,
      });
    }
  });

  it("refuses every text that has no canonical form, with a reason", async () => {
    expect(vectors.rejected.length).toBeGreaterThan(0);
    for (const { input_json_text: input } of vectors.rejected) {
      const source = { bytes: new Uint8Array(Buffer.from(input)) };
      await expect(app.call("hash.canonical", { source }, { door: "window" })).rejects.toMatchObject({
        code: "BAD_REQUEST",
        context: { reason: expect.any(String), offset: expect.any(Number) },
      });
    }
  });
});

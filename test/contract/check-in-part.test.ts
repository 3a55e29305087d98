import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication } from "../support/test-application.ts";

const WINDOW = { door: "window" } as const;

let folders: TestFolders;
let app: Application;
let runId: string;

beforeEach(async () => {
  folders = makeTestFolders();
  app = await openTestApplication(folders);
  const bytes = Buffer.from(
    '{"mode":"saw","tool_id":"t","status":"OK","decision":{"risk_level":"GREEN"},"feasibility":{"risk_level":"GREEN"}}',
  );
  runId = (await app.call("run.create", { source: { bytes, name: null } }, WINDOW)).run_id;
  const source = { bytes: Buffer.alloc(2000, "G1 "), name: "op20.nc" };
  await app.call("attachment.put", { run_id: runId, source, kind: "gcode" }, WINDOW);
});
afterEach(async () => {
  await app.close();
  folders.remove();
});

function check(upToBytes: number | null) {
  return app.call("check.run", { run_id: runId, record: true, up_to_bytes: upToBytes }, WINDOW);
}

describe("checking a run in part", () => {
  it("says how many files it left out, and nothing keeps what it found", async () => {
    const part = await check(1000);
    expect(part).toMatchObject({ verdict: "intact", left_out: 1 });
    expect(part.items.map(({ name }) => name)).not.toContain("op20.nc");
    const { row } = await app.call("run.get", { run_id: runId }, WINDOW);
    expect(row).toMatchObject({ verdict: "not-checked", checked_at: null });
    const { checks } = await app.call("check.past", {}, WINDOW);
    expect(checks).toEqual([]);
  });

  it("is a whole check where no file is that large", async () => {
    const whole = await check(1_000_000);
    expect(whole).not.toHaveProperty("left_out");
    expect(whole.items.map(({ name }) => name)).toContain("op20.nc");
    const { row } = await app.call("run.get", { run_id: runId }, WINDOW);
    expect(row.verdict).toBe("intact");
    expect((await app.call("check.past", {}, WINDOW)).checks).toHaveLength(1);
  });
});

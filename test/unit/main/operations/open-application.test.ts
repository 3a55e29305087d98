import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { openTestApplication } from "../../../support/test-application.ts";

const TERMINAL = { door: "command-line" } as const;

describe("openApplication", () => {
  let folders: TestFolders;
  beforeEach(() => {
    folders = makeTestFolders();
  });
  afterEach(() => folders.remove());

  it("uses the folder it is given, else the one of the environment, else one in the data folder", async () => {
    const runsDirOf = async (options: Parameters<typeof openTestApplication>[1]) => {
      const app = await openTestApplication(folders, { access: "none", ...options });
      const { runs_dir: runsDir } = await app.call("session.get", {}, TERMINAL);
      await app.close();
      return runsDir;
    };
    expect(await runsDirOf({ runsDir: "/a", env: { RMOS_RUNS_DIR: "/b" } })).toBe("/a");
    expect(await runsDirOf({ runsDir: null, env: { RMOS_RUNS_DIR: "/b" } })).toBe("/b");
    expect(await runsDirOf({ runsDir: null, env: { RMOS_RUNS_DIR: "" } })).toBe(join(folders.dataDir, "runs"));
  });

  it("touches no folder when it needs none", async () => {
    const app = await openTestApplication(folders, { access: "none" });
    const source = { bytes: new Uint8Array(Buffer.from("{}")) };
    expect((await app.call("hash.canonical", { source }, TERMINAL)).sha256).toMatch(/^[0-9a-f]{64}$/);
    await app.close();
    expect([existsSync(folders.runsDir), existsSync(folders.dataDir)]).toEqual([false, false]);
  });

  it("names who acts in the ledger, and one sitting as one", async () => {
    const app = await openTestApplication(folders, { actorName: "ada" });
    const source = { bytes: new Uint8Array(Buffer.from("{}")), name: null };
    const runs = [
      await app.call("run.create", { source }, TERMINAL),
      await app.call("run.create", { source }, TERMINAL),
    ];
    const actors = await Promise.all(
      runs.map(async (run) => {
        const { entries } = await app.call("run.history", { run_id: run.run_id }, TERMINAL);
        return entries[0]?.actor;
      }),
    );
    expect(actors[0]).toMatchObject({ uid: "ada", role: "admin" });
    expect(actors[1]).toEqual(actors[0]);
    await app.close();
  });

  it("finishes what was called before it closes", async () => {
    const app = await openTestApplication(folders);
    const source = { bytes: new Uint8Array(Buffer.from("{}")), name: null };
    const calls = Array.from({ length: 20 }, () => app.call("run.create", { source }, TERMINAL));
    const settled = Promise.allSettled(calls);
    await app.close();
    const again = await openTestApplication(folders, { access: "read" });
    const recorded = (await settled).filter(({ status }) => status === "fulfilled").length;
    expect((await again.call("run.query", {}, TERMINAL)).total).toBe(recorded);
    await again.close();
  });
});

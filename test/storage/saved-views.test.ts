import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication } from "../support/test-application.ts";

const WINDOW = { door: "window" } as const;
const PERSON = "WORKS\\Ada Löwe";

let folders: TestFolders;
const apps: Application[] = [];

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  folders.remove();
});

async function open(actorName = PERSON): Promise<Application> {
  const app = await openTestApplication(folders, { actorName });
  apps.push(app);
  return app;
}

function save(app: Application, name: string, query = ""): Promise<{ readonly view_id: string }> {
  return app.call("view.save", { view: { name, query } }, WINDOW);
}

async function ownNames(app: Application): Promise<readonly string[]> {
  const { views } = await app.call("view.list", {}, WINDOW);
  return views.flatMap(({ builtin, name }) => (builtin ? [] : [name]));
}

/** The one folder below the views: that of the person. */
function ownFolder(): string {
  const [person = "", ...others] = readdirSync(join(folders.dataDir, "views"));
  expect(others).toEqual([]);
  return join(folders.dataDir, "views", person);
}

describe("saved views on a real drive", () => {
  it("are there after the program was closed, for that person alone, and nothing of them is in the runs folder", async () => {
    const app = await open();
    const { view_id: id } = await save(app, "Rot auf M3", "decision:RED machine:M3");
    expect(readdirSync(ownFolder())).toEqual([`${id}.json`]);
    expect(readdirSync(folders.runsDir, { recursive: true }).filter((name) => /view/i.test(String(name)))).toEqual([]);
    await apps.pop()?.close();
    expect(await ownNames(await open())).toEqual(["Rot auf M3"]);
    await apps.pop()?.close();
    expect(await ownNames(await open("ben"))).toEqual([]);
  });

  it("are all whole when two windows of one person save at once", async () => {
    const [one, other] = [await open(), await open()];
    const names = Array.from({ length: 20 }, (_, number) => `View ${number}`);
    await Promise.all(names.map((name, number) => save(number % 2 === 0 ? one : other, name, `tool:T${number}`)));
    expect(await ownNames(one)).toEqual(names);
    expect(readdirSync(ownFolder()).filter((name) => !name.endsWith(".json") || name.startsWith("."))).toEqual([]);
  });

  it("can be saved also while another workstation writes the runs folder", async () => {
    await open();
    const second = await open();
    expect((await second.call("session.get", {}, WINDOW)).store.mode).toBe("read-only");
    await save(second, "Mine");
    expect(await ownNames(second)).toEqual(["Mine"]);
  });

  it("of a newer version and broken ones stay byte for byte beside what is saved and taken away", async () => {
    const app = await open();
    const { view_id: id } = await save(app, "Red");
    const strange = { "newer.json": '{"format":9,"name":"Moon","query":"moon:full"}', "torn.json": '{"format":1,"na' };
    for (const [name, text] of Object.entries(strange)) writeFileSync(join(ownFolder(), name), text);
    await app.call("view.save", { view_id: id, view: { name: "Blue", query: "" } }, WINDOW);
    const { views, unreadable } = await app.call("view.remove", { view_id: id }, WINDOW);
    expect(views.at(-1)).toMatchObject({ name: "Moon", read_only: true, query: "moon:full" });
    expect(unreadable).toEqual([{ file: "torn.json", reason: "is no JSON text" }]);
    expect(readdirSync(ownFolder()).sort()).toEqual(["newer.json", "torn.json"]);
  });

  it("are refused with the reason where a file stands in the place of their folder", async () => {
    const app = await open();
    writeFileSync(join(folders.dataDir, "views"), "not a folder");
    await expect(save(app, "Red")).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(await ownNames(app)).toEqual([]);
  });

  // Whoever may do everything is refused nothing.
  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
    "are read, and refused with the reason, in a folder that can only be read",
    async () => {
      const app = await open();
      await save(app, "Red");
      chmodSync(ownFolder(), 0o555);
      await expect(save(app, "Blue")).rejects.toMatchObject({ code: "NO_PERMISSION" });
      expect(await ownNames(app)).toEqual(["Red"]);
      chmodSync(ownFolder(), 0o755);
    },
  );

  it("that are exported replace nothing, and never lie in the runs folder", async () => {
    const app = await open();
    const stick = join(folders.root, "stick");
    mkdirSync(stick);
    const { view_id: id } = await save(app, "Red / M3: old");
    const call = (path: string) =>
      app.call("view.export", { view_id: id, to: { folder: { path } } }, { door: "command-line" });
    expect(await call(stick)).toMatchObject({ name: "view-Red _ M3_ old.rmos-view.json" });
    await expect(call(stick)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    await expect(call(folders.runsDir)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(readdirSync(stick)).toHaveLength(1);
  });
});

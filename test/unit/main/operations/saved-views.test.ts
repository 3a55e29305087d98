import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtinViews } from "../../../../src/main/operations/builtin-views.ts";
import {
  importView,
  listViews,
  removeView,
  saveView,
  type ViewsPlace,
  viewBytes,
  viewOf,
} from "../../../../src/main/operations/saved-views.ts";
import { viewFileBytes } from "../../../../src/main/operations/view-file.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { ViewContent } from "../../../../src/shared/operations/view-operations.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let place: ViewsPlace;

beforeEach(() => {
  folders = makeTestFolders();
  place = { fs: nodeFs, dataDir: folders.dataDir, ids: createIdSource(), uid: "ada", builtin: builtinViews(null) };
});
afterEach(() => folders.remove());

function content(name: string, query = "tool:T102"): ViewContent {
  return { name, query, columns: [], sort: null, group: null, shows: "list" };
}

function ownFolder(): string {
  return join(folders.dataDir, "views", "ada");
}

/** Lays a file where views of the person lie. */
function lay(name: string, bytes: string | Uint8Array): void {
  mkdirSync(ownFolder(), { recursive: true });
  writeFileSync(join(ownFolder(), name), bytes);
}

function ownNames(of: ViewsPlace = place): readonly string[] {
  return listViews(of).views.flatMap(({ builtin, name }) => (builtin ? [] : [name]));
}

describe("saved views", () => {
  it("stand behind the built-in ones by name, and looking makes nothing", async () => {
    expect(listViews(place)).toEqual({ views: place.builtin, unreadable: [] });
    expect(existsSync(folders.dataDir)).toBe(false);
    for (const name of ["Saw 10", "saw 9", "Ädge"]) await saveView(place, null, content(name));
    expect(ownNames()).toEqual(["Ädge", "saw 9", "Saw 10"]);
    expect(listViews(place).views.slice(0, 6)).toEqual(place.builtin);
  });

  it("are one readable file each, with all that they remember", async () => {
    const wanted: ViewContent = {
      ...content("Red", "decision:RED"),
      ...{ columns: ["tool"], sort: { by: "tool", descending: false }, group: "day", shows: "timeline" },
    };
    const view = await saveView(place, null, wanted);
    expect(view).toEqual({
      ...wanted,
      view_id: expect.stringMatching(/^view-[0-9a-f]{16}$/),
      builtin: false,
      read_only: false,
    });
    expect(readFileSync(join(ownFolder(), `${view.view_id}.json`))).toEqual(viewFileBytes(wanted));
  });

  it("are replaced under their id, also by another name, and taken away", async () => {
    const { view_id: id } = await saveView(place, null, content("Red"));
    await saveView(place, id, content("Red"));
    expect(await saveView(place, id, content("Blue", "tool:T1"))).toMatchObject({
      view_id: id,
      name: "Blue",
      query: "tool:T1",
    });
    expect(readdirSync(ownFolder())).toHaveLength(1);
    expect((await removeView(place, id)).views).toEqual(place.builtin);
    for (const late of [removeView(place, id), saveView(place, id, content("Red"))]) {
      await expect(late).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
    }
  });

  it("have names that a person can tell apart, from built-in ones too", async () => {
    const { view_id: id } = await saveView(place, null, content("Red"));
    const other = await saveView(place, null, content("Other"));
    for (const name of ["Red", "RED", "blocked", "Ｒed"]) {
      await expect(saveView(place, null, content(name))).rejects.toMatchObject({ code: "CONFLICT" });
    }
    await expect(saveView(place, other.view_id, content("red"))).rejects.toMatchObject({
      code: "CONFLICT",
      context: { view_id: id },
    });
    expect(ownNames()).toEqual(["Other", "Red"]);
  });

  it("belong to one person, whatever people are called", async () => {
    const uids = [
      "ada",
      "Ada",
      "",
      "..",
      "../ada",
      "WORK\\ada",
      "con",
      "阿達",
      "\ud800",
      "\ud801",
      "x".repeat(300),
      "a/b\0c",
    ];
    for (const uid of uids) await saveView({ ...place, uid }, null, content(`of ${uids.indexOf(uid)}`));
    for (const uid of uids) expect(ownNames({ ...place, uid })).toEqual([`of ${uids.indexOf(uid)}`]);
    const names = readdirSync(join(folders.dataDir, "views"));
    expect(names).toHaveLength(uids.length);
    expect(names.filter((name) => !/^[a-z0-9-]{1,70}$/.test(name))).toEqual([]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(uids.length);
  });

  it("that are broken are named with the reason, left alone, and in nobody's way", async () => {
    lay("broken.json", "{");
    lay("empty.json", "");
    lay("huge.json", " ".repeat(70_000));
    lay("builtin-blocked.json", viewFileBytes(content("Mine")));
    lay("bad name.json", viewFileBytes(content("Mine")));
    lay("notes.txt", "not a view");
    mkdirSync(join(ownFolder(), "folder.json"));
    symlinkSync(join(folders.root, "secret"), join(ownFolder(), "link.json"));
    const before = readdirSync(ownFolder());
    await saveView(place, null, content("Red"));
    const { unreadable } = listViews(place);
    expect(unreadable.map(({ file }) => file)).toEqual([
      ...[
        "bad name.json",
        "broken.json",
        "builtin-blocked.json",
        "empty.json",
        "folder.json",
        "huge.json",
        "link.json",
      ],
    ]);
    expect(unreadable.every(({ reason }) => reason.length > 5)).toBe(true);
    expect(ownNames()).toEqual(["Red"]);
    expect(readdirSync(ownFolder())).toEqual(expect.arrayContaining(before));
    await expect(saveView(place, "broken", content("Red"))).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });

  it("of a newer version are opened and never written, renamed or taken away", async () => {
    const bytes = '{"format":2,"name":"New","query":"moon:full","phase":3}';
    lay("newer.json", bytes);
    expect(viewOf(place, "newer")).toMatchObject({ name: "New", query: "moon:full", read_only: true });
    await expect(saveView(place, "newer", content("Mine"))).rejects.toMatchObject({ code: "IMMUTABLE" });
    await expect(removeView(place, "newer")).rejects.toMatchObject({ code: "IMMUTABLE" });
    expect(viewBytes(place, "newer").toString()).toBe(bytes);
    expect(readFileSync(join(ownFolder(), "newer.json"), "utf8")).toBe(bytes);
  });

  it("with one name in two files are both there", () => {
    lay("one.json", viewFileBytes(content("Red", "tool:T1")));
    lay("two.json", viewFileBytes(content("Red", "tool:T2")));
    expect(ownNames()).toEqual(["Red", "Red"]);
    expect([viewOf(place, "one").query, viewOf(place, "two").query]).toEqual(["tool:T1", "tool:T2"]);
  });

  it("keep a query that cannot be read as it is", () => {
    lay("old.json", viewFileBytes(content("Old", 'colour:red "')));
    expect(viewOf(place, "old").query).toBe('colour:red "');
  });

  it("that are built in are never changed", async () => {
    for (const { view_id: id } of place.builtin) {
      await expect(saveView(place, id, content("Mine"))).rejects.toMatchObject({ code: "IMMUTABLE" });
      await expect(removeView(place, id)).rejects.toMatchObject({ code: "IMMUTABLE" });
    }
  });

  it("are never reached by an id that leads elsewhere", async () => {
    writeFileSync(join(folders.root, "outside.json"), viewFileBytes(content("Outside")));
    mkdirSync(ownFolder(), { recursive: true });
    for (const id of ["../../../outside", "..", "", "a/b", "view\0"]) {
      await expect(saveView(place, id, content("Mine"))).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
      await expect(removeView(place, id)).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
    }
    expect(existsSync(join(folders.root, "outside.json"))).toBe(true);
  });

  it("that come as a file get an id of ours and a name that is free", async () => {
    const bytes = viewFileBytes(content("Red", "decision:RED"));
    const views = [await importView(place, bytes), await importView(place, bytes), await importView(place, bytes)];
    expect(views.map(({ name }) => name)).toEqual(["Red", "Red 2", "Red 3"]);
    expect(new Set(views.map(({ view_id: id }) => id)).size).toBe(3);
    expect((await importView(place, viewFileBytes(content("BLOCKED")))).name).toBe("BLOCKED 2");
    const long = viewFileBytes(content(`${"x".repeat(57)} 🪵`));
    await importView(place, long);
    expect((await importView(place, long)).name).toBe(`${"x".repeat(57)} 2`);
    await expect(importView(place, Buffer.from('{"view_id":"x"}'))).rejects.toMatchObject({
      code: "BAD_REQUEST",
      context: { field: "source" },
    });
  });

  it("of a newer version that come as a file keep every byte", async () => {
    const bytes = Buffer.from('{"format":7,"name":"Red","query":"x","deep":{"a":1.0}}');
    const view = await importView(place, bytes);
    expect(view).toMatchObject({ name: "Red", read_only: true });
    expect(viewBytes(place, view.view_id)).toEqual(bytes);
  });

  it("are handed on as a file also where they are built in", async () => {
    const bytes = viewBytes(place, "builtin-blocked");
    expect(await importView({ ...place, uid: "ben", builtin: [] }, bytes)).toMatchObject({
      name: "Blocked",
      query: "status:BLOCKED",
    });
  });

  it("are named as not readable where the drive does not give them, and the built-in ones stay", async () => {
    await saveView(place, null, content("Red"));
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "list", { kind: "refuse", code: "EACCES" });
    expect(listViews({ ...place, fs })).toEqual({
      views: place.builtin,
      unreadable: [{ file: "views/ada", reason: expect.any(String) }],
    });
    fs.failWhere((call) => call.name === "open", { kind: "refuse", code: "EIO" });
    expect(listViews({ ...place, fs }).unreadable).toHaveLength(1);
  });
});

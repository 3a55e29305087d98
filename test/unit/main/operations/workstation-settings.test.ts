import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  changeWorkstationSettings,
  readWorkstationSettings,
  type SettingsPlace,
} from "../../../../src/main/operations/workstation-settings.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

const USUAL = { shifts: ["06:00", "14:00", "22:00"], machine: null, zone: "Europe/Berlin" };

let folders: TestFolders;
let place: SettingsPlace;

beforeEach(() => {
  folders = makeTestFolders();
  place = { fs: nodeFs, dataDir: folders.dataDir, zone: "Europe/Berlin", writer: "w" };
});
afterEach(() => folders.remove());

const path = (): string => join(folders.dataDir, "workstation-settings.json");

function write(text: string): void {
  mkdirSync(folders.dataDir, { recursive: true });
  writeFileSync(path(), text);
}

describe("settings of the workstation", () => {
  it("are the usual ones until somebody sets them, and looking makes no file", () => {
    expect(readWorkstationSettings(place)).toEqual(USUAL);
    expect(existsSync(path())).toBe(false);
  });

  it("keep what is not changed, and have shifts once, in the order of a day", async () => {
    await changeWorkstationSettings(place, { machine: " M3 " });
    expect(await changeWorkstationSettings(place, { shifts: ["20:00", "08:00", "20:00"] })).toEqual({
      ...USUAL,
      shifts: ["08:00", "20:00"],
      machine: "M3",
    });
    expect(JSON.parse(readFileSync(path(), "utf8"))).toEqual({ format: 1, shifts: ["08:00", "20:00"], machine: "M3" });
    await changeWorkstationSettings(place, { shifts: [], machine: " " });
    expect(readWorkstationSettings(place)).toEqual({ ...USUAL, shifts: [] });
  });

  it("name UTC where the system has a zone that nobody knows", () => {
    expect(readWorkstationSettings({ ...place, zone: "Etc/Unknown" }).zone).toBe("UTC");
  });

  it.each(["", "{", "null", '{"format":1}', '{"format":1,"shifts":["6"],"machine":null}', "x".repeat(70_000)])(
    "are the usual ones, and say so, where the file is %j",
    async (text) => {
      write(text);
      expect(readWorkstationSettings(place)).toMatchObject({
        ...USUAL,
        problem: expect.stringContaining("cannot be read"),
      });
      expect(readFileSync(path(), "utf8")).toBe(text);
      expect(await changeWorkstationSettings(place, { machine: "M3" })).toEqual({ ...USUAL, machine: "M3" });
    },
  );

  it("are the usual ones, and say so, where the drive does not give them", async () => {
    await changeWorkstationSettings(place, { machine: "M3" });
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "open", { kind: "refuse", code: "EIO" });
    expect(readWorkstationSettings({ ...place, fs })).toMatchObject({ machine: null, problem: expect.any(String) });
  });

  it("are read, and not changed, where a newer version saved them", async () => {
    write('{"format":2,"shifts":["05:00"],"machine":"M3","moon":true}');
    expect(readWorkstationSettings(place)).toEqual({ ...USUAL, shifts: ["05:00"], machine: "M3" });
    await expect(changeWorkstationSettings(place, { machine: null })).rejects.toMatchObject({ code: "IMMUTABLE" });
    expect(readFileSync(path(), "utf8")).toContain("moon");
  });
});

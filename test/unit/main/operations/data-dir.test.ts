import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findDataDir } from "../../../../src/main/operations/data-dir.ts";

describe("findDataDir", () => {
  it("uses the folder each system has for the data of programs", () => {
    expect(findDataDir({ env: {}, platform: "linux", home: "/home/a" })).toBe(resolve("/home/a/.config/rmos-runs"));
    expect(findDataDir({ env: {}, platform: "darwin", home: "/Users/a" })).toBe(
      resolve("/Users/a/Library/Application Support/rmos-runs"),
    );
    expect(findDataDir({ env: { APPDATA: "/roaming" }, platform: "win32", home: "/u" })).toBe(
      resolve("/roaming/rmos-runs"),
    );
  });

  it("heeds XDG_CONFIG_HOME", () => {
    expect(findDataDir({ env: { XDG_CONFIG_HOME: "/cfg" }, platform: "linux", home: "/home/a" })).toBe(
      "/cfg/rmos-runs",
    );
  });

  it("prefers RMOS_RUNS_DATA_DIR, and takes an empty one for none", () => {
    expect(findDataDir({ env: { RMOS_RUNS_DATA_DIR: "/data" }, platform: "linux", home: "/h" })).toBe("/data");
    expect(findDataDir({ env: { RMOS_RUNS_DATA_DIR: "" }, platform: "linux", home: "/h" })).toBe(
      "/h/.config/rmos-runs",
    );
  });
});

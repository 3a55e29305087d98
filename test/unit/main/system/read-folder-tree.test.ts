import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFolderTree } from "../../../../src/main/system/read-folder-tree.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-runs-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("read folder tree", () => {
  it("gives every file below a folder under its path with slashes", () => {
    mkdirSync(join(folder, "assets", "deep"), { recursive: true });
    writeFileSync(join(folder, "index.html"), "a");
    writeFileSync(join(folder, "assets", "deep", "x.js"), "bc");
    const tree = readFolderTree(folder);
    expect([...tree.keys()].toSorted()).toEqual(["assets/deep/x.js", "index.html"]);
    expect(Buffer.from(tree.get("assets/deep/x.js") ?? []).toString()).toBe("bc");
  });

  it.skipIf(process.platform === "win32")("follows no link", () => {
    writeFileSync(join(folder, "real"), "a");
    symlinkSync(join(folder, "real"), join(folder, "link"));
    symlinkSync(tmpdir(), join(folder, "linked-folder"));
    expect([...readFolderTree(folder).keys()]).toEqual(["real"]);
  });

  it("names a folder that is not there", () => {
    const missing = join(folder, "nowhere");
    expect(() => readFolderTree(missing)).toThrow(
      expect.objectContaining({ code: "PATH_NOT_FOUND", message: expect.stringContaining(missing) }),
    );
  });
});

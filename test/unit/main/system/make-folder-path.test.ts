import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolderPath } from "../../../../src/main/system/make-folder-path.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-runs-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("make folder path", () => {
  it("makes a folder with what is missing above it, as often as one likes", () => {
    const path = join(folder, "a", "b");
    makeFolderPath(path);
    makeFolderPath(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it("names the folder when a file is in the way", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const path = join(file, "below");
    expect(() => makeFolderPath(path)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringContaining(path) }),
    );
  });
});

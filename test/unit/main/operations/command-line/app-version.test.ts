import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readAppVersion } from "../../../../../src/main/operations/command-line/app-version.ts";

describe("readAppVersion", () => {
  it("reads the version of the package", async () => {
    const path = fileURLToPath(new URL("../../../../../package.json", import.meta.url));
    expect(await readAppVersion(path)).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("fails for a file that is no package", async () => {
    const path = fileURLToPath(new URL("../../../../../tsconfig.base.json", import.meta.url));
    await expect(readAppVersion(path)).rejects.toThrow();
  });
});

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tryKernelGate } from "../../../../src/main/store/kernel-gate.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;
let path: string;

beforeEach(() => {
  folders = makeTestFolders();
  path = join(folders.root, "gate.db");
});
afterEach(() => folders.remove());

describe("tryKernelGate", () => {
  it("is held by one at a time, also within one process, and free again after release", () => {
    const first = tryKernelGate(path);
    expect(first).not.toBeNull();
    expect(tryKernelGate(path)).toBeNull();
    first?.release();
    const second = tryKernelGate(path);
    expect(second).not.toBeNull();
    second?.release();
  });

  it("keeps another process out, and lets it in afterwards", () => {
    const probe = `
      import { tryKernelGate } from ${JSON.stringify(new URL("../../../../src/main/store/kernel-gate.ts", import.meta.url).href)};
      const gate = tryKernelGate(process.argv[1]);
      process.stdout.write(gate === null ? "held" : "free");
    `;
    const askAnother = (): string =>
      execFileSync(process.execPath, ["--input-type=module", "-e", probe, path], { encoding: "utf8", stdio: "pipe" });
    const gate = tryKernelGate(path);
    expect(askAnother()).toBe("held");
    gate?.release();
    expect(askAnother()).toBe("free");
  });

  it("leaves its file empty", () => {
    tryKernelGate(path)?.release();
    expect(statSync(path).size).toBe(0);
  });

  it("codes a file that is no gate, a folder in its place, and a folder that is missing", () => {
    writeFileSync(path, "this is not a database, it is a long enough text".repeat(100));
    expect(() => tryKernelGate(path)).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
    mkdirSync(join(folders.root, "folder"));
    expect(() => tryKernelGate(join(folders.root, "folder"))).toThrow(
      expect.objectContaining({ code: "NO_PERMISSION" }),
    );
    expect(() => tryKernelGate(join(folders.root, "none", "gate.db"))).toThrow(
      expect.objectContaining({ code: "NO_PERMISSION" }),
    );
  });

  it.runIf(process.platform !== "win32" && process.getuid?.() !== 0)("codes a folder it may not write", () => {
    chmodSync(folders.root, 0o500);
    expect(() => tryKernelGate(path)).toThrow(expect.objectContaining({ code: "NO_PERMISSION" }));
    chmodSync(folders.root, 0o700);
  });
});

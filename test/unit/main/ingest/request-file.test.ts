import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeFailure, findRequestFile } from "../../../../src/main/ingest/request-file.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { writeFiles } from "./written-files.ts";

let folders: TestFolders;
let base: string;

beforeEach(() => {
  folders = makeTestFolders();
  base = join(folders.root, "job");
  writeFiles(folders.root, { "job/op20.nc": "G90", "job/sub/op 30 ß.nc": "G91", "secret.txt": "s", "jobs/op.nc": "x" });
});

afterEach(() => folders.remove());

function find(named: string) {
  return findRequestFile(nodeFs, base, named);
}

describe("a file named in a request", () => {
  it("is found by a relative path, or an absolute one inside the folder", () => {
    const names = ["op20.nc", "./op20.nc", "sub/op 30 ß.nc", "sub\\op 30 ß.nc", join(base, "op20.nc")];
    expect(names.map((name) => find(name).refused)).toEqual(names.map(() => null));
    expect(find("op20.nc").path).toBe(join(nodeFs.realPath(base), "op20.nc"));
  });

  it("is refused outside the folder the request comes from", () => {
    const names = ["../secret.txt", "sub/../../secret.txt", "sub/../op20.nc", "..\\secret.txt", "..", "/etc/hostname"];
    names.push(join(folders.root, "secret.txt"), join(folders.root, "jobs", "op.nc"), join(base, "..", "secret.txt"));
    for (const name of names) expect(find(name).refused).toMatch(/does not lie in/);
    expect(findRequestFile(nodeFs, null, "op20.nc").refused).toMatch(/comes from no folder/);
  });

  it("is refused where a link leads out, and found where one stays inside", () => {
    symlinkSync(join(folders.root, "secret.txt"), join(base, "out.nc"));
    symlinkSync(folders.root, join(base, "up"));
    symlinkSync(join(base, "op20.nc"), join(base, "same.nc"));
    symlinkSync(join(base, "loop"), join(base, "loop"));
    expect(find("out.nc").refused).toMatch(/leads out/);
    expect(find("up/secret.txt").refused).toMatch(/leads out/);
    expect(find("same.nc").refused).toBeNull();
    expect(find("loop").refused).toMatch(/is not a regular file/);
  });

  it("is refused when it is missing, a folder or a device", () => {
    mkdirSync(join(base, "folder.nc"));
    expect(find("nothing.nc").refused).toMatch(/^No file is at "nothing.nc"/);
    expect(find("op20.nc/deeper").refused).toMatch(/^No file is at/);
    expect(find("folder.nc").refused).toMatch(/is not a regular file/);
    expect(findRequestFile(nodeFs, "/dev", "zero").refused).toMatch(/is not a regular file/);
  });

  it.each([
    "CON",
    "nul.txt",
    "sub/aux",
    "com1.nc",
    "COM¹",
    "LPT9.x",
    "a.nc:stream",
    "C:op20.nc",
    "dot.",
    "blank ",
    "a\u0000b",
    "a\nb",
  ])("is refused under a name that means something else on another system: %j", (name) => {
    expect(find(name).refused).toMatch(/is not a file name that every system understands/);
  });

  it("is refused when the path names nothing", () => {
    for (const name of ["", ".", "./", "/"]) expect(find(name).refused).not.toBeNull();
    expect(find("x".repeat(300)).refused).not.toBeNull();
  });

  it("never leaves the folder and never throws, whatever the name", () => {
    const part = fc.oneof(
      fc.constantFrom("..", ".", "", "sub", "op20.nc", "~", "C:", "\\\\server\\share"),
      fc.string(),
    );
    const root = `${nodeFs.realPath(base)}/`;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom("/", "\\"), (parts, slash) => {
        const found = find(parts.join(slash));
        expect(found.path === null || found.path.startsWith(root)).toBe(true);
        expect(found.path === null).toBe(found.refused !== null);
      }),
      { numRuns: 500 },
    );
  });

  it("is told of by what kept it from being read; a bug stays a bug", () => {
    expect(describeFailure(new AppError("NO_PERMISSION", "x"), "a.nc")).toBe('"a.nc" may not be read by this account');
    expect(describeFailure(new AppError("IO_FAILED", "x"), "a.nc")).toBe('"a.nc" could not be read (IO_FAILED)');
    expect(() => describeFailure(new TypeError("bug"), "a.nc")).toThrow(TypeError);
  });
});

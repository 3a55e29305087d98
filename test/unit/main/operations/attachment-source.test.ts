import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type AttachmentSource,
  bytesSource,
  fileSource,
  pacedChunks,
} from "../../../../src/main/operations/attachment-source.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-runs-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const source = (path: string): AttachmentSource => fileSource(nodeFs, path, "source.file");
const textOf = (from: AttachmentSource): string => Buffer.concat([...from.chunks()]).toString();

describe("a file as a source", () => {
  it("has its name, its size and its bytes", () => {
    writeFileSync(at("op20.nc"), "G90\n");
    const { name, sizeBytes } = source(at("op20.nc"));
    expect([name, sizeBytes, textOf(source(at("op20.nc")))]).toEqual(["op20.nc", 4, "G90\n"]);
  });

  it("is what a link leads to, under the name of the link", () => {
    writeFileSync(at("op20.nc"), "G90\n");
    symlinkSync("op20.nc", at("latest.nc"));
    expect(source(at("latest.nc"))).toMatchObject({ name: "latest.nc", sizeBytes: 4 });
    expect(textOf(source(at("latest.nc")))).toBe("G90\n");
  });

  it("is never a folder, a pipe or a device, and none of them is opened", () => {
    mkdirSync(at("folder"));
    symlinkSync("/dev/zero", at("endless"));
    spawnSync("mkfifo", [at("pipe")]);
    const names = ["folder", "endless", ...(process.platform === "win32" ? [] : ["pipe"])];
    for (const name of names) {
      const refused = expect.objectContaining({
        code: "BAD_REQUEST",
        context: expect.objectContaining({ field: "source.file" }),
      });
      expect(() => source(at(name))).toThrow(refused);
    }
  });

  it("that is not there, or that a link leads nowhere to, is told as that", () => {
    symlinkSync("gone", at("dangling"));
    for (const name of ["gone", "dangling"]) {
      expect(() => source(at(name))).toThrow(expect.objectContaining({ code: "PATH_NOT_FOUND" }));
    }
  });

  it("that became something else since it was looked at is refused", () => {
    writeFileSync(at("op20.nc"), "G90\n");
    const looked = source(at("op20.nc"));
    rmSync(at("op20.nc"));
    symlinkSync("/etc/hostname", at("op20.nc"));
    expect(() => textOf(looked)).toThrow(expect.objectContaining({ code: "BAD_REQUEST" }));
  });
});

describe("bytes as a source", () => {
  it("keep the last part of what they are called, on whichever system that was written", () => {
    const names = ["photo.png", "C:\\shots\\photo.png", "/mnt/photo.png", "", "/", null];
    expect(names.map((name) => bytesSource(Buffer.from("x"), name).name)).toEqual([
      "photo.png",
      "photo.png",
      "photo.png",
      null,
      null,
      null,
    ]);
  });
});

describe("paced chunks", () => {
  it("leave room for other work between two pieces and say how far they are", async () => {
    const order: string[] = [];
    const chunks = [Buffer.from("ab"), Buffer.from("c")];
    const control = { signal: new AbortController().signal, progress: (done: number) => void order.push(`${done}`) };
    const other = setImmediate(() => order.push("other work"));
    for await (const chunk of pacedChunks({ name: null, sizeBytes: 3, chunks: () => chunks }, control)) {
      order.push(chunk.toString());
    }
    clearImmediate(other);
    expect(order).toEqual(["ab", "2", "other work", "c", "3"]);
  });

  it("end with the reason when they are stopped, and close what they read", async () => {
    const controller = new AbortController();
    let isClosed = false;
    function* endless() {
      try {
        for (;;) yield Buffer.from("x");
      } finally {
        isClosed = true;
      }
    }
    const control = { signal: controller.signal, progress: () => controller.abort(new Error("enough")) };
    const reading = (async () => {
      for await (const _chunk of pacedChunks({ name: null, sizeBytes: 1, chunks: endless }, control));
    })();
    await expect(reading).rejects.toThrow("enough");
    expect(isClosed).toBe(true);
  });
});

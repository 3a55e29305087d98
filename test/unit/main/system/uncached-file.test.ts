import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openUncached } from "../../../../src/main/system/uncached-file.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rmos-runs-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function readAll(path: string): Buffer | null {
  const file = openUncached(path);
  if (file === null) return null;
  const pieces: Buffer[] = [];
  let position = 0;
  for (let piece = file.read(0); piece.byteLength > 0; piece = file.read(position)) {
    pieces.push(Buffer.from(piece));
    position += piece.byteLength;
  }
  file.close();
  return Buffer.concat(pieces);
}

describe("openUncached", () => {
  it("reads a file of any length whole, or says that there is no way past the cache here", () => {
    const path = join(folder, "file");
    let ways = 0;
    for (const sizeBytes of [0, 1, 511, 512, 4096, 1024 * 1024, 3 * 1024 * 1024 + 777]) {
      const bytes = Buffer.alloc(sizeBytes, "G1 X1.5 Y2\n");
      writeFileSync(path, bytes);
      const read = readAll(path);
      if (read !== null) expect(read.equals(bytes)).toBe(true);
      ways += read === null ? 0 : 1;
    }
    expect([0, 7]).toContain(ways);
  });

  it("ends where the file ended when it was opened", () => {
    const path = join(folder, "growing");
    writeFileSync(path, Buffer.alloc(4096, "a"));
    const file = openUncached(path);
    if (file === null) return;
    appendFileSync(path, Buffer.alloc(4096, "b"));
    expect(file.read(4096).byteLength).toBe(0);
    file.close();
  });

  it("passes on what the system says of a file that is not there", () => {
    if (process.platform === "linux") {
      expect(() => openUncached(join(folder, "gone"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
    }
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isReadable } from "../../../../src/main/store/judge-group.ts";
import { ledgerLines } from "../../../../src/main/store/ledger-lines.ts";
import { mendLines } from "../../../../src/main/store/mend-lines.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { writtenLines } from "./judged-ledger.ts";
import { runEntry } from "./written-ledger.ts";

const { lines } = writtenLines([[runEntry(1), runEntry(2)]]);
const WHOLE = Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from("\n")]));

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => folders.remove());

/** The lines of these bytes after mending, and where bytes were put right. */
function mend(bytes: Buffer) {
  const path = join(folders.root, "segment");
  writeFileSync(path, bytes);
  const mended: number[] = [];
  const result = [...mendLines(ledgerLines(nodeFs, path, null), (offset) => mended.push(offset))];
  return {
    texts: result.map((line) => line.bytes.toString("latin1")),
    mended,
    readable: result.filter(isReadable).length,
  };
}

function withByte(offset: number, value: number): Buffer {
  const copy = Buffer.from(WHOLE);
  copy.writeUInt8(value, offset);
  return copy;
}

const whole = lines.map(({ bytes }) => bytes.toString("latin1"));

describe("mendLines", () => {
  it("passes on what is as it was written", () => {
    expect(mend(WHOLE)).toEqual({ texts: whole, mended: [], readable: lines.length });
  });

  it("puts back every line feed that is another byte, the last one too", () => {
    for (const { end } of lines) {
      for (const value of [0x0b, 0x2a, 0x8a, 0x00, 0x22]) {
        expect(mend(withByte(end - 1, value))).toEqual({ texts: whole, mended: [end - 1], readable: lines.length });
      }
    }
  });

  it("takes away every line feed that another byte became", () => {
    for (const line of lines) {
      for (let at = 1; at < line.bytes.byteLength; at += 13) {
        const { mended, readable } = mend(withByte(line.offset + at, 0x0a));
        expect(mended).toEqual([line.offset + at]);
        expect(readable).toBe(lines.length);
      }
    }
  });

  it("leaves other damage as it is, line by line", () => {
    const broken = withByte(5, 0x00);
    expect(mend(broken)).toMatchObject({ mended: [], readable: lines.length - 1 });
    expect(mend(WHOLE.subarray(0, -9)).texts).toHaveLength(lines.length);
    expect(mend(Buffer.from("\n\n??\nrest"))).toMatchObject({ mended: [], readable: 0 });
    expect(mend(Buffer.alloc(0)).texts).toEqual([]);
  });
});

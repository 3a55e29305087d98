import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { canBeMended, mendOneByte } from "../../../../src/main/store/one-byte-off.ts";

const LINE = Buffer.from('{"actor":{"uid":"tester"},"seq":7}');

function mend(damaged: Buffer, original = LINE) {
  const wanted = sha256Hex(original);
  return mendOneByte(damaged, (candidate) => sha256Hex(candidate) === wanted);
}

function withByte(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(value, offset);
  return copy;
}

describe("mendOneByte", () => {
  it("finds any one byte that is another, and what it was", () => {
    for (let offset = 0; offset < LINE.byteLength; offset += 1) {
      for (const value of [0x00, 0x0a, 0x41, 0xff]) {
        if (LINE[offset] === value) continue;
        expect(mend(withByte(LINE, offset, value))).toEqual({ bytes: LINE, offset });
      }
    }
  });

  it("gives up on two changed bytes, on more and on fewer of them", () => {
    expect(mend(withByte(withByte(LINE, 3, 0x41), 9, 0x41))).toBeNull();
    expect(mend(LINE.subarray(0, -1))).toBeNull();
    expect(mend(Buffer.concat([LINE, Buffer.of(0)]))).toBeNull();
    expect(mend(Buffer.alloc(0))).toBeNull();
  });

  it("leaves what it was given as it was", () => {
    const damaged = withByte(LINE, 5, 0x00);
    mend(damaged);
    expect(damaged).toEqual(withByte(LINE, 5, 0x00));
  });

  it("tries bits only where every value would take too long, and nothing where bits would", () => {
    const long = Buffer.alloc(3_000, 0x61);
    expect(mend(withByte(long, 1_500, 0x61 ^ 0x10), long)).toEqual({ bytes: long, offset: 1_500 });
    expect(mend(withByte(long, 1_500, 0x61 ^ 0x11), long)).toBeNull();
    const huge = Buffer.alloc(10_000, 0x61);
    let tries = 0;
    const found = mendOneByte(huge, () => {
      tries += 1;
      return true;
    });
    expect([found, tries, canBeMended(huge), canBeMended(long)]).toEqual([null, 0, false, true]);
  });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeFrames,
  encodeFrame,
  holdsLaterFrame,
  type JournalFrame,
} from "../../../../src/main/store/journal-frame.ts";

const frameArbitrary: fc.Arbitrary<JournalFrame> = fc.record({
  epoch: fc.integer({ min: 1, max: 99_999_999 }),
  files: fc.array(
    fc.record({
      path: fc.nat(999).map((number) => `2026-11-20/run_${number}.json`),
      bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    }),
    { maxLength: 4 },
  ),
  ledgerOffset: fc.nat(),
  ledgerBytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
});

function frame(number: number): JournalFrame {
  return {
    epoch: 7,
    files: [{ path: `2026-11-20/run_${number}.json`, bytes: Buffer.from(`record ${number}\n`) }],
    ledgerOffset: number * 100,
    ledgerBytes: Buffer.from(`entry ${number}\nhead\n`),
  };
}

/** A frame around any payload, with a digest that holds. */
function sealed(payload: string): Buffer {
  const bytes = Buffer.from(payload);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return Buffer.concat([Buffer.from(`rmos-frame/1 ${String(bytes.byteLength).padStart(12, "0")} ${digest}\n`), bytes]);
}

describe("journal frames", () => {
  it("come back as they went in, one after another", () => {
    fc.assert(
      fc.property(fc.array(frameArbitrary, { maxLength: 5 }), fc.uint8Array({ maxLength: 30 }), (frames, torn) => {
        const whole = Buffer.concat(frames.map(encodeFrame));
        const { frames: decoded, completeLength } = decodeFrames(Buffer.concat([whole, torn]));
        expect(decoded).toEqual(frames);
        expect(completeLength).toBe(whole.byteLength);
      }),
    );
  });

  it("are given only when complete, wherever the journal is cut", () => {
    const parts = [1, 2, 3].map((number) => encodeFrame(frame(number)));
    const ends = parts.map((_, index) => Buffer.concat(parts.slice(0, index + 1)).byteLength);
    const bytes = Buffer.concat(parts);
    for (let length = 0; length <= bytes.byteLength; length += 1) {
      const { frames, completeLength } = decodeFrames(bytes.subarray(0, length));
      const complete = ends.filter((end) => end <= length);
      expect(frames).toHaveLength(complete.length);
      expect(completeLength).toBe(complete.at(-1) ?? 0);
    }
  });

  it("are never given wrong: a flipped bit ends the journal before its frame", () => {
    const good = [1, 2].map(frame);
    const parts = good.map(encodeFrame);
    const bytes = Buffer.concat(parts);
    const firstEnd = parts[0]?.byteLength ?? 0;
    for (let index = 0; index < bytes.byteLength; index += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped.writeUInt8(flipped.readUInt8(index) ^ (1 << bit), index);
        const { frames } = decodeFrames(flipped);
        expect(frames).toEqual(index < firstEnd ? [] : good.slice(0, 1));
      }
    }
  });

  it("are looked for behind one that cannot be read, and not found behind one that was cut short", () => {
    const parts = [1, 2, 3].map((number) => encodeFrame(frame(number)));
    const bytes = Buffer.concat(parts);
    for (let length = 0; length <= bytes.byteLength; length += 1) {
      const cut = bytes.subarray(0, length);
      expect(holdsLaterFrame(cut.subarray(decodeFrames(cut).completeLength))).toBe(false);
    }
    for (let index = 0; index < bytes.byteLength; index += 1) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(index) ^ 0x10, index);
      const lastStart = bytes.byteLength - (parts[2]?.byteLength ?? 0);
      expect(holdsLaterFrame(flipped.subarray(decodeFrames(flipped).completeLength))).toBe(index < lastStart);
    }
  });

  it("are nothing in bytes that are no journal", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeFrames(Buffer.from(bytes))).toEqual({ frames: [], completeLength: 0 });
      }),
    );
  });

  it("believe no length that reaches beyond the journal", () => {
    expect(decodeFrames(Buffer.from(`rmos-frame/1 999999999999 ${"0".repeat(64)}\n`)).frames).toEqual([]);
  });

  it.each([
    ["no manifest line", "no line feed"],
    ["a manifest that is no JSON", "{\n"],
    ["an unknown field", '{"epoch":1,"files":[],"ledger":{"offset":0,"size":0},"more":1}\n'],
    [
      "a path that is not the store's",
      '{"epoch":1,"files":[{"path":"../x.json","size":0}],"ledger":{"offset":0,"size":0}}\n',
    ],
    ["a negative size", '{"epoch":1,"files":[],"ledger":{"offset":0,"size":-1}}\n'],
    ["fewer bytes than it says", '{"epoch":1,"files":[],"ledger":{"offset":0,"size":5}}\nabc'],
    ["more bytes than it says", '{"epoch":1,"files":[],"ledger":{"offset":0,"size":1}}\nabc'],
  ])("are refused as damage when whole but with %s", (_what, payload) => {
    expect(() => decodeFrames(sealed(payload))).toThrow(expect.objectContaining({ code: "STORE_DAMAGED" }));
  });
});

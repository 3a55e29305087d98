import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ndjsonLines } from "../../../../../src/main/operations/command-line/ndjson-lines.ts";

async function linesOf(chunks: readonly Uint8Array[], limitBytes = 1000): Promise<[number, string | null][]> {
  const stream = (async function* () {
    yield* chunks;
  })();
  const lines: [number, string | null][] = [];
  for await (const { number, bytes } of ndjsonLines(stream, limitBytes))
    lines.push([number, bytes?.toString() ?? null]);
  return lines;
}

describe("ndjsonLines", () => {
  it("numbers lines as they stand in the file and leaves out blank ones", async () => {
    expect(await linesOf([Buffer.from('{"a":1}\n\n  \r\n{"b":2}')])).toEqual([
      [1, '{"a":1}'],
      [4, '{"b":2}'],
    ]);
  });

  it("gives the same lines however the stream is cut", async () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom("a", "ä", "木", "\n", " ", "{") }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), async (parts, sizes) => {
        const bytes = Buffer.from(parts.join(""));
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.byteLength; ) {
          const size = sizes.next().value as number;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(await linesOf(chunks)).toEqual(await linesOf([bytes]));
      }),
    );
  });

  it("passes over a line that is too long without holding it, and goes on", async () => {
    expect(await linesOf([Buffer.from("x".repeat(8)), Buffer.from("x".repeat(8)), Buffer.from("\nok\n")], 10)).toEqual([
      [1, null],
      [2, "ok"],
    ]);
  });

  it("keeps bytes that are no text", async () => {
    expect(await linesOf([Buffer.from([0xff, 0x0a])])).toEqual([[1, "\ufffd"]]);
  });
});

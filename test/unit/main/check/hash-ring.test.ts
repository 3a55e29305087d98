import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { HashRing, makeRingMemory } from "../../../../src/main/check/hash-ring.ts";

const RING = new URL("../../../../src/main/check/hash-ring.ts", import.meta.url);
const goOn = (): void => undefined;

/** Gives `bytes` in pieces of up to `most` bytes. */
function reader(bytes: Uint8Array, most: number) {
  return (into: Uint8Array, position: number): number => {
    const piece = bytes.subarray(position, position + Math.min(most, into.byteLength));
    into.set(piece);
    return piece.byteLength;
  };
}

/** Runs `script` in another thread with `ring` at hand; resolves with what it posts. */
function elsewhere(memory: SharedArrayBuffer, script: string): Promise<unknown> {
  const code = `
    import { parentPort as port, workerData } from "node:worker_threads";
    import { HashRing } from ${JSON.stringify(RING.href)};
    const ring = new HashRing(workerData);
    const goOn = () => undefined;
    ${script}`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { workerData: memory });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

describe("HashRing", () => {
  it.each([0, 1, 1024 * 1024, 2 * 1024 * 1024 + 7])("gives the digest of %d bytes that came through", (size) => {
    const bytes = Buffer.alloc(size, "ring");
    const ring = new HashRing(makeRingMemory());
    ring.fill(reader(bytes, Number.POSITIVE_INFINITY), goOn);
    expect(ring.drain(goOn)).toEqual({ state: "read", sha256: sha256Hex(bytes), sizeBytes: size });
  });

  it("carries more than it holds from one thread to another, in uneven pieces", async () => {
    const memory = makeRingMemory();
    const bytes = Buffer.alloc(20 * 1024 * 1024 + 3, "uneven");
    // Waiting blocks, so this thread, which starts the others, takes neither side.
    const sides = [
      elsewhere(memory, "port.postMessage(ring.drain(goOn));"),
      elsewhere(
        memory,
        `const bytes = Buffer.alloc(${bytes.byteLength}, "uneven");
        ring.fill((into, position) => {
          const piece = bytes.subarray(position, position + Math.min(700_001, into.byteLength));
          into.set(piece);
          return piece.byteLength;
        }, goOn);
        port.postMessage("filled");`,
      ),
    ];
    const digest = { state: "read", sha256: sha256Hex(bytes), sizeBytes: bytes.byteLength };
    expect(await Promise.all(sides)).toEqual([digest, "filled"]);
  });

  it("can be used for another file", () => {
    const memory = makeRingMemory();
    for (const text of ["first", "second"]) {
      const ring = new HashRing(memory);
      ring.reset();
      ring.fill(reader(Buffer.from(text), 3), goOn);
      expect(ring.drain(goOn)).toMatchObject({ sha256: sha256Hex(text) });
    }
  });

  it("ends the side that hashes when reading fails", () => {
    const ring = new HashRing(makeRingMemory());
    const failing = (into: Uint8Array, position: number): number => {
      if (position > 0) throw new Error("fault of the drive");
      return into.byteLength;
    };
    expect(() => ring.fill(failing, goOn)).toThrow("fault of the drive");
    expect(ring.drain(goOn)).toBeNull();
  });

  it("ends the side that hashes when there is nothing to read", () => {
    const ring = new HashRing(makeRingMemory());
    ring.giveUp();
    expect(ring.drain(goOn)).toBeNull();
  });

  it("lets a side that waits for a partner who is gone look whether it is still wanted", () => {
    let looks = 0;
    const stopAtSecond = (): void => {
      looks += 1;
      if (looks === 2) throw new Error("not wanted");
    };
    expect(() => new HashRing(makeRingMemory()).drain(stopAtSecond)).toThrow("not wanted");
    looks = 0;
    const endless = (into: Uint8Array): number => into.byteLength;
    expect(() => new HashRing(makeRingMemory()).fill(endless, stopAtSecond)).toThrow("not wanted");
  });
});

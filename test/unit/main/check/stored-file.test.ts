import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { hashStoredFile, readStoredFile } from "../../../../src/main/check/stored-file.ts";
import type { StoreReader } from "../../../../src/main/store/store-reader.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { ErrorCode } from "../../../../src/shared/error-codes.ts";
import { memoryContext } from "./memory-store.ts";

const signal = new AbortController().signal;

describe("hashStoredFile", () => {
  it.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000])(
    "gives digest and size of a file of %d bytes",
    async (size) => {
      const bytes = Buffer.alloc(size, "g");
      const { store } = memoryContext({ file: bytes });
      expect(await hashStoredFile(store, "file", signal)).toEqual({
        state: "read",
        sha256: sha256Hex(bytes),
        sizeBytes: size,
      });
    },
  );

  it("never holds more than a piece of a large file", async () => {
    const piece = Buffer.alloc(1024 * 1024);
    const largest = { asked: 0 };
    const store: StoreReader = {
      fileSize: () => Number.MAX_SAFE_INTEGER,
      readFile: () => {
        throw new Error("read whole");
      },
      readRange: (_path, offset, byteLength) => {
        largest.asked = Math.max(largest.asked, byteLength);
        return offset < 200 * piece.byteLength ? piece.subarray(0, byteLength) : piece.subarray(0, 0);
      },
    };
    expect(await hashStoredFile(store, "file", signal)).toMatchObject({ sizeBytes: 200 * piece.byteLength });
    expect(largest.asked).toBeLessThanOrEqual(piece.byteLength);
  });

  it("lets other work go on between the pieces", async () => {
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      if (turns < 1000) setImmediate(turn);
    };
    setImmediate(turn);
    await hashStoredFile(memoryContext({ file: Buffer.alloc(5 * 1024 * 1024) }).store, "file", signal);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it("stops in the middle of a file when it is told to", async () => {
    const controller = new AbortController();
    const store: StoreReader = {
      ...memoryContext({}).store,
      readRange: (_path, _offset, byteLength) => {
        controller.abort();
        return Buffer.alloc(byteLength);
      },
    };
    await expect(hashStoredFile(store, "file", controller.signal)).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("answers for a file that is missing", async () => {
    expect(await hashStoredFile(memoryContext({}).store, "file", signal)).toEqual({ state: "missing" });
  });

  it.each<ErrorCode>(["STORE_DAMAGED", "NO_PERMISSION"])("answers for what cannot be opened (%s)", async (code) => {
    const { store } = memoryContext({ file: new AppError(code, "refused") });
    const file = await hashStoredFile(store, "file", signal);
    expect(file).toMatchObject({ state: "closed", reason: expect.stringMatching(/^[a-z].*[^.]$/) });
    expect(await readStoredFile(store, "file", { maxBytes: 10, signal })).toEqual(file);
  });

  it.each<ErrorCode>(["IO_FAILED", "TOO_MANY_FILES"])("throws what says nothing about the file (%s)", async (code) => {
    const { store } = memoryContext({ file: new AppError(code, "fault") });
    await expect(hashStoredFile(store, "file", signal)).rejects.toMatchObject({ code });
    await expect(readStoredFile(store, "file", { maxBytes: 10, signal })).rejects.toMatchObject({ code });
  });
});

describe("readStoredFile", () => {
  it("gives the bytes of a file up to the limit", async () => {
    const { store } = memoryContext({ file: "abc" });
    const file = await readStoredFile(store, "file", { maxBytes: 3, signal });
    expect(file).toEqual({ state: "read", sha256: sha256Hex("abc"), sizeBytes: 3, bytes: Buffer.from("abc") });
  });

  it("only hashes a file above the limit", async () => {
    const { store } = memoryContext({ file: "abcd" });
    const file = await readStoredFile(store, "file", { maxBytes: 3, signal });
    expect(file).toEqual({ state: "read", sha256: sha256Hex("abcd"), sizeBytes: 4, bytes: null });
  });

  it("answers for a file that is missing", async () => {
    expect(await readStoredFile(memoryContext({}).store, "x", { maxBytes: 3, signal })).toEqual({ state: "missing" });
  });
});

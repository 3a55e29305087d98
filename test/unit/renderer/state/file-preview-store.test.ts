import { describe, expect, it } from "vitest";
import {
  createFilePreviewStore,
  PREVIEW_BYTES,
  readPreview,
} from "../../../../src/renderer/state/file-preview-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain, deferred } from "../fake-bridge.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("file preview store", () => {
  it("reads the beginning of a file and no more", async () => {
    const { client, requestsOf } = createFakeMain({
      "attachment.open": () => ({ bytes: bytesOf("G90\n"), size_bytes: 900_000, offset: 0, is_recorded: true }),
    });
    const store = createFilePreviewStore(client);
    await store.getState().open("a".repeat(64));
    const asked = { sha256: "a".repeat(64), offset: 0, length: PREVIEW_BYTES, accept_changed: false };
    expect(requestsOf("attachment.open")).toEqual([asked]);
    expect(store.getState().preview).toEqual({
      state: "ready",
      value: { text: "G90\n", shownBytes: 4, sizeBytes: 900_000, isRecorded: true },
    });
  });

  it("a file that is closed before it was read stays closed", async () => {
    const answer = deferred<{ bytes: Uint8Array; size_bytes: number; offset: number; is_recorded: boolean }>();
    const { client } = createFakeMain({ "attachment.open": () => answer.promise });
    const store = createFilePreviewStore(client);
    const opening = store.getState().open("x");
    store.getState().close();
    answer.resolve({ bytes: bytesOf("x"), size_bytes: 1, offset: 0, is_recorded: true });
    await opening;
    expect(store.getState()).toMatchObject({ sha256: null, preview: { state: "idle" } });
  });

  it("says why a file cannot be shown", async () => {
    const { client } = createFakeMain({
      "attachment.open": () => {
        throw new AppError("ATTACHMENT_NOT_FOUND", "x");
      },
    });
    const store = createFilePreviewStore(client);
    await store.getState().open("x");
    expect(store.getState().preview).toMatchObject({ state: "failed", error: { code: "ATTACHMENT_NOT_FOUND" } });
  });

  it("shows nothing of a changed file before a person asked for it a second time", async () => {
    const { client, requestsOf } = createFakeMain({
      "attachment.open": ({ accept_changed }) => {
        if (!accept_changed) throw new AppError("CONFLICT", "x");
        return { bytes: bytesOf("G91\n"), size_bytes: 4, offset: 0, is_recorded: false };
      },
    });
    const store = createFilePreviewStore(client);
    await store.getState().open("x");
    expect(store.getState().preview).toMatchObject({ state: "failed", error: { code: "CONFLICT" } });
    await store.getState().openAnyway("x");
    expect(store.getState().preview).toMatchObject({ state: "ready", value: { text: "G91\n", isRecorded: false } });
    await store.getState().open("x");
    expect(store.getState().preview).toMatchObject({ state: "failed" });
    const asked = [false, true, false].map((accept_changed) => ({ sha256: "x", accept_changed }));
    expect(requestsOf("attachment.open")).toMatchObject(asked);
  });

  it("shows the text of the record without asking for it", () => {
    const { client, seen } = createFakeMain({});
    const store = createFilePreviewStore(client);
    store.getState().show("in-record");
    expect(store.getState()).toMatchObject({ sha256: "in-record", preview: { state: "idle" } });
    expect(seen).toEqual([]);
  });

  it("a character cut in half at the end of what was read is left out", () => {
    const bytes = bytesOf("Nuß");
    expect(readPreview(bytes.subarray(0, 3), 100).text).toBe("Nu");
  });

  it("text of an old code page is still readable, and bytes with a NUL are no text", () => {
    expect(readPreview(Uint8Array.of(0x4e, 0x75, 0xdf), 3).text).toBe("Nuß");
    expect(readPreview(Uint8Array.of(0x50, 0x4b, 0, 1), 4).text).toBeNull();
  });
});
